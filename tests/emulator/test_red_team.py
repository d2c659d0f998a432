"""Fifteen attacks (attacks.py) on a deployed environment, which withstands; and on the same made bad, which falls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from attacks import ATTACKS, Attack
from cloud import REGION, Cloud, copy_of_the_app
from victim import Victim

NAME = "besieged"
FILE: dict[str, Any] = {
    "extends": "base",
    "account": "000000000000",
    "region": REGION,
    "ephemeral": True,
    "user_pool": {
        "custom_attributes": {"role": {"type": "String", "max_length": 16}},
        "attributes_require_verification_before_update": ["email"],
        "sms": {},
        "mfa": {"factors": ["SOFTWARE_TOKEN_MFA", "SMS_MFA"]},
    },
    "triggers": {"pre_token_generation": {"code": "triggers/pre_token_generation", "lambda_version": "V2_0"}},
    "domain": {"prefix": f"gatehouse-{NAME}"},
    "clients": {
        "web": {"oauth": {"callback_urls": ["https://app.example.com/callback"]}},
        "other": {"auth_flows": ["ALLOW_USER_SRP_AUTH"]},
    },
    "groups": {"auditors": {"precedence": 20}},
    "identity_pool": {"ambiguous_role_resolution": "Deny"},
    "seed_users": {
        "alice": {"username": "alice@example.com", "attributes": {"email": "alice@example.com", "email_verified": True}}
    },
}


@dataclass(frozen=True)
class Outcome:
    """What attacks won, by name: as they are decided, and live wherever that can be tried."""

    won: dict[str, str]
    live: dict[str, str]


def attacked(victim: Victim) -> Outcome:
    live = {attack.name: attack.live(victim) for attack in ATTACKS if attack.live}
    won = {attack.name: "; ".join(attack.settings(victim)) for attack in ATTACKS if attack.settings}
    return Outcome(live | won, live)


@pytest.fixture(scope="module")
def besieged(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Outcome, Outcome]]:
    """Of the environment as deployed; of the same made bad."""
    app = copy_of_the_app(tmp_path_factory.mktemp("besieged"))
    (app / "environments" / f"{NAME}.yaml").write_text(json.dumps(FILE))
    cloud.deploy(NAME, app)
    victim = Victim(NAME, cloud)
    good = attacked(victim)
    make_bad(victim)
    yield good, attacked(victim)
    cloud.destroy(NAME, app)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_the_environment_withstands(attack: Attack, besieged: tuple[Outcome, Outcome]) -> None:
    assert besieged[0].won[attack.name] == ""


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_the_same_made_bad_falls(attack: Attack, besieged: tuple[Outcome, Outcome]) -> None:
    assert besieged[1].won[attack.name] != ""


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.live and attack.settings], ids=str)
def test_what_is_decided_by_settings_ends_alike_here_on_both(attack: Attack, besieged: tuple[Outcome, Outcome]) -> None:
    good, bad = (bool(outcome.live[attack.name]) for outcome in besieged)
    assert good == bad, f"the emulator enforces {attack.unenforced} now: decide it live"


def make_bad(victim: Victim) -> None:
    """Every mistake that the environment file can't even express, made by hand."""
    cognito, identities, iam = (victim.client(name) for name in ("cognito-idp", "cognito-identity", "iam"))
    cognito.update_user_pool(
        UserPoolId=victim.pool_id,
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": False},
        AutoVerifiedAttributes=["phone_number"],
        UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": []},
        AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]},
    )
    cognito.update_user_pool_client(
        UserPoolId=victim.pool_id,
        ClientId=victim.client_id(),
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        WriteAttributes=["email", "custom:role"],
        PreventUserExistenceErrors="LEGACY",
        EnableTokenRevocation=False,
        RefreshTokenValidity=3650,
        TokenValidityUnits={"RefreshToken": "days"},
        CallbackURLs=["https://app.example.com/callback", "http://app.example.com/callback"],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO"],
    )
    cognito.create_group(UserPoolId=victim.pool_id, GroupName="twins", Precedence=victim.groups["admins"])
    provider = victim.identity_pool["CognitoIdentityProviders"][0]["ProviderName"]
    loose = [
        {"ProviderName": provider, "ClientId": victim.client_id(name), "ServerSideTokenCheck": False}
        for name in ("web", "other")
    ]
    identities.update_identity_pool(
        IdentityPoolId=victim.identity_pool_id,
        IdentityPoolName=victim.identity_pool["IdentityPoolName"],
        AllowUnauthenticatedIdentities=True,
        AllowClassicFlow=True,
        CognitoIdentityProviders=loose,
    )
    identities.set_identity_pool_roles(IdentityPoolId=victim.identity_pool_id, Roles=victim.attachment["Roles"])
    anybody = {"Federated": "cognito-identity.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": anybody, "Action": "sts:AssumeRoleWithWebIdentity"}
    deputy = {"Effect": "Allow", "Principal": {"Service": "cognito-idp.amazonaws.com"}, "Action": "sts:AssumeRole"}
    for role in victim.own_roles:
        for principal, statement in {"cognito-identity.": trust, "cognito-idp.": deputy}.items():
            if principal in json.dumps(role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]):
                document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
                iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=document)
    functions, trigger = victim.client("lambda"), victim.trigger
    (permission,) = json.loads(functions.get_policy(FunctionName=trigger)["Policy"])["Statement"]
    functions.remove_permission(FunctionName=trigger, StatementId=permission["Sid"])
    functions.add_permission(
        FunctionName=trigger, StatementId="any", Action="lambda:InvokeFunction", Principal="cognito-idp.amazonaws.com"
    )
    victim.client("ssm").put_parameter(
        Name=victim.names.parameter("helpful"), Value=f"alice has {victim.seed_password}", Type="String"
    )
