"""The engine by itself: what moves beside the block, and whose doing that is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from custom_resources.block import Block, is_settled, reconcile
from custom_resources.errors import Refused, ResourceError, Unsettled
from custom_resources.target import ANY, Object, moved
from custom_resources.token_exchange.resource import TOKEN_EXCHANGE
from custom_resources.user_pool.objects import USER_POOL
from fake_cognito import POOL, FakeCognito, service_model
from local_server import serving
from pool_block import OFF, ON, Clock, block
from test_unreadable_answers import answering, api

BEFORE_THE_NEXT_WRITE = ["UpdateUserPool", "DescribeUserPool", "DescribeUserPool"]


@pytest.fixture
def fake() -> FakeCognito:
    return FakeCognito()


def test_what_a_write_adds_is_noticed_and_undone(fake: FakeCognito) -> None:
    settings = fake.pools[POOL].settings
    for added in ("DeviceConfiguration", "AutoVerifiedAttributes", "LambdaConfig"):
        there = settings.pop(added)
        before = fake.state()

        def spoil(settings: dict[str, Any], added: str = added, there: Any = there) -> None:
            if settings.get("DcrConfiguration", OFF["DcrConfiguration"])["EnableStatus"] == "Enabled":
                settings[added] = there

        fake.spoil = spoil
        with pytest.raises(Refused, match=rf"UpdateUserPool of DcrConfiguration also changed {added}"):
            reconcile([block(fake, ON, absent=OFF)], Clock().request())
        after = fake.state()
        assert after["pools"][POOL]["settings"].pop("DcrConfiguration")["EnableStatus"] == "Disabled"
        assert after == before
        fake.spoil = lambda _: None
        settings = fake.pools[POOL].settings
        settings.pop("DcrConfiguration")


def test_a_trigger_that_a_write_adds_is_named(fake: FakeCognito) -> None:
    trigger = fake.pools[POOL].settings["LambdaConfig"].pop("PreSignUp")
    fake.spoil = lambda settings: settings["LambdaConfig"].update(PreSignUp=trigger)
    with pytest.raises(Refused, match=r"also changed LambdaConfig\.PreSignUp, each time"):
        reconcile([block(fake, ON, absent=OFF)], Clock().request())


def test_a_default_that_the_service_fills_in_is_no_change(fake: FakeCognito) -> None:
    """Only if it is the default, and was not said before."""
    fake.pools[POOL].settings.pop("DeletionProtection")
    fake.spoil = lambda settings: settings.setdefault("DeletionProtection", "INACTIVE")
    reconcile([block(fake, ON)], Clock().request())
    sent, filled = {"A": {"B": 1}}, {"A": {"B": 1, "C": 7}, "D": {"E": 1}}
    assert moved(filled, sent, {"A.C": 7, "D": ANY}) == []
    assert moved(filled, sent, {"A.C": 8}) == ["A.C", "D.E"]
    assert moved(filled, {"A": {"B": 1, "C": 6}, "D": {"E": 2}}, {"A.C": 7, "D": ANY}) == ["A.C", "D.E"]


def test_the_list_of_what_is_filled_in_names_members_that_there_are() -> None:
    for kind in (USER_POOL, TOKEN_EXCHANGE.kind):
        for name in kind.fills:
            shape = service_model("cognito-idp").operation_model(kind.write).input_shape
            for part in name.split("."):
                shape = shape.members[part]


def test_what_moves_although_the_block_is_not_taken_is_told(fake: FakeCognito) -> None:
    def spoil(settings: dict[str, Any]) -> None:
        settings.pop("DcrConfiguration", None)
        settings["PoolName"] = "spoilt"

    fake.spoil = spoil
    with pytest.raises(Refused, match="Meanwhile PoolName changed, by this write or by somebody else"):
        reconcile([block(fake, ON, absent=OFF)], Clock().request())


@pytest.mark.parametrize("trouble", [Refused("UpdateUserPool: no"), Unsettled("UpdateUserPool: throttled")])
@pytest.mark.parametrize("write", [2, 3])
def test_a_failure_leaves_somebody_elses_change(fake: FakeCognito, trouble: ResourceError, write: int) -> None:
    """Of the second write, which has it as it was, or of the third, which gives it back."""
    clock = Clock()

    def fault(operation: str, moment: str) -> None:
        if operation != "UpdateUserPool":
            return
        if moment == "after" and len(fake.writes) == 1:
            fake.pools[POOL].settings["PoolName"] = "theirs"
        refused = isinstance(trouble, Refused)
        if (
            moment == "before"
            and len(fake.writes) >= write
            and (len(fake.writes) == write if refused else clock.now < 31)
        ):
            raise trouble

    fake.fault = fault
    with pytest.raises(type(trouble)) as failed:
        reconcile([block(fake, ON, absent=OFF)], clock.request())
    assert ("Meanwhile PoolName changed" in str(failed.value)) == (write == 2)
    assert fake.pools[POOL].settings["PoolName"] == "theirs"
    assert fake.pools[POOL].settings.get("DcrConfiguration", OFF["DcrConfiguration"])["EnableStatus"] == "Disabled"


def test_nothing_is_tried_on_others_if_there_is_no_time_to_put_it_right_again(fake: FakeCognito) -> None:
    clock = Clock()

    def fault(operation: str, moment: str) -> None:
        if (operation, moment) == ("UpdateUserPool", "after") and len(fake.writes) == 1:
            clock.sleep(150)
            fake.pools[POOL].settings["PoolName"] = "theirs"

    fake.fault = fault
    with pytest.raises(Unsettled, match=r"no time left.*Meanwhile PoolName changed"):
        reconcile([block(fake, ON, absent=OFF)], clock.request())
    assert len(fake.writes) == 2
    assert fake.pools[POOL].settings["PoolName"] == "theirs"


def test_what_somebody_has_changed_once_more_stays(fake: FakeCognito) -> None:
    """Before it is tried as it was, or while that is."""
    for write in (2, 3):
        fake.calls.clear()

        def fault(operation: str, moment: str, write: int = write) -> None:
            told = (operation, moment, len(fake.writes))
            if told == ("UpdateUserPool", "after", 1):
                fake.pools[POOL].settings["PoolName"] = "theirs"
            if told == ("DescribeUserPool", "before", write - 1) and fake.calls[-3:] == BEFORE_THE_NEXT_WRITE:
                fake.pools[POOL].settings["PoolName"] = f"newer {write}"

        fake.fault = fault
        reconcile([block(fake, ON)], Clock().request())
        assert fake.pools[POOL].settings["PoolName"] == f"newer {write}"
        fake.fault = lambda *_: None
        reconcile([block(fake, OFF)], Clock().request())


def _pool_of_tomorrow(**members: Any) -> bytes:
    return json.dumps({"UserPool": {"Name": "pool", **members}, "UserPoolOfTomorrow": {"Y": 1}, "Y": 1}).encode()


@pytest.mark.parametrize("kind", ["Create", "Delete"])
def test_a_setting_that_the_model_does_not_know_is_never_reset(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that does not understand it would not send it back."""
    pool = _pool_of_tomorrow(Shiny={"A": "b"}, Policies={"PasswordPolicy": {"Rule": True}, "X": ""})
    with serving(answering(pool)) as url:
        target = Object(api(url, monkeypatch), USER_POOL, UserPoolId=POOL)
        with pytest.raises(Refused) as refused:
            reconcile([Block(object=target, wanted=ON)], replace(Clock().request(), kind=kind))
        assert is_settled(Block(object=target, wanted={"PoolName": "pool"}), Clock().request())
    names = ["UserPool.Policies.PasswordPolicy.Rule", *(["UserPool.Shiny"] if kind == "Create" else [])]
    assert refused.value.reason == (
        "UpdateUserPool was not sent: the service has settings that this version does not know, and would lose: "
        f"{', '.join(names)}; to mend it, "
        "update Gatehouse to a version whose botocore knows them, and deploy again"
    )


