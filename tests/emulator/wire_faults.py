"""What goes wrong on the wire, as microburst does it: faults, each for one operation on one user."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

from aiohttp import web
from microburst.app import make_app
from microburst.core.pipeline import Microburst


@dataclass(frozen=True)
class Fault:
    """`rule`: of microburst. `cause`: what CloudFormation is told, a pattern; empty if the fault is overcome."""

    rule: dict[str, Any]
    cause: str = ""


def _error(code: str, status: int, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "status": status, "message": "as injected"}, **more}


ONCE: dict[str, Any] = {"times": 1}
FAULTS = {
    "throttled twice": Fault(_error("TooManyRequestsException", 400, times=2)),
    "throttled for good": Fault(
        _error("TooManyRequestsException", 400),
        r"\w+: as injected \(TooManyRequestsException\); to mend it, deploy again when .+",
    ),
    "an internal error": Fault(_error("InternalErrorException", 500, times=1)),
    "unavailable for good": Fault(
        _error("ServiceUnavailableException", 503),
        r"\w+: as injected \(ServiceUnavailableException\); to mend it, deploy again when .+",
    ),
    "permission on its way": Fault(_error("AccessDeniedException", 400, times=2)),
    "an expired token": Fault(
        _error("ExpiredTokenException", 400),
        r"\w+: as injected \(ExpiredTokenException\); to mend it, deploy again: the function gets new credentials",
    ),
    "slow": Fault({"latency": 1000, **ONCE}),
    "no reply": Fault({"timeout_ms": 8000, **ONCE}),
    "reset": Fault({"reset": True, **ONCE}),
    "request cut": Fault({"request": {"cut_upload": {"after_bytes": 64}}, **ONCE}),
    "reply lost": Fault({"response": {"abort_bytes": 0}, **ONCE}),
    "reply truncated": Fault({"response": {"truncate_frac": 0.5}, **ONCE}),
    "reply garbled": Fault({"response": {"corrupt_bytes": 200}, **ONCE}),
}


@contextmanager
def proxy(upstream: str, rules: list[dict[str, Any]]) -> Iterator[tuple[Microburst, str]]:
    """In front of `upstream`, by rules: which fired is kept, and the URL."""
    microburst = Microburst(upstream, rules=rules, resign=True)
    runner = web.AppRunner(make_app(microburst), access_log=None)
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(_listen(runner), loop).result()
        yield microburst, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(runner: web.AppRunner) -> None:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
