"""No template holds a secret: at most the name under which AWS keeps one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from config import loader
from fresh_assembly import NEEDLE, assembly
from ops.templates import resolve, resources
from synthesis import ENVIRONMENTS, all_templates, templates

SUSPECT = re.compile("secret|passw|token|credential|private", re.IGNORECASE)
HARMLESS = {
    "CompromisedCredentialsRiskConfiguration": "what to do about leaked ones",
    "AccessToken": "a unit of time",
    "AccessTokenValidity": "a duration",
    "EnableTokenRevocation": "a switch",
    "client_secret": "a reference: see RESOLVED",
    "private_key": "a reference: see RESOLVED",
    "token_url": "an address",
    "GenerateSecret": "false everywhere: see below",
    "GenerateSecretString": "how AWS is to generate one, at deploy time",
    "IdToken": "a unit of time",
    "IdTokenValidity": "a duration",
    "PasswordHashingAlgorithm": "a name",
    "PasswordHistorySize": "a number",
    "PasswordLength": "a number",
    "PasswordPolicy": "numbers and switches",
    "PasswordSecretId": "the name of a secret: see below",
    "PreTokenGenerationConfig": "a function and a version",
    "RefreshToken": "a unit of time",
    "RefreshTokenRotation": "a switch and a duration",
    "RefreshTokenValidity": "a duration",
    "SecretStringTemplate": "what stands beside the generated password: see below",
    "ServerSideTokenCheck": "a switch",
    "ServiceToken": "CloudFormation's word for the ARN of a function",
    "TemporaryPasswordValidityDays": "a number",
    "TokenSession": "how many sessions a user may have",
    "TokenValidityUnits": "units of time",
}
"""Property -> why its value is no secret, for each that sounds like one."""


def properties(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, however deep."""
    if isinstance(value, dict):
        yield from value.items()
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from properties(part)


def test_every_property_that_sounds_like_a_secret_is_known_to_be_none() -> None:
    named = {
        name
        for template in all_templates().values()
        for resource in template["Resources"].values()
        for name, _ in properties(resource.get("Properties"))
        if SUSPECT.search(name)
    }
    assert named == set(HARMLESS)


def test_no_app_client_has_a_secret() -> None:
    for template in all_templates().values():
        for key, client in resources(template, "AWS::Cognito::UserPoolClient").items():
            assert client["Properties"]["GenerateSecret"] is False, key


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_passwords_are_generated_by_aws_or_named(environment: str) -> None:
    seed_users = loader.load(environment).seed_users.values()
    named = {user.password_secret for user in seed_users}
    usernames = {f'{{"username": "{user.username}"}}' for user in seed_users}
    for template in templates(environment).values():
        secrets = resources(template, "AWS::SecretsManager::Secret")
        for secret in secrets.values():
            assert secret["Properties"]["GenerateSecretString"]["SecretStringTemplate"] in usernames
        for user in resources(template, "Custom::CognitoUser").values():
            where = user["Properties"]["PasswordSecretId"]
            assert resolve(where).partition(".")[0] in secrets if isinstance(where, dict) else where in named


RESOLVED = {
    ("AWS::Cognito::IdentityPool", "api.twitter.com"): "Cognito keeps it beside the app's key, which precedes it",
    ("AWS::Cognito::UserPoolIdentityProvider", "client_secret"): "Cognito keeps it, and takes no name of a secret",
    ("AWS::Cognito::UserPoolIdentityProvider", "private_key"): "Cognito keeps it, and takes no name of a secret",
}
"""Where CloudFormation looks a secret up, and why nothing else can."""
VERSIONED = re.compile(r"\{\{resolve:secretsmanager:[^:{}]+:SecretString:[^:{}]+::[A-Za-z0-9-]{32,64}\}\}")


def test_secrets_are_resolved_only_where_nothing_else_can_and_by_their_version() -> None:
    """CloudFormation reads them at deploy time. A custom resource's properties would be logged with them; and without
    a version, a rotated secret would stay undeployed until something else changed."""
    found = {
        (resource["Type"], name)
        for template in all_templates().values()
        for resource in template["Resources"].values()
        for name, value in properties(resource["Properties"])
        if isinstance(value, str) and VERSIONED.search(value)
    }
    assert found == set(RESOLVED)
    for stack, template in all_templates().items():
        assert "{{resolve:" not in VERSIONED.sub("", str(template)), stack


def test_credentials_of_whoever_synthesizes_do_not_leak() -> None:
    assert [name for name, content in assembly().items() if NEEDLE.encode() in content] == []