def test_a_new_member_that_may_be_a_statistic_does_not_stop_a_delete(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(answering(_pool_of_tomorrow(LastSignInDate=1))) as url:
        target = Object(api(url, monkeypatch), USER_POOL, UserPoolId=POOL)
        request = Clock().request()
        with pytest.raises(Refused, match=r"would lose: UserPool\.LastSignInDate$"):
            reconcile([Block(object=target, wanted={"PoolName": "new"})], request)
        assert capsys.readouterr().out.count("\n") == 1
        target.read(request)
        target.write({"PoolName": "new"}, replace(request, kind="Delete"))
    assert json.loads(capsys.readouterr().out) == {
        "message": "may reset what this version does not know",
        "Members": ["UserPool.LastSignInDate"],
    }


def test_what_is_new_in_a_member_that_cannot_be_written_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(answering(_pool_of_tomorrow(SchemaAttributes=[{"Name": "sub", "Shiny": True}]))) as url:
        target = Object(api(url, monkeypatch), USER_POOL, UserPoolId=POOL)
        request = Clock().request()
        target.read(request)
        target.write({"PoolName": "new"}, request)
    assert capsys.readouterr().out == ""


def test_a_defect_is_undone_like_any_failure(fake: FakeCognito) -> None:
    def fault(operation: str, _moment: str) -> None:
        if operation == "DescribeUserPool" and fake.writes:
            raise ZeroDivisionError("defect")

    fake.fault = fault
    with pytest.raises(ZeroDivisionError):
        reconcile([block(fake, ON, absent=OFF)], Clock().request())
