"""Lambda as our handlers meet it: a fresh interpreter that has the asset, the runtime's libraries and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore

LIBRARIES = Path(botocore.__file__).parents[1]
ENVIRONMENT = {
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "fake",
    "AWS_SECRET_ACCESS_KEY": "fake",
    "HOME": "/nonexistent",
}

_MAIN = """
import importlib, json, sys, time

task = json.load(sys.stdin)


class Context:
    def __init__(self):
        self.end = time.monotonic() + task["seconds"]

    def get_remaining_time_in_millis(self):
        return int((self.end - time.monotonic()) * 1000)


module, _, function = task["handler"].rpartition(".")
for event in task["events"]:
    getattr(importlib.import_module(module), function)(event, Context())
"""


@dataclass(frozen=True)
class Invocation:
    """How it went. `logs` is all that the process printed."""

    started: float
    exit_code: int
    logs: str


def run(code: str, *path: Path, stdin: str = "", env: dict[str, str] | None = None) -> Invocation:
    """Run `code` with the modules under `path`, and no site-packages, environment or working directory of ours."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", f"import sys; sys.path[:0] = {[str(p) for p in path]}\n{code}"],
        input=stdin,
        env=ENVIRONMENT | (env or {}),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Invocation(started, done.returncode, done.stdout + done.stderr)


def invoke(
    *events: dict[str, Any], asset: Path, handler: str, seconds: float = 20, before: str = "", **env: str
) -> Invocation:
    """Deliver `events`, one after the other, to a function with `seconds` for each. `before`: code to run first."""
    task = {"handler": handler, "events": events, "seconds": seconds}
    return run(before + _MAIN, asset, LIBRARIES, Path(__file__).parent, stdin=json.dumps(task), env=env)


NO_WAITING = "import time\ntime.sleep = lambda _: None\n"
"""A clock for `before`."""


def faster(times: int) -> str:
    """A clock for `before`: what waits or gives up after a second does so after a fraction of it."""
    return f"""
import signal, socket, time

sleep, monotonic, timer, limit = time.sleep, time.monotonic, signal.setitimer, socket.socket.settimeout
time.sleep = lambda seconds: sleep(seconds / {times})
time.monotonic = lambda: monotonic() * {times}
signal.setitimer = lambda which, seconds: timer(which, seconds / {times})
socket.socket.settimeout = lambda self, seconds: limit(self, seconds and seconds / {times})
"""
