"""`make local`, in a fresh clone with an emulator of its own."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ROOT, Command, Row, Say, environment, output
from ops import process
from ops.errors import OpsError

UP = (".venv/bin/python", "-m", "ops", "local", "up")
GENERATED = (".git", ".venv", "node_modules", ".gatehouse", "cdk.out", ".*_cache", ".hypothesis", "__pycache__")
"""What a clone doesn't have."""
STEP = re.compile(r"ok (?P<name>\S+) +(?P<seconds>[\d.]+) s")
"""How `ops.progress` says that a step is over."""


def local(rounds: int, say: Say) -> list[Row]:
    """From a fresh clone: `make setup`, a first run, then runs with nothing to do, each by its own steps."""
    with _clone() as clone:
        try:
            setup = _steps(("make", "setup"), clone, say)
            first = _steps(UP, clone, say)
            later = [_steps(UP, clone, say) for _ in range(rounds)]
        finally:
            output(("make", "local-down"), cwd=clone)
    rows = [Row(f"setup: {step}", "s", [value]) for step, value in setup.items()]
    rows += [Row(f"first run: {step}", "s", [value]) for step, value in first.items()]
    for step in later[0]:
        values = [steps[step] for steps in later]
        rows.append(Row(f"no change: {step}", "s", values, aim=15 if step == "all" else None))
    return rows


@contextmanager
def _clone() -> Iterator[Path]:
    """The same files as here, and nothing installed or deployed; pip's cache, in the home directory, may be warm."""
    with tempfile.TemporaryDirectory() as directory:
        clone = Path(directory, "clone")
        shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(*GENERATED))
        yield clone


def _steps(command: Command, clone: Path, say: Say) -> dict[str, float]:
    """Seconds by step, and of all. Those of setup run side by side."""
    steps: dict[str, float] = {}

    def heard(line: str) -> None:
        say(line)
        if done := STEP.match(line):
            steps[done["name"]] = steps.get(done["name"], 0) + float(done["seconds"])

    log = clone / "bench.log"
    started = time.perf_counter()
    if process.run(command, log=log, heard=heard, cwd=clone, environ=environment()):
        raise OpsError(f"`{' '.join(map(str, command))}` failed:\n{process.tail(log)}")
    return steps | {"all": time.perf_counter() - started}
