"""A user pool and a clock, for tests of the engine by itself."""

from __future__ import annotations

from typing import Any

from custom_resources.block import Block
from custom_resources.deadline import Deadline
from custom_resources.log import Log
from custom_resources.request import Request
from custom_resources.target import Object
from custom_resources.user_pool.objects import USER_POOL
from fake_cloudformation import event
from fake_cognito import POOL, FakeCognito

ON = {"DcrConfiguration": {"EnableStatus": "Enabled"}}
OFF = {"DcrConfiguration": {"EnableStatus": "Disabled"}}
LEVELS = {"AcrConfiguration": {"Level1": {"AcrValue": "bronze"}}}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def request(self) -> Request:
        deadline = Deadline(self.now + 290, clock=lambda: self.now, sleep=self.sleep)
        return Request.of(event("Create", {}), deadline, Log())


def block(fake: FakeCognito, wanted: dict[str, Any], **more: Any) -> Block:
    return Block(object=Object(fake.api(), USER_POOL, UserPoolId=POOL), wanted=wanted, **more)
