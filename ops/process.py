"""Runs a child process to its end: what it says goes to a log and to whoever shows progress; it never outlives us.

Standard library only: the Makefile uses it before anything is installed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PATIENCE = 5.0
"""Seconds between asking a child to end and ending it."""


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    heard: Callable[[str], None],
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    makes_sense: Callable[[], bool] = lambda: True,
) -> int:
    """Run and return the exit code. Whatever interrupts this, a Ctrl-C too, first ends the child and its children.

    `makes_sense` is asked once a second; when it says no, the child is ended as well.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w", buffering=1) as file,
        subprocess.Popen(
            command,
            cwd=cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as child,
    ):
        over = threading.Event()

        def watch() -> None:
            while not over.wait(1.0):
                if not makes_sense():
                    _end(child)

        threading.Thread(target=watch, daemon=True).start()
        try:
            for line in child.stdout or ():
                file.write(line)
                heard(line.rstrip())
            return child.wait()
        except BaseException:
            _end(child)
            raise
        finally:
            over.set()


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented."""
    return "\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-lines:])


def _end(child: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE)
        os.killpg(child.pid, signal.SIGKILL)
