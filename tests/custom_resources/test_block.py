"""The engine by itself: what it does when the object is not alone, or not as it was written."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.block import FRESH, SETTLED, reconcile
from custom_resources.errors import Refused, Unsettled
from custom_resources.shapes import differences, missing, secrets, sendable, typed, unknown
from fake_cognito import POOL, FakeCognito, service_model
from pool_block import OFF, ON, Clock, block


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
    assert refused.value.reason == (
        "UpdateUserPool of DcrConfiguration also changed AutoVerifiedAttributes, "
        "Policies.PasswordPolicy.MinimumLength, each time it was tried. "
        "All was put back; to mend it, wait until nobody else changes it, and deploy again; if nobody does, leave this "
        "setting out and report it"
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


def test_what_the_model_does_not_know_is_found_wherever_it_stands() -> None:
    said = {"UserPool": {"SchemaAttributes": [{"Name": "a"}, {"Shiny": 1}], "UserPoolTags": {"a": "b"}, "Empty": []}}
    described = service_model("cognito-idp").operation_model("DescribeUserPool").output_shape
    assert unknown(said, described) == ["UserPool.SchemaAttributes.Shiny"]
    acr = _shape("UpdateUserPool").members["AcrConfiguration"]
    assert unknown({"Level1": {"AcrValue": "a", "Shiny": {"A": 1}}}, acr) == ["Level1.Shiny"]


def test_what_nobody_is_to_see_is_found_wherever_it_stands() -> None:
    details = {"client_id": "a", "client_secret": "hidden 1", "private_key": "hidden 2", "key_id": "b"}
    assert [*secrets({"ProviderDetails": details, "Shiny": "c"}, _shape("UpdateIdentityProvider"))] == [
        "hidden 1",
        "hidden 2",
    ]
    asked = {"ClientId": "hidden 3", "UserAttributes": [{"Name": "a", "Value": "hidden 4"}], "Session": None}
    answers = {"ChallengeResponses": {"ANSWER": "hidden 5"}, "ClientMetadata": {"secret": "d"}, "ClientId": "hidden 6"}
    found = [*secrets(asked, _shape("SignUp")), *secrets(answers, _shape("RespondToAuthChallenge"))]
    assert sorted(found) == ["hidden 3", "hidden 4", "hidden 5", "hidden 6"]


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
