"""Ctrl-C, SIGTERM and SIGHUP end a run between two steps, never within one: so what was made is known, and removed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):  # noqa: N818 - not an error
    """The run goes no further."""


class Interruption:
    """Hand `checkpoint` to whatever reports progress: it passes the news on, or ends the run."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.signal: int | None = None

    def checkpoint(self, news: str) -> None:
        if self.signal is not None:
            raise Stopped
        self.say(news)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """While this is open, a signal is noted instead of obeyed."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._note) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number
        self.say("stopping: cleaning up")
