"""What only one of the resources that own settings does."""

from __future__ import annotations

import json
from typing import Any

import pytest

import fake_cognito
from config.rules import pool_settings
from custom_resources.errors import NotFound, Refused, Unsettled
from custom_resources.user_pool import objects
from fake_cloudformation import OWNER, STACK_ID, event
from fake_cognito import NO_SESSIONS, POOL, FakeCognito
from fake_imports import ServiceError
from settings_resources import (
    ACR,
    CLIENT_REGISTRATION,
    LIMIT,
    LOGO,
    SESSION,
    SMS,
    SUBJECTS,
    TERMS_LINKS,
    TOKEN_EXCHANGE,
)
from stage import Stage, refusing
from subject import Subject, Wish


def test_clients_are_put_back_before_tracking_goes_off_so_that_nothing_sleeps_in_them() -> None:
    stage, wish = Stage(SESSION.make), SESSION.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]
    off = wish | {"UserSessionTracking": "DISABLED", "Clients": []}
    assert stage.update(off, wish, id_)["Status"] == "SUCCESS"
    assert stage.fake.writes == ["SetUserPoolClientSessionConfiguration", "SetUserPoolSessionConfiguration"]
    assert SESSION.as_wished(stage.fake, off)


def test_what_sleeps_in_clients_since_somebody_switched_tracking_off_is_put_back_too() -> None:
    stage, wish = Stage(SESSION.make), SESSION.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]
    SESSION.drifts[0](stage.fake)
    stage.delete(wish, id_)
    assert SESSION.is_gone(stage.fake, wish)
    assert stage.fake.pools[POOL].sessions == NO_SESSIONS


def test_so_is_it_when_an_update_switches_tracking_off_for_good() -> None:
    stage, wish = Stage(SESSION.make), SESSION.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]
    SESSION.drifts[0](stage.fake)
    off = SESSION.wishes[3]
    assert stage.update(off, wish, id_)["Status"] == "SUCCESS"
    assert SESSION.as_wished(stage.fake, off)


def test_clients_without_tracking_are_refused() -> None:
    answer = Stage(SESSION.make).create(SESSION.wishes[0] | {"UserSessionTracking": "DISABLED"})
    assert answer["Reason"] == (
        "Clients can have sessions only while UserSessionTracking is ENABLED; to mend it, leave Clients out"
    )


def test_a_client_or_provider_that_is_gone_does_not_stop_an_update_that_drops_it() -> None:
    for subject, kind, with_it, without in (
        (SESSION, "clients", SESSION.wishes[0], SESSION.wishes[2]),
        (ACR, "providers", ACR.wishes[1], ACR.wishes[0]),
    ):
        stage = Stage(subject.make)
        id_ = stage.create(with_it)["PhysicalResourceId"]
        for name in ("web1", "Okta"):
            getattr(stage.fake.pools[POOL], kind).pop(name, None)
        assert stage.update(without, with_it, id_)["Status"] == "SUCCESS"


def test_a_client_that_is_not_there_fails_the_create_and_leaves_nothing() -> None:
    stage = Stage(SESSION.make)
    del stage.fake.pools[POOL].clients["web1"]
    before = stage.fake.state()
    answer = stage.create(SESSION.wishes[0])
    assert answer["Reason"] == (
        "GetUserPoolClientSessionConfiguration: Client web1 does not exist (ResourceNotFoundException); "
        "to mend it, see whether it was deleted or has another name or Region, then deploy again"
    )
    assert stage.fake.state() == before


