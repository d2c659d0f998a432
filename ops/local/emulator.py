"""The emulator of one directory: start it or adopt the one that runs, ask after it, stop it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops import process
from ops.errors import OpsError, about_file, make_ours

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / ".gatehouse"
SERVER = Path(__file__).with_name("server.py")
REQUIREMENTS = ROOT / "requirements-emulator.txt"
PYTHON = GENERATED / "emulator" / "bin" / "python"
DIRECTORY = GENERATED / "local"
START_WITHIN = 60.0
_started: list[subprocess.Popen[bytes]] = []
"""Kept, since they outlive the call: Python warns of a live child that is forgotten."""
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Whatever proxy the user has set, the emulator is on this machine."""


@dataclass(frozen=True)
class Running:
    """A live emulator process."""

    pid: int
    port: int
    fingerprint: str
    region: str = ""

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answers(self, seconds: float = 2.0) -> bool:
        with (
            contextlib.suppress(OSError, http.client.HTTPException),
            DIRECT.open(f"{self.endpoint}/_ministack/health", timeout=seconds),
        ):
            return True
        return False


@dataclass(frozen=True)
class Emulator:
    """Everything it writes stays in `directory`."""

    directory: Path = DIRECTORY
    port: int = 4566
    python: Path = PYTHON
    attached: bool = False
    """It ends with the process that started it."""
    patience: float = 10.0
    """Seconds it has to answer, and to stop."""

    @property
    def log(self) -> Path:
        return self.directory / "logs" / "emulator.log"

    @property
    def record(self) -> Path:
        return self.directory / "emulator.json"

    @property
    def cli_record(self) -> Path:
        """Of the CDK CLI that deploys into it: see process.run."""
        return self.directory / "cdk.pid"

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """One command at a time changes this directory."""
        _make(self.directory.parent)
        _check_ours(self.directory)
        with self.directory.with_suffix(".lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.seek(0)
                raise OpsError(
                    f"Another `make local` or `make local-down` is at work (process {lock.read().strip()}).",
                    fix="wait for it, or end it with Ctrl-C where it runs",
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def running(self) -> Running | None:
        """The process that holds the lock on the record. Its id alone proves nothing: it may be another's by now."""
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError), self.record.open() as record:
            try:
                fcntl.flock(record, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return Running(**json.load(record))
        return None

    def check_lives(self, during: str) -> None:
        """OpsError if it has ended."""
        if not self.running():
            raise OpsError(f"The emulator ended during the {during}.", fix="make local", log=self.log)

    def region(self) -> str:
        """That of what its state holds; empty if it never ran."""
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return str(json.loads(self.record.read_text()).get("region", ""))
        return ""

    def start(self, region: str, say: Callable[[str], object]) -> Running:
        """Adopt the one that runs if it is as it should be and answers, else start one on the state of the last."""
        fingerprint = _fingerprint(str(self.python))
        if self.region() not in ("", region):
            raise OpsError(
                f"What stands in the emulator was deployed in {self.region()}, not {region}: its roles would collide.",
                fix="make local-down, which removes it, then make local",
            )
        running = self.running()
        if running and running.fingerprint == fingerprint and running.answers(self.patience):
            say(f"running at {running.endpoint} (process {running.pid})")
            return running
        if running:
            say("restarting: it is outdated or does not answer")
            self.stop()
        if not self.python.exists():
            raise OpsError("The emulator is not installed.", fix="make setup")
        _make(self.log.parent)
        attached = ["--attached"] if self.attached else []
        running = self._launch("--region", region, "--port", str(self.port), "--fingerprint", fingerprint, *attached)
        taken = f"; {self.port} is taken" if self.port not in (0, running.port) else ""
        say(f"started at {running.endpoint} (process {running.pid}{taken})")
        return running

    def stop(self) -> bool:
        """End the process, its state saved; at once if it does not listen. False if none ran."""
        running = self.running()
        if running is None:
            _reap()
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGTERM)
            deadline = time.monotonic() + self.patience
            while self.running() and time.monotonic() < deadline:
                time.sleep(0.05)
            os.killpg(running.pid, signal.SIGKILL)  # what is left of it: its Lambda functions, or all of it if it hangs
        _reap(running.pid)
        return True

    def take_down(self, *, keep: bool = False) -> str:
        """Stop it and, unless told to `keep` it, remove what was deployed. Says what was done."""
        with self.exclusive():
            for record in (self.cli_record, *self.directory.parent.glob("logs/*.pid")):  # of a deployment, and of setup
                process.end_left(record)
            done = "The emulator is stopped" if self.stop() else "No emulator was running"
            if keep or not self.directory.exists():
                return f"{done}."
            shutil.rmtree(self.directory)
            return f"{done}; what was deployed is removed."

    def _launch(self, *options: str) -> Running:
        command: list[str | Path] = [self.python, SERVER, self.directory, *options]
        # Nothing of the user's environment, such as a proxy or an AWS profile, reaches the Lambda functions it runs.
        environ = {"PATH": f"{self.python.parent}:{os.defpath}", "HOME": str(self.directory), "PYTHONUNBUFFERED": "1"}
        with self.log.open("a") as log:
            child = subprocess.Popen(
                command,
                cwd=self.directory,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _started.append(child)
        try:
            deadline = time.monotonic() + START_WITHIN
            while time.monotonic() < deadline and child.poll() is None:
                running = self.running()
                if running and running.pid == child.pid and running.answers():
                    return running
                time.sleep(0.05)
        except BaseException:
            _give_up(child)
            raise
        _give_up(child)
        raise OpsError(
            f"The emulator did not start:\n{process.tail(self.log)}",
            fix="make local; if it fails again, make local-down first, which removes what was deployed",
            log=self.log,
        )


def _give_up(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()  # until then it seems to run


def _reap(ended: int = 0) -> None:
    """Take note of the children that have ended; `ended` is the process id of one that is about to."""
    for child in _started:
        if child.pid == ended:
            child.wait()
    _started[:] = [child for child in _started if child.poll() is None]


def _fingerprint(*parts: str) -> str:
    """Changes with whatever makes a running emulator an outdated one."""
    content = (SERVER.read_text(), REQUIREMENTS.read_text(), *parts)
    return hashlib.sha256("\n".join(content).encode()).hexdigest()[:16]


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not os.access(directory, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        ours = make_ours(directory) if isinstance(error, PermissionError) else "remove what is in its place"
        raise OpsError(f"Can't write to {directory}: {error.strerror}.", fix=ours) from error


def _check_ours(directory: Path) -> None:
    """Nothing there that we may not change: what another user, or a run with sudo, has left would stop us half-way."""
    for path in (directory, *directory.rglob("*")):
        if path.exists() and not os.access(path, os.W_OK):
            raise OpsError(f"Can't write to {path}: {os.strerror(errno.EACCES)}.", fix=make_ours(directory))


if __name__ == "__main__":  # `make local-down`: works without anything installed, and so after any accident
    try:
        print(Emulator().take_down())
    except OpsError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(str(about_file(error)))
