"""`make local`, in a checkout and an emulator of its own."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ROOT, Row, Say, environment, output
from ops import process
from ops.errors import OpsError
from ops.local.emulator import PYTHON

OPS_LOCAL = (".venv/bin/python", "-m", "ops", "local")
STEP = re.compile(r"ok (?P<name>\S+) +(?P<seconds>[\d.]+) s")
"""How `ops.progress` says that a step is over."""


def local(rounds: int, say: Say) -> list[Row]:
    """`make local` once `make setup` is done: a first run, then runs with nothing to do, each by its own steps."""
    with _checkout() as checkout:
        try:
            first = _local_up(checkout, say)
            later = [_local_up(checkout, say) for _ in range(rounds)]
        finally:
            output([*OPS_LOCAL, "down", "--yes"], cwd=checkout)
    rows = [Row(f"first run: {step}", "s", [value]) for step, value in first.items()]
    for step in later[0]:
        values = [steps[step] for steps in later]
        rows.append(Row(f"no change: {step}", "s", values, aim=15 if step == "all" else None))
    return rows


@contextmanager
def _checkout() -> Iterator[Path]:
    """A checkout beside this one: the same files, and nothing deployed. So `make local` of this one is left alone."""
    with tempfile.TemporaryDirectory() as directory:
        checkout = Path(directory)
        shutil.copytree(ROOT / "ops", checkout / "ops")  # a link would lead it back here
        (checkout / ".gatehouse").mkdir()
        links = {path for path in ROOT.iterdir() if path.name not in {"ops", ".gatehouse"}}
        for path in links | {PYTHON.parents[1]}:
            (checkout / path.relative_to(ROOT)).symlink_to(path)
        yield checkout


def _local_up(checkout: Path, say: Say) -> dict[str, float]:
    """Seconds by step, and of all."""
    steps: dict[str, float] = {}

    def heard(line: str) -> None:
        say(line)
        if done := STEP.match(line):
            steps[done["name"]] = float(done["seconds"])

    log = checkout / "up.log"
    started = time.perf_counter()
    if process.run([*OPS_LOCAL, "up"], log=log, heard=heard, cwd=checkout, environ=environment()):
        raise OpsError(f"`python -m ops local up` failed:\n{process.tail(log)}")
    return steps | {"all": time.perf_counter() - started}
