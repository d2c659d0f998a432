"""The engine by itself: what it does when the object is not alone, or not as it was written."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.block import FRESH, SETTLED, Block, Object, reconcile
from custom_resources.deadline import Deadline
from custom_resources.errors import Refused, Unsettled
from custom_resources.log import Log
from custom_resources.request import Request
from custom_resources.shapes import differences, missing, sendable, typed
from custom_resources.user_pool.objects import USER_POOL
from fake_cloudformation import event
from fake_cognito import POOL, FakeCognito, service_model

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


@pytest.fixture
def fake() -> FakeCognito:
    return FakeCognito()


def test_every_setting_that_the_model_knows_is_carried_along(fake: FakeCognito) -> None:
    """Also the tags of CloudFormation, which cannot be sent back, and old names, which must not be."""
    before = fake.state()["pools"][POOL]["settings"]
    known = service_model("cognito-idp").operation_model("UpdateUserPool").input_shape.members
    assert {*before, "UserPoolId", "DcrConfiguration", "AcrConfiguration"} == {*known}
    reconcile([block(fake, ON)], Clock().request())
    after = fake.state()["pools"][POOL]["settings"]
    assert after.pop("DcrConfiguration")["EnableStatus"] == "Enabled"
    assert after == before


def test_a_pool_with_little_set_is_no_other_case(fake: FakeCognito) -> None:
    fake.pools[POOL].settings = {"PoolName": "pool", "UserPoolTier": "ESSENTIALS", "UserPoolTags": {}}
    reconcile([block(fake, ON)], Clock().request())
    assert fake.state()["pools"][POOL]["settings"].keys() == {
        "PoolName",
        "UserPoolTier",
        "UserPoolTags",
        "DcrConfiguration",
    }


def test_a_member_that_was_dropped_from_the_properties_falls_back_to_its_default(fake: FakeCognito) -> None:
    more = {"DcrConfiguration": {"EnableStatus": "Enabled", "AllowedScopes": ["notes/read"]}}
    reconcile([block(fake, more)], Clock().request())
    reconcile([block(fake, ON, before=more)], Clock().request())
    assert fake.pools[POOL].settings["DcrConfiguration"]["AllowedScopes"] == []


def test_a_write_that_changes_something_else_is_undone_and_says_what(fake: FakeCognito) -> None:
    before = fake.state()

    def spoil(settings: dict[str, Any]) -> None:
        if settings.get("DcrConfiguration", OFF["DcrConfiguration"])["EnableStatus"] == "Enabled":
            settings["Policies"]["PasswordPolicy"]["MinimumLength"] = 6
            settings.pop("AutoVerifiedAttributes", None)

    fake.spoil = spoil
    with pytest.raises(Refused) as refused:
        reconcile([block(fake, ON, absent=OFF)], Clock().request())
    assert str(refused.value) == (
        "UpdateUserPool of DcrConfiguration also changed AutoVerifiedAttributes, "
        "Policies.PasswordPolicy.MinimumLength, each time it was tried. "
        "All was put back: leave this setting out, and report it"
    )
    after = fake.state()
    assert after["pools"][POOL]["settings"].pop("DcrConfiguration")["EnableStatus"] == "Disabled"
    assert after == before


def test_a_service_that_ignores_the_block_is_found_out(fake: FakeCognito) -> None:
    """As an emulator that does not know it: SUCCESS would be a lie."""
    before = fake.state()
    fake.spoil = lambda settings: settings.pop("DcrConfiguration", None)
    with pytest.raises(Refused, match=r"DcrConfiguration\.EnableStatus did not become as written\. It was put back"):
        reconcile([block(fake, ON, absent=OFF)], Clock().request())
    assert fake.state() == before


def test_when_a_later_block_fails_the_earlier_ones_are_undone(fake: FakeCognito) -> None:
    before = fake.state()
    twice = {"AcrConfiguration": {level: {"AcrValue": "same"} for level in ("Level1", "Level2")}}
    with pytest.raises(Refused, match="ACR values must be unique"):
        reconcile([block(fake, ON, absent=OFF), block(fake, twice)], Clock().request())
    after = fake.state()
    assert after["pools"][POOL]["settings"].pop("DcrConfiguration")["EnableStatus"] == "Disabled"
    assert after == before


def test_what_cannot_be_undone_is_told(fake: FakeCognito) -> None:
    twice = {"AcrConfiguration": {level: {"AcrValue": "same"} for level in ("Level1", "Level2")}}

    def fault(operation: str, moment: str) -> None:
        if (operation, moment, fake.writes.count("UpdateUserPool")) == ("UpdateUserPool", "before", 3):
            raise Refused("UpdateUserPool: no")

    fake.fault = fault
    with pytest.raises(Refused, match=r"unique.*What was changed before could not be put back: UpdateUserPool: no"):
        reconcile([block(fake, ON, absent=OFF), block(fake, twice)], Clock().request())


def test_a_write_that_cannot_be_undone_is_told(fake: FakeCognito) -> None:
    def fault(operation: str, moment: str) -> None:
        if moment == "before" and len(fake.writes) and operation == "DescribeUserPool":
            raise Refused("DescribeUserPool: no")

    fake.fault = fault
    with pytest.raises(Refused) as refused:
        reconcile([block(fake, ON, absent=OFF)], Clock().request())
    assert str(refused.value) == "DescribeUserPool: no. It could not be put back: DescribeUserPool: no"


def test_no_write_is_based_on_an_old_read(fake: FakeCognito) -> None:
    clock, slow = Clock(), [5.0, 5.0]

    def latency() -> None:
        clock.sleep(slow.pop() if slow and len(fake.calls) > 1 else 0.1)

    fake.latency = latency
    reconcile([block(fake, ON)], clock.request())
    assert fake.calls[:4] == ["DescribeUserPool"] * 4
    assert fake.writes == ["UpdateUserPool"]


def test_somebody_elses_change_in_the_moment_of_ours_stays(fake: FakeCognito) -> None:
    struck = []

    def spoil(settings: dict[str, Any]) -> None:
        if not struck:
            struck.append(settings)
            settings["PoolName"] = "theirs"

    fake.spoil = spoil
    reconcile([block(fake, ON)], Clock().request())
    assert fake.pools[POOL].settings["DcrConfiguration"]["EnableStatus"] == "Enabled"
    assert fake.pools[POOL].settings["PoolName"] == "theirs"


class Race:
    """Writers of one pool, each in a thread of its own. `slow` says of each call, in turn, whether it takes long; the
    next to go on is always the one whose call is done first."""

    def __init__(self, slow: tuple[bool, ...]) -> None:
        self.pools, self.slow = FakeCognito().pools, list(slow)
        self.now, self.turn = 0.0, threading.Condition()
        self.awake: dict[int, float] = {}
        self.failures: list[BaseException] = []
        self.windows: list[tuple[float, float]] = []
        """From a read to the write that builds on it."""

    def run(self, *acts: Callable[[int], None]) -> dict[str, Any]:
        """What the pool is in the end."""
        self.awake = dict.fromkeys(range(len(acts)), 0.0)
        threads = [threading.Thread(target=self._run, args=each) for each in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert self.failures == []
        return self.pools[POOL].settings

    def resource(self, wanted: dict[str, Any]) -> Callable[[int], None]:
        def act(who: int) -> None:
            fake = FakeCognito(pools=self.pools, latency=lambda: self._wait(who, 0.9 if self._next() else 0.1))
            read = [0.0]

            def watch(operation: str, moment: str) -> None:
                if (operation, moment) == ("UpdateUserPool", "after"):
                    self.windows.append((read[0], self.now))
                elif moment == "after":
                    read[0] = self.now

            fake.fault = watch
            deadline = Deadline(290, clock=lambda: self.now, sleep=lambda seconds: self._wait(who, seconds))
            reconcile([block(fake, wanted)], Request.of(event("Create", {}), deadline, Log()))

        return act

    def cloudformation(self, at: float, **changed: str) -> Callable[[int], None]:
        """Sends its template at that moment, which knows no block of ours."""
        pool = Object(FakeCognito(pools=self.pools).api(), USER_POOL, UserPoolId=POOL)
        template = pool.read() | changed

        def act(who: int) -> None:
            self._wait(who, at)
            pool.write(template)

        return act

    def _run(self, who: int, act: Callable[[int], None]) -> None:
        self._wait(who, 0)
        try:
            act(who)
        except Refused as failure:
            self.failures.append(failure)
        finally:
            with self.turn:
                del self.awake[who]
                self.turn.notify_all()

    def _next(self) -> bool:
        return bool(self.slow) and self.slow.pop()

    def _wait(self, who: int, seconds: float) -> None:
        with self.turn:
            self.awake[who] = self.now + seconds
            self.turn.notify_all()
            self.turn.wait_for(lambda: who == min(self.awake, key=lambda each: (self.awake[each], each)))
            self.now = max(self.now, self.awake[who])


def test_two_writers_of_one_pool_do_not_lose_each_others_change() -> None:
    """However long each of the first eight calls takes."""
    for slow in itertools.product((False, True), repeat=8):
        race = Race(slow)
        settings = race.run(race.resource(ON), race.resource(LEVELS))
        assert settings["DcrConfiguration"]["EnableStatus"] == "Enabled", slow
        assert settings["AcrConfiguration"] == LEVELS["AcrConfiguration"], slow


def test_neither_is_lost_to_cloudformations_own_update_in_between() -> None:
    """Whose change can be lost only between a read and the write that builds on it: less than a second."""
    for *slow, eighths in itertools.product(*4 * [(False, True)], range(26)):
        race, at = Race(tuple(slow)), eighths / 8 + 0.05
        pool_name = race.cloudformation(at, PoolName="by CloudFormation")
        settings = race.run(race.resource(ON), race.resource(LEVELS), pool_name)
        assert settings["DcrConfiguration"]["EnableStatus"] == "Enabled", (slow, at)
        assert settings["AcrConfiguration"] == LEVELS["AcrConfiguration"], (slow, at)
        in_between = any(read <= at < written for read, written in race.windows)
        assert in_between or settings["PoolName"] == "by CloudFormation", (slow, at)
        assert all(written - read < FRESH for read, written in race.windows)


def test_the_second_look_comes_after_every_write_that_could_take_the_change_back() -> None:
    assert SETTLED > 2 * FRESH


def _shape(operation: str) -> Any:
    return service_model("cognito-idp").operation_model(operation).input_shape


def test_numbers_and_truth_values_arrive_as_text_and_leave_as_the_api_takes_them() -> None:
    properties = {"UserPoolId": POOL, "TokenSession": {"MaxPerUser": "3"}, "Unknown": "1"}
    assert typed(properties, _shape("SetUserPoolSessionConfiguration"))["TokenSession"] == {"MaxPerUser": 3}
    dcr = _shape("UpdateUserPool").members["DcrConfiguration"]
    assert typed({"OpenDcrEnabled": "true"}, dcr) == {"OpenDcrEnabled": True}
    assert typed({"OpenDcrEnabled": "maybe", "AllowedScopes": "x"}, dcr) == {
        "OpenDcrEnabled": "maybe",
        "AllowedScopes": "x",
    }
    assert typed({"MaxPerUser": "many"}, _shape("SetUserPoolSessionConfiguration").members["TokenSession"]) == {
        "MaxPerUser": "many"
    }


def test_only_what_the_operation_takes_can_be_sent() -> None:
    read = {"Policies": {"PasswordPolicy": {"MinimumLength": 8, "Shiny": 1}}, "Arn": "arn", "UserPoolTags": {"a": "b"}}
    assert sendable(read, _shape("UpdateUserPool")) == {
        "Policies": {"PasswordPolicy": {"MinimumLength": 8}},
        "UserPoolTags": {"a": "b"},
    }


def test_an_empty_list_is_none_and_the_order_of_a_list_means_nothing() -> None:
    one: dict[str, Any] = {"a": [], "b": [1, 2], "c": {}, "d": False}
    other: dict[str, Any] = {"b": [2, 1], "d": False}
    assert differences(one, other) == []
    assert missing(one, other) == []
    assert differences({"d": {"e": 1}}, {"d": {"e": 2}, "f": 0}) == ["d.e", "f"]


def test_a_read_that_keeps_failing_is_told_with_its_cause(fake: FakeCognito) -> None:
    def fault(_operation: str, _moment: str) -> None:
        raise Unsettled("DescribeUserPool: Rate exceeded (TooManyRequestsException)")

    fake.fault = fault
    with pytest.raises(Unsettled, match="Rate exceeded"):
        reconcile([block(fake, ON)], Clock().request())
