"""The emulator process of `make local`: MiniStack in this process, bound to 127.0.0.1 only, its state kept on disk.

Run by the Python of `.gatehouse/emulator`, which runs the Lambda functions too; so it imports nothing of ours.
While it lives it holds a lock on emulator.json: that, and never a process id alone, is what says that it runs.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import fcntl
import json
import logging
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Any

SAVE_EVERY = 1.0
"""Seconds between two looks at whether there is something to write."""
COMPLETE = "complete"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--region", required=True, help="that of requests without a signature")
    parser.add_argument("--port", type=int, required=True, help="the preferred port; any free one if it is taken")
    parser.add_argument(
        "--fingerprint", default="", help="recorded, so that an outdated emulator is told from a current one"
    )
    parser.add_argument("--attached", action="store_true", help="end with the process that started this")
    asked = parser.parse_args()
    os.umask(0o077)  # its state holds secrets and the keys that sign tokens

    with (asked.directory / "emulator.json").open("a+") as record, listen(asked.port) as listener:
        take(record)
        port = listener.getsockname()[1]
        os.environ.update(settings(asked.directory, asked.region, port))
        commit(asked.directory / "state")
        record.truncate(0)
        json.dump({"pid": os.getpid(), "port": port, "fingerprint": asked.fingerprint, "region": asked.region}, record)
        record.flush()
        asyncio.run(serve(listener, attached=asked.attached))


def take(record: IO[str]) -> None:
    """Lock the record for as long as this process lives. Whoever asks who holds it holds it too, for a moment."""
    for _ in range(20):
        with contextlib.suppress(OSError):
            return fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(0.05)
    sys.exit("another emulator already uses this directory")


def listen(port: int) -> socket.socket:
    """A socket on the preferred port of 127.0.0.1, else on one that is free."""
    for candidate in (port, 0):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", candidate))
            listener.listen()  # now: until then another process may bind to it as well
            return listener
        listener.close()
    sys.exit("no free port on 127.0.0.1")


def settings(directory: Path, region: str, port: int) -> dict[str, str]:
    """MiniStack reads its settings when it is imported."""
    temporary = directory / "tmp"
    temporary.mkdir(exist_ok=True)
    return {
        "AUTH": "true",  # without it, forged tokens and any code are accepted
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",  # "localhost" may be ::1, where something else may listen
        "MINISTACK_REGION": region,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(directory / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(directory / "s3"),
        "TMPDIR": str(temporary),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


class Watched:
    """The emulator, known to be busy or changed."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app
        self.active = 0
        self.changed = False

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        request = scope["type"] != "lifespan" and not scope["path"].startswith("/_ministack/health")
        self.active += request
        try:
            await self.app(scope, receive, send)
        finally:
            self.active -= request
            self.changed |= request


async def serve(listener: socket.socket, *, attached: bool) -> None:
    from hypercorn.asyncio import serve as hypercorn
    from hypercorn.config import Config
    from ministack import app as ministack

    app = Watched(ministack.app)
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    await hypercorn(app, config, shutdown_trigger=lambda: keep(app, ministack, attached=attached))


async def keep(app: Watched, ministack: Any, *, attached: bool) -> None:
    """Until it is time to stop, write the state when nothing is under way: so a killed emulator comes back as it was.

    MiniStack itself writes on a clean shutdown only, and then the half-done as well: a stack in the middle of an update
    would stay so for ever. A state with a stack under way is never written here, not even at the end.
    """
    from ministack.core import persistence

    def save() -> None:
        state = Path(os.environ["STATE_DIR"])
        persistence.STATE_DIR = str(following(state))
        persistence.save_all(ministack._build_persistence_save_dict())  # noqa: SLF001 - what its shutdown does
        persistence.STATE_DIR = str(state)
        (following(state) / COMPLETE).touch()
        commit(state)

    persistence.logger.setLevel(logging.WARNING)  # otherwise it writes a line for each service, each time
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    parent = os.getppid()
    while not stop.is_set() and (os.getppid() == parent or not attached):
        if app.changed and not app.active and at_rest():
            app.changed = False
            save()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), SAVE_EVERY)
    if at_rest():
        save()
    ministack.PERSIST_STATE = False


def following(state: Path) -> Path:
    """Where the next state is written, file by file, until it is complete."""
    return state / "next"


def commit(state: Path) -> None:
    """Put a state that is complete in the place of the last, also if this process is killed on the way: then the next
    one goes on. An incomplete one is forgotten: half of one state and half of another would contradict each other."""
    complete = following(state) / COMPLETE
    if complete.exists():
        for file in following(state).glob("*.json"):
            file.replace(state / file.name)
        complete.unlink()
    shutil.rmtree(following(state), ignore_errors=True)


def at_rest() -> bool:
    """Is no stack being changed?"""
    cloudformation = sys.modules.get("ministack.services.cloudformation")
    stacks = cloudformation._stacks._data.values() if cloudformation else ()  # noqa: SLF001 - of every account and region
    statuses = {stack["StackStatus"] for stack in stacks} - {"REVIEW_IN_PROGRESS"}
    return not any(status.endswith("_IN_PROGRESS") for status in statuses)


if __name__ == "__main__":
    main()