@pytest.mark.parametrize("wish", ACR.wishes[3:6])
def test_default_names_are_none(wish: Wish) -> None:
    """The service always returns them, for each level that has no other: whatever comes first, or comes twice."""
    stage = Stage(ACR.make)
    before = stage.fake.state()
    one = stage.create(wish)
    id_ = one["PhysicalResourceId"]
    assert one["Status"] == "SUCCESS"
    assert stage.create(wish) == one
    assert stage.fake.writes == []
    first = ACR.wishes[0]
    for wanted, former in ((wish, wish | {"UserPoolRevision": "1"}), (first, wish), (wish, first)):
        for _ in range(2):
            assert stage.update(wanted, former, id_)["Status"] == "SUCCESS"
            assert ACR.as_wished(stage.fake, wanted)
        assert stage.fake.writes == []
    for _ in range(2):
        assert stage.delete(wish, id_)["Status"] == "SUCCESS"
        assert stage.fake.state() == before
    assert stage.fake.writes == []


def test_a_providers_secret_that_an_error_quotes_is_hidden(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is read, and sent back, with all the rest of the provider."""
    stage = Stage(ACR.make)
    details = {"client_id": "client", "client_secret": "hunter'2", "oidc_issuer": "https://example.org"}
    stage.fake.pools[POOL].providers["Okta"]["ProviderDetails"] = details

    def refuse(_fake: FakeCognito, **members: Any) -> None:
        raise ServiceError("InvalidParameterException", f"Value '{members['ProviderDetails']}' at 'providerDetails'")

    monkeypatch.setattr(FakeCognito, "_update_identity_provider", refuse)
    answer = stage.create(ACR.wishes[1])
    told = answer["Reason"] + capsys.readouterr().out
    assert "'client_id': 'client'" in answer["Reason"]
    assert told.count("***") == 2
    assert "hunter" not in told


def test_default_names_are_not_written_as_if_somebody_had_chosen_them() -> None:
    """By who sends the whole pool back."""
    stage, wish = Stage(CLIENT_REGISTRATION.make), CLIENT_REGISTRATION.wishes[0]
    chosen = {"Level2": {"AcrValue": "urn:gold"}}
    for levels in ({}, {"AcrConfiguration": chosen}):
        stage.fake.pools[POOL].settings |= levels
        id_ = stage.create(wish)["PhysicalResourceId"]
        assert stage.fake.writes == ["UpdateUserPool"]
        assert stage.delete(wish, id_)["Status"] == "SUCCESS"
        assert stage.fake.pools[POOL].settings.get("AcrConfiguration") == levels.get("AcrConfiguration")


def test_default_names_are_those_that_the_rules_and_the_model_know() -> None:
    assert {level: {"AcrValue": name} for level, name in objects.ACR_NAMES.items()} == fake_cognito.ACR_NAMES
    assert pool_settings.ACR_NAMES == objects.ACR_NAMES
    documented = fake_cognito.service_model("cognito-idp").operation_model("CreateUserPool").input_shape
    text = documented.members["AcrConfiguration"].documentation
    assert f"<code>{objects.ACR_NAMES['Level1']}</code> through <code>{objects.ACR_NAMES['Level4']}</code>" in text


def test_default_names_other_than_those_documented_are_no_failure_of_a_delete() -> None:
    stage, wish = Stage(ACR.make), ACR.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]
    stage.fake.spoil = lambda settings: settings.setdefault("AcrConfiguration", {"Level1": {"AcrValue": "default"}})
    assert stage.delete(wish, id_)["Status"] == "SUCCESS"


def test_levels_that_stay_although_they_were_taken_away_are_a_failure() -> None:
    stage, wish = Stage(ACR.make), ACR.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]
    levels = wish["AcrConfiguration"]
    stage.fake.spoil = lambda settings: settings.update(AcrConfiguration=levels)
    assert "did not become as written" in stage.delete(wish, id_)["Reason"]


@pytest.mark.parametrize("subject", [ACR, CLIENT_REGISTRATION, SESSION], ids=lambda subject: subject.name)
def test_a_plan_that_lacks_the_feature_is_named_with_the_way_out(subject: Subject) -> None:
    stage = Stage(subject.make)
    stage.fake.pools[POOL].settings["UserPoolTier"] = "LITE"
    before = stage.fake.state()
    reason = stage.create(subject.wishes[0])["Reason"]
    assert "(FeatureUnavailableInTierException); to mend it, set user_pool.feature_plan to" in reason
    assert stage.fake.state() == before


@pytest.mark.parametrize("subject", [LIMIT, SMS], ids=lambda subject: subject.name)
def test_a_second_owner_of_an_account_wide_setting_is_refused_and_changes_nothing(subject: Subject) -> None:
    stage, wish = Stage(subject.make), subject.wishes[0]
    stage.create(wish)
    before = stage.fake.state()
    second = event("Create", wish) | {"StackId": STACK_ID.replace("gatehouse-dev", "gatehouse-preview")}
    refused = stage.send(second)
    assert refused
    key = refused["PhysicalResourceId"]
    assert refused["Reason"] == (
        f"{key} is set by {OWNER}, for this whole account and Region; to mend it, remove it there; if that "
        f"stack is gone, delete the SSM parameter /gatehouse-account/{key}"
    )
    deleted = stage.send(second | {"RequestType": "Delete", "PhysicalResourceId": key})
    assert deleted
    assert deleted["Status"] == "SUCCESS"
    assert stage.fake.state() == before


def test_of_two_first_owners_one_is_refused() -> None:
    """Both saw that nobody owns it; SSM lets one of them have it."""
    stage, wish = Stage(LIMIT.make), LIMIT.wishes[0]

    def fault(operation: str, moment: str) -> None:
        if (operation, moment) == ("PutParameter", "before"):
            stage.fake.fault = lambda *_: None
            stage.fake.parameters["eu-central-1", "/gatehouse-account/provisioned-limit/UserAuthentication"] = (
                json.dumps({"owner": "somebody/else", "before": {}})
            )

    stage.fake.fault = fault
    assert "is set by somebody/else" in stage.create(wish)["Reason"]


def test_a_claim_that_somebody_else_dropped_meanwhile_is_dropped() -> None:
    stage, wish = Stage(LIMIT.make), LIMIT.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]

    def fault(operation: str, moment: str) -> None:
        if (operation, moment) == ("DeleteParameter", "before"):
            stage.fake.parameters.clear()

    stage.fake.fault = fault
    assert stage.delete(wish, id_)["Status"] == "SUCCESS"
    assert LIMIT.is_gone(stage.fake, wish)


@pytest.mark.parametrize("text", ["hello", "{}", "[]", '{"owner": "me", "before": 1}'])
def test_a_claim_that_somebody_has_damaged_is_named_with_the_way_out(text: str) -> None:
    stage, wish = Stage(LIMIT.make), LIMIT.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]
    name = "/gatehouse-account/provisioned-limit/UserAuthentication"
    stage.fake.parameters["eu-central-1", name] = text
    for answer in (stage.update(LIMIT.wishes[1], wish, id_), stage.delete(wish, id_)):
        assert answer["Reason"].startswith(f"the SSM parameter {name} can't be read")
        assert "; to mend it, take its former value from its history" in answer["Reason"]


def test_an_attribute_that_was_not_set_stays_if_sns_knows_no_value_for_none() -> None:
    stage = Stage(SMS.make)
    del stage.fake.sms["eu-west-1"]["MonthlySpendLimit"]
    id_ = stage.create(SMS.wishes[1])["PhysicalResourceId"]
    assert stage.delete(SMS.wishes[1], id_)["Status"] == "SUCCESS"
    assert stage.fake.sms["eu-west-1"]["MonthlySpendLimit"] == "20"


@pytest.mark.parametrize("moment", ["SetSMSAttributes", "GetSMSAttributes"])
@pytest.mark.parametrize("attribute", ["UsageReportS3Bucket", "DeliveryStatusSuccessSamplingRate", "DefaultSMSType"])
def test_an_attribute_that_somebody_else_sets_in_that_moment_is_theirs(attribute: str, moment: str) -> None:
    """Also one that we could not write: a patch moves nothing else, so there is nothing to try."""
    stage, wish = Stage(SMS.make), SMS.wishes[0]
    theirs: dict[str, str] = {}

    def fault(operation: str, when: str) -> None:
        if (operation, when) == (moment, "after"):
            theirs[attribute] = f"{len(theirs) + len(stage.fake.calls)}"
            stage.fake.sms["eu-west-1"] |= theirs

    stage.fake.fault = fault
    id_ = stage.create(wish)["PhysicalResourceId"]
    assert stage.fake.writes == ["PutParameter", "SetSMSAttributes"]
    assert stage.fake.sms["eu-west-1"] == FakeCognito().sms["eu-west-1"] | wish["attributes"] | theirs
    assert stage.delete(wish, id_)["Status"] == "SUCCESS"
    assert stage.fake.sms["eu-west-1"] == FakeCognito().sms["eu-west-1"] | theirs


@pytest.mark.parametrize("wish", SMS.wishes[:2])
def test_an_attribute_that_cannot_go_again_does_not_hide_why_it_was_to(wish: Wish) -> None:
    """There was no spending limit, and SNS knows no value for none."""
    stage = Stage(SMS.make)
    del stage.fake.sms["eu-west-1"]["MonthlySpendLimit"]

    def fault(operation: str, moment: str) -> None:
        if (operation, moment) == ("GetSMSAttributes", "before") and "SetSMSAttributes" in stage.fake.calls:
            stage.fake.fault = lambda *_: None
            raise Refused("GetSMSAttributes: no", fix="ask again")

    stage.fake.fault = fault
    assert stage.create(wish)["Reason"] == "GetSMSAttributes: no; to mend it, ask again"
    left = {"MonthlySpendLimit": wish["attributes"]["MonthlySpendLimit"], "DeliveryStatusSuccessSamplingRate": "10"}
    assert stage.fake.sms["eu-west-1"] == left


def test_a_limit_above_the_maximum_names_the_way_out() -> None:
    answer = Stage(LIMIT.make).create(LIMIT.refused[0])
    assert answer["Reason"].endswith("to mend it, ask Service Quotas for a higher maximum, or want less")


@pytest.mark.parametrize("stays", [False, True])
def test_a_logo_goes_whatever_the_service_makes_of_an_image_that_is_left_out(stays: bool) -> None:
    stage, wish = Stage(LOGO.make), LOGO.wishes[0]
    stage.fake.image_stays = stays
    before = stage.fake.state()
    id_ = stage.create(wish)["PhysicalResourceId"]
    assert stage.delete(wish, id_)["Status"] == "SUCCESS"
    assert stage.fake.state() == before


def test_a_logo_that_will_not_go_is_told() -> None:
    stage, wish = Stage(LOGO.make), LOGO.wishes[0]
    id_ = stage.create(wish)["PhysicalResourceId"]
    stage.fake.spoil = lambda look: look.update(ImageUrl="there")
    assert stage.delete(wish, id_)["Reason"].endswith("the logo is still there; to mend it, remove it in the console")


def test_a_logo_that_the_service_does_not_keep_fails_the_create() -> None:
    """As on an emulator that takes the image and forgets it."""
    stage, wish = Stage(LOGO.make), LOGO.wishes[0]
    stage.fake.spoil = lambda look: look.pop("ImageUrl", None)
    before = stage.fake.state()
    assert "the logo is not there" in stage.create(wish)["Reason"]
    assert stage.fake.state() == before


def test_a_logo_waits_for_its_domain_as_long_as_there_is_time() -> None:
    stage, wish = Stage(LOGO.make), LOGO.wishes[0]
    stage.fake.pools[POOL].domain = "CREATING"

    def latency() -> None:
        stage.sleep(1)
        if stage.now > 200:
            stage.fake.pools[POOL].domain = "ACTIVE"

    stage.fake.latency = latency
    assert stage.create(wish)["Status"] == "SUCCESS"
    assert stage.now > 200


def test_a_domain_that_failed_is_not_waited_for() -> None:
    stage = Stage(LOGO.make)
    stage.fake.pools[POOL].domain = "FAILED"
    assert stage.create(LOGO.wishes[0])["Reason"].startswith("the domain ab1 is FAILED: the logo needs it to be ACTIVE")
    assert stage.now < 2


def test_a_client_without_a_look_of_its_own_is_not_mistaken_for_all() -> None:
    """The service answers for ALL then: its style sheet must not become the client's."""
    stage, wish = Stage(LOGO.make), LOGO.wishes[0] | {"ClientId": "web1"}
    id_ = stage.create(wish)["PhysicalResourceId"]
    assert stage.fake.pools[POOL].looks["web1"] == {"ImageUrl": "https://example.com/one"}
    stage.delete(wish, id_)
    assert "web1" not in stage.fake.pools[POOL].looks


def test_a_logo_that_cannot_be_exchanged_stays() -> None:
    stage, (old, new, _) = Stage(LOGO.make), LOGO.wishes
    id_ = stage.create(old)["PhysicalResourceId"]
    stage.fake.fault = refusing("SetUICustomization")
    assert stage.update(new, old, id_)["Status"] == "FAILED"
    assert LOGO.as_wished(stage.fake, old)


def test_a_logo_that_could_not_be_taken_away_again_does_not_hide_why_it_was_to_be() -> None:
    stage = Stage(LOGO.make)

    def fault(operation: str, moment: str) -> None:
        if (operation, moment) == ("SetUICustomization", "after"):
            raise Unsettled("SetUICustomization: lost reply", fix="ask again")
        if operation == "GetUICustomization" and stage.fake.writes:
            raise Refused("GetUICustomization: no")

    stage.fake.fault = fault
    assert stage.create(LOGO.wishes[0])["Reason"] == (
        "SetUICustomization: lost reply. The logo could not be taken away again: GetUICustomization: no; "
        "to mend it, ask again"
    )


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_a_property_that_is_missing_is_named_and_its_delete_has_nothing_to_do(subject: Subject) -> None:
    wish = subject.wishes[0]
    stage = subject.stage()
    before = subject.rest(stage.fake)
    for name in wish:
        lacking = {key: value for key, value in wish.items() if key != name}
        answer = stage.create(lacking)
        assert answer["Status"] == "SUCCESS" or not answer["Reason"].startswith("KeyError"), answer
        if answer["Status"] == "FAILED" and "missing" in answer["Reason"]:
            assert name in answer["Reason"]
            assert "; to mend it, " in answer["Reason"]
        assert stage.delete(lacking, answer["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert stage.create({})["Reason"]
    assert stage.delete({}, "id")["Status"] == "SUCCESS"
    assert subject.rest(stage.fake) == before


@pytest.mark.parametrize("subject", [ACR, CLIENT_REGISTRATION, SESSION, TOKEN_EXCHANGE, TERMS_LINKS, LOGO])
def test_what_was_just_made_need_not_be_there_at_once(subject: Subject) -> None:
    stage, left = subject.stage(), iter(range(3))

    def fault(operation: str, moment: str) -> None:
        if moment == "before" and next(left, None) is not None:
            raise NotFound(f"{operation}: not there")

    stage.fake.fault = fault
    assert stage.create(subject.wishes[0])["Status"] == "SUCCESS"
    assert subject.as_wished(stage.fake, subject.wishes[0])


def test_a_property_that_is_missing_deep_down_is_named() -> None:
    answer = Stage(SESSION.make).create(SESSION.wishes[0] | {"Clients": [{"SSOSession": {}}]})
    assert answer["Reason"] == (
        "the property ClientId is missing; to mend it, add ClientId to the resource in the template"
    )
