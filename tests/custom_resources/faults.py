"""What can go wrong in the middle of an event, as a `FakeCognito` takes it: told of each call, before and after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from custom_resources.errors import Refused, Unsettled
from fake_cognito import READING, FakeCognito, SentTwice
from stage import SECONDS, Crash, Stage

CODES = {
    "throttled": "TooManyRequestsException",
    "outage": "TooManyRequestsException",
    "concurrent change": "ConcurrentModificationException",
    "not there yet": "ResourceNotFoundException",
}
HICCUPS = ("throttled", "concurrent change", "not there yet", "lost reply", "sent twice")
"""What no event may fail of. Not there yet: one of the two looks at what was just written."""
CRASHES = ("dies before", "dies after")
"""After which the same event is delivered again, or CloudFormation rolls back."""


class Striking:
    """Strikes at one call, counted from 0 (an outage: from then on)."""

    def __init__(self, kind: str, at: int, stage: Stage, *, asks_again: bool) -> None:
        self._kind, self._left, self._stage, self._asks_again = kind, at, stage, asks_again
        self._looks, self.struck = 0, False

    def __call__(self, operation: str, moment: str) -> None:
        if moment == "before":
            self._left -= 1
            self._looks -= 1
        elif operation.startswith(("Set", "Update")):
            self._looks = 2
        if self._left >= 0 or (self.struck and self._kind != "outage"):
            return
        if self._left == -1 or self._kind in {"outage", "not there yet"}:  # else at this very call, or never
            self._strike(operation, moment)

    def _strike(self, operation: str, moment: str) -> None:
        match self._kind, moment:
            case ("dies before", "before") | ("dies after", "after"):
                raise Crash
            case ("hangs before", "before") | ("hangs after", "after"):
                self._stage.sleep(SECONDS)
            case "refused", "before":
                raise Refused(f"{operation}: no")
            case ("throttled" | "outage" | "concurrent change") as kind, "before":
                self.struck = True
                raise failure(operation, CODES[kind])
            case "not there yet", "before" if operation.startswith(READING) and self._looks >= 0:
                self.struck = True
                raise failure(operation, CODES["not there yet"])
            case "lost reply", "after":
                self.struck = True
                raise Unsettled(f"{operation}: lost reply")
            case "sent twice", "after" if self._asks_again:
                self.struck = True
                raise SentTwice


class Meddling:
    """`act` in the middle of an event: right before or after one of its writes, counted from 0."""

    def __init__(self, act: Callable[[FakeCognito], object], moment: str, at: int, fake: FakeCognito) -> None:
        self._act, self._when, self._left, self._fake = act, moment, at, fake
        self.at = ""
        """The operation, if it has come to that."""

    def __call__(self, operation: str, moment: str) -> None:
        if self.at or moment != self._when or operation.startswith(READING):
            return
        self._left -= 1
        if self._left < 0:
            self.at = operation
            self._act(self._fake)


def failure(operation: str, code: str) -> Exception:
    """As it comes from botocore; for what travels without it, as our own."""
    if operation in {"GetObject", "Upload"}:
        return Unsettled(f"{operation}: no ({code})")
    response: Any = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    return ClientError(response, operation)
