"""What only one of the resources that own settings does."""

from __future__ import annotations

import pytest

from fake_cognito import NO_SESSIONS, POOL
from settings_resources import ACR, CLIENT_REGISTRATION, SESSION, Subject
from stage import Stage


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
    SESSION.drift(stage.fake)
    stage.delete(wish, id_)
    assert SESSION.is_gone(stage.fake, wish)
    assert stage.fake.pools[POOL].sessions == NO_SESSIONS


def test_clients_without_tracking_are_refused() -> None:
    answer = Stage(SESSION.make).create(SESSION.wishes[0] | {"UserSessionTracking": "DISABLED"})
    assert answer["Reason"] == (
        "Clients can have sessions only while UserSessionTracking is ENABLED: leave Clients out"
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
        "GetUserPoolClientSessionConfiguration: Client web1 does not exist (ResourceNotFoundException)"
    )
    assert stage.fake.state() == before


def test_default_names_that_the_service_fills_in_are_no_failure() -> None:
    """Whether it does is not documented: a Delete must stand both."""
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
