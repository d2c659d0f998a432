"""What a measurement is, and how it is taken: whole processes, in interleaved rounds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from ops.errors import OpsError

ROOT = Path(__file__).resolve().parents[1]
TOOLS = Path(sys.prefix) / "bin"
"""Python and Node as pinned: all that is measured runs on them."""

Say = Callable[[str], None]
Command = Sequence[str | Path]


@dataclass(frozen=True)
class Row:
    """One line of the report. The aim is for the ratio where there is one, else for the median."""

    what: str
    unit: str = ""
    values: Sequence[float] = ()
    base: Sequence[float] = ()
    against: str = ""
    aim: float | None = None
    problem: str = ""
    """Why there are no values."""

    @property
    def ratio(self) -> float | None:
        """The median of the rounds' own ratios, so that a slow round cancels out."""
        return median(a / b for a, b in zip(self.values, self.base, strict=True)) if self.base else None

    @property
    def met(self) -> bool | None:
        if self.aim is None:
            return None
        return (median(self.values) if self.ratio is None else self.ratio) <= self.aim

    def as_json(self) -> dict[str, Any]:
        if self.problem:
            return {"what": self.what, "problem": self.problem}
        spread = {"median": median(self.values), "min": min(self.values), "max": max(self.values)}
        judged = {"ratio": self.ratio, "against": self.against or None, "aim": self.aim, "met": self.met}
        return {"what": self.what, "unit": self.unit} | spread | judged


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a measured process sees: the pinned tools first, and none of the settings that change how Python runs."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return ours | {"PATH": f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"} | dict(more or {})


def output(command: Command, environ: Mapping[str, str] | None = None, *, cwd: Path = ROOT) -> str:
    """What the process says, which runs to its end; OpsError if it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stdout + done.stderr).splitlines()[-10:]
        raise OpsError("\n    ".join([f"`{' '.join(map(str, command))}` failed:", *last]))
    return done.stdout


def seconds(command: Command, environ: Mapping[str, str] | None = None) -> float:
    """How long the whole process takes."""
    started = time.perf_counter()
    output(command, environ)
    return time.perf_counter() - started


def interleaved(subjects: Mapping[str, Callable[[], float]], rounds: int, say: Say) -> dict[str, list[float]]:
    """A B C, A B C, ...: a machine that slows down slows all alike. The first round fills caches and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(rounds + 1):
        for name, take in subjects.items():
            say(f"round {number} of {rounds}: {name}")
            taken[name].append(take())
    return {name: values[1:] for name, values in taken.items()}
