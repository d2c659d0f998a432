"""A resource on a stage: events go through the lifecycle to it, and it works on a fake, by a clock that only sleeping
and calls move. What takes longer than the function may is stopped, as by the alarm of the real one: once."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from custom_resources import lifecycle
from custom_resources.deadline import Deadline, OutOfTime
from custom_resources.errors import Refused
from custom_resources.log import Log
from custom_resources.request import Resource
from fake_cloudformation import event
from fake_cognito import FakeCognito

SECONDS = 290


class Crash(BaseException):
    """The sandbox dies: nothing after this, and no answer."""


class Stage:
    """`latency`: seconds that each call takes."""

    def __init__(self, make: Callable[[FakeCognito], Resource], latency: float = 0.1) -> None:
        self.make, self.fake, self.now, self.alarm = make, FakeCognito(), 0.0, math.inf
        self.fake.latency = lambda: self.sleep(latency)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.now >= self.alarm:
            self.now, self.alarm = self.alarm, math.inf
            raise OutOfTime

    def send(self, happened: dict[str, Any]) -> dict[str, Any] | None:
        """The answer, or none if the function died. Its calls and writes are those of `self.fake` thereafter."""
        self.fake.calls.clear()
        end = self.alarm = self.now + SECONDS
        deadline = Deadline(end, clock=lambda: self.now, sleep=self.sleep)
        answer = json.loads(lifecycle.answer(lambda: self.make(self.fake), happened, deadline, Log()))
        self.alarm = math.inf
        assert self.now <= end
        return None if answer.get("Reason", "").startswith("Crash") else answer

    def create(self, wanted: dict[str, Any]) -> dict[str, Any]:
        return self._sure("Create", wanted)

    def update(self, wanted: dict[str, Any], old: dict[str, Any], id_: str) -> dict[str, Any]:
        return self._sure("Update", wanted, old=old, physical_id=id_)

    def delete(self, wanted: dict[str, Any], id_: str) -> dict[str, Any]:
        return self._sure("Delete", wanted, physical_id=id_)

    def _sure(self, kind: str, wanted: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = self.send(event(kind, wanted, **more))
        assert answer
        return answer


def refusing(operation: str) -> Callable[[str, str], None]:
    """A fault: each call of this operation is refused."""

    def fault(called: str, moment: str) -> None:
        if (called, moment) == (operation, "before"):
            raise Refused(f"{operation}: not today (InvalidParameterException)")

    return fault
