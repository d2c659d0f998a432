"""Where AWS calls go."""

from __future__ import annotations

import pytest

from ops.aws import Target
from ops.errors import OpsError

EMULATOR = Target("eu-central-1", "http://127.0.0.1:1")


@pytest.fixture
def settings_of_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/not/there")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://elsewhere.example")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", "https://elsewhere.example")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODYELSE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example")


@pytest.mark.usefixtures("settings_of_a_user")
def test_a_client_for_the_emulator_goes_there_whatever_the_user_has_set() -> None:
    session = EMULATOR.session()
    client = session.client("ssm")
    assert client.meta.endpoint_url == "http://127.0.0.1:1"
    assert client.meta.region_name == "eu-central-1"
    assert session.get_credentials().access_key == "000000000000"
    assert client.meta.config.proxies == {}


@pytest.mark.usefixtures("settings_of_a_user")
def test_other_programs_are_given_all_they_need_for_the_same() -> None:
    assert EMULATOR.variables() == {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ACCESS_KEY_ID": "000000000000",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def test_aws_itself_is_reached_as_the_user_has_set_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAMINE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    target = Target("eu-west-1")
    assert target.session().get_credentials().access_key == "AKIAMINE"
    assert target.session().client("ssm").meta.endpoint_url == "https://ssm.eu-west-1.amazonaws.com"
    assert target.variables() == {}


def test_a_profile_that_is_not_there_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nosuch")
    with pytest.raises(OpsError) as told:
        Target("eu-west-1").session()
    fix = "set AWS_PROFILE to a profile of ~/.aws/config, or unset it"
    assert str(told.value) == f"The config profile (nosuch) could not be found.\n  fix: {fix}"
