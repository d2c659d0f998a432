"""Shows that work goes on: one line that lives on a terminal, a line now and then elsewhere. Standard library only.

`python -m ops.progress NAME LOG COMMAND...` runs one step of the Makefile this way.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ops import process
from ops.errors import OpsError, about_file

COLOURS = {"..": 2, "ok": 32, "!!": 31}
QUIET_FOR = 10.0
"""Seconds between signs of life where there is no terminal: a log that somebody reads later."""


@dataclass
class Step:
    """One step of a longer job. Call it with the latest news; the last it hears is shown as its result."""

    name: str
    live: bool
    news: str = ""
    well: bool = True
    started: float = field(default_factory=time.monotonic)

    def __call__(self, news: str, *, well: bool = True) -> None:
        self.news = news or self.news  # an empty line is no news
        self.well = well

    def show(self, mark: str) -> None:
        line = f"{mark} {self.name:<10} {time.monotonic() - self.started:5.1f} s  {self.news}"
        if mark == "..":
            line = line[: shutil.get_terminal_size().columns - 1]
        if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
            line = f"\x1b[{COLOURS[mark]}m{mark}\x1b[0m{line[2:]}"
        start, end = ("\r\x1b[2K", "" if mark == ".." else "\n") if self.live else ("", "\n")
        print(f"{start}{line}{end}", end="", file=sys.stderr, flush=True)


@contextmanager
def step(name: str, *, live: bool = True) -> Iterator[Step]:
    """Show life until the block ends, then how it ended."""
    current = Step(name, live and sys.stderr.isatty() and os.environ.get("TERM") != "dumb")
    over = threading.Event()

    def show_life() -> None:
        pause = 0.2 if current.live else QUIET_FOR
        while not over.wait(pause):
            current.show("..")

    life = threading.Thread(target=show_life, daemon=True)
    life.start()
    try:
        yield current
    except BaseException:
        current.well = False
        raise
    finally:
        over.set()
        life.join()
        current.show("ok" if current.well else "!!")


def main(name: str, log: str, *command: str) -> int:
    """One step of the Makefile; two may run side by side, so it never has a live line."""
    try:
        with step(name, live=False) as current:
            _attempt(command, Path(log), current)
    except OpsError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(about_file(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _attempt(command: Sequence[str], log: Path, current: Step) -> None:
    current(" ".join(command))
    code = process.run(
        command,
        log=log,
        heard=lambda line: current("" if "warn" in line.lower() else line),
        record=log.with_suffix(".pid"),
    )
    current(f"exit code {code}" if code else "done")
    if code:
        raise OpsError(process.tail(log), log=log)


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)  # so that the command is ended on any way out
    sys.exit(main(*sys.argv[1:]))
