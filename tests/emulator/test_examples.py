"""The first two examples, copied and deployed for a trial, are signed in to: with a password, since what the emulator's
CloudFormation lacks (managed login, Google, Apple) is left out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pycognito.aws_srp import AWSSRP

from cloud import REGION, ROOT, Cloud
from config.names import Names

PASSWORD = "Correct-horse-battery-1"
TRIAL = {
    "account": "000000000000",
    "ephemeral": True,
    "domain": {"managed_login_version": 1},  # the emulator's CloudFormation has no AWS::Cognito::ManagedLoginBranding
}
WITHOUT_PROVIDERS = {
    # ... and no AWS::Cognito::UserPoolIdentityProvider.
    "identity_providers": {"google": None, "sign_in_with_apple": None},
    "clients": {"app": {"supported_identity_providers": ["COGNITO"]}},
}


@pytest.fixture
def deployed(cloud: Cloud, app: Path) -> Callable[..., Callable[[str], str]]:
    """Deploys an example: what it publishes."""

    def deploy(example: str, changes: dict[str, Any]) -> Callable[[str], str]:
        environments, name = app / "environments", f"example-{example}"
        shutil.copy(ROOT / "examples" / f"{example}.yaml", environments)
        (environments / f"{name}.yaml").write_text(json.dumps({"extends": example} | TRIAL | changes))
        cloud.deploy(name, app)
        ssm = cloud.session().client("ssm")
        return lambda path: str(ssm.get_parameter(Name=Names(name).parameter(path))["Parameter"]["Value"])

    return deploy


def sign_up_and_in(cognito: Any, pool: str, client: str) -> dict[str, Any]:
    """As the app does: with an address and a password, by SRP."""
    attributes = [{"Name": "email", "Value": "alice@example.com"}]
    cognito.sign_up(ClientId=client, Username="alice@example.com", Password=PASSWORD, UserAttributes=attributes)
    cognito.admin_confirm_sign_up(UserPoolId=pool, Username="alice@example.com")
    srp = AWSSRP("alice@example.com", PASSWORD, pool, client, client=cognito)
    return dict(srp.authenticate_user()["AuthenticationResult"])


def test_spa_lets_people_sign_up_and_in(cloud: Cloud, deployed: Callable[..., Callable[[str], str]]) -> None:
    value = deployed("spa", {})
    tokens = sign_up_and_in(cloud.session().client("cognito-idp"), value("user-pool-id"), value("clients/web/id"))
    assert tokens["ExpiresIn"] == 15 * 60
    assert value("domain") == "https://example-spa.auth.eu-central-1.amazoncognito.com"


def test_mobile_gives_aws_keys_to_users_and_to_guests(
    cloud: Cloud, deployed: Callable[..., Callable[[str], str]]
) -> None:
    value = deployed("mobile", WITHOUT_PROVIDERS)
    session = cloud.session()
    pool = value("user-pool-id")
    tokens = sign_up_and_in(session.client("cognito-idp"), pool, value("clients/app/id"))
    login = {f"cognito-idp.{REGION}.amazonaws.com/{pool}": tokens["IdToken"]}
    identities = session.client("cognito-identity")
    for logins in (login, {}):
        identity = identities.get_id(IdentityPoolId=value("identity-pool-id"), Logins=logins)["IdentityId"]
        given = identities.get_credentials_for_identity(IdentityId=identity, Logins=logins)
        assert given["Credentials"]["SecretKey"]
