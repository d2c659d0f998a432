"""Runs a child process to its end: what it says goes to a log and to whoever shows progress; it never outlives us.

Standard library only: the Makefile uses it before anything is installed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from ops.errors import OpsError

PATIENCE = 5.0
"""Seconds between asking a child to end and ending it."""
NOTED = ("/bin/sh", "-c", 'echo $$ > "$0"; exec "$@"')
"""Runs a command under the process id it has itself written down: so it is known however early we are killed."""


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    heard: Callable[[str], None],
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    makes_sense: Callable[[], bool] = lambda: True,
    record: Path | None = None,
) -> int:
    """Run and return the exit code. Whatever interrupts this, a Ctrl-C too, first ends the child and its children.

    `makes_sense` is asked once a second; when it says no, the child is ended as well. Where this process itself is
    killed, the child lives on, and holds a lock on `record`: the next run with the same record ends it.
    OpsError where a run with the same record goes on.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        _owned(record) if record else contextlib.nullcontext(),
        log.open("w", buffering=1) as file,
        (record or Path(os.devnull)).open("a+") as kept,
        subprocess.Popen(
            [*NOTED, record.absolute(), *command] if record else command,
            cwd=cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            pass_fds=[_taken(kept)] if record else [],
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


def end_left(record: Path) -> None:
    """End what an earlier run with this record has left running, because that run was killed."""
    with contextlib.suppress(FileNotFoundError), record.open("r+") as kept:
        _taken(kept)


@contextlib.contextmanager
def _owned(record: Path) -> Iterator[None]:
    """A lock of this process alone, which no child inherits."""
    with record.with_suffix(".owner").open("a+") as owner:
        if not _locked(owner):
            owner.seek(0)
            what = f"Process {owner.read().strip()} is at the same work."
            raise OpsError(what, fix="wait for it, or end it with Ctrl-C where it runs")
        owner.truncate(0)
        owner.write(str(os.getpid()))
        owner.flush()
        yield


def _taken(record: IO[str]) -> int:
    """The lock on the record, taken from whoever still holds it, as a file descriptor for a child to inherit."""
    while not _locked(record):
        record.seek(0)
        if leader := record.read().strip():  # empty while the child starts
            _end_group(int(leader))
        time.sleep(0.02)
    record.truncate(0)
    return record.fileno()


def _locked(record: IO[str]) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _end(child: subprocess.Popen[str]) -> None:
    _end_group(child.pid, reap=child.poll)


def _end_group(leader: int, reap: Callable[[], object] = lambda: None) -> None:
    """Return when nothing of the process group is left: a wrapper ends at once, and what it wraps a little later."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: not permitted to ask zombies
        for number in (signal.SIGTERM, signal.SIGKILL):
            os.killpg(leader, number)
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                reap()
                os.killpg(leader, 0)
                time.sleep(0.02)
