"""How long there is, and the only back-off loop."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 4.0


class OutOfTime(BaseException):
    """The deadline has come. Not an `Exception`: no library may take it for a failed call and try again."""

    during = ""
    """The operation that was in flight."""
    last: Exception | None = None
    """Why that was tried again."""

    def __str__(self) -> str:
        during = f" during {self.during}" if self.during else ""
        return f"the function ran out of time{during}{f'; before that: {self.last}' if self.last else ''}"


class Deadline:
    """The moment by which something must be done, in seconds of `clock`."""

    def __init__(
        self, at: float, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._at, self._clock, self._sleep = at, clock, sleep

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def remaining(self) -> float:
        return max(self._at - self._clock(), 0.0)

    def earlier(self, seconds: float) -> "Deadline":
        return Deadline(self._at - seconds, clock=self._clock, sleep=self._sleep)

    def within(self, seconds: float) -> "Deadline":
        """`seconds` from now, or this deadline if that is sooner."""
        return Deadline(min(self._at, self._clock() + seconds), clock=self._clock, sleep=self._sleep)

    def pause(self, seconds: float) -> None:
        """Sleep, but not beyond the deadline."""
        self._sleep(min(seconds, self.remaining()))

    def retry(self, attempt: Callable[[], T], *errors: type[Exception]) -> T:
        """What `attempt` returns, asked again on `errors` for as long as there is time."""
        pause, last = _FIRST_PAUSE, None
        try:
            while True:
                try:
                    return attempt()
                except errors as error:
                    if self.remaining() <= pause:
                        raise
                    last = error
                self._sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        except OutOfTime as late:
            late.last = late.last or last
            raise

    @contextmanager
    def enforced(self) -> Iterator[None]:
        """Stop the body with `OutOfTime`, even in the middle of a call.

        A signal rather than a second thread: the work ends here, it does not go on behind CloudFormation's back.
        """

        def expire(*_: object) -> None:
            raise OutOfTime

        previous = signal.signal(signal.SIGALRM, expire)
        signal.setitimer(signal.ITIMER_REAL, max(self.remaining(), 0.001))  # 0 would mean: never
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)
