"""Which actions are power over identities, held against what Cognito's API says of who is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from cognito_api import service
from config import iam_actions, powers

READS = re.compile("(Admin)?(Get|List)(?!OpenIdTokenForDeveloperIdentity)|Describe|Lookup")
HOLD_SECRETS = {"ClientSecret", "ClientSecretValue", "ProviderDetails"}


@pytest.mark.parametrize(
    ("action", "power"),
    [
        ("cognito-idp:AdminAddUserToGroup", powers.USERS),
        ("cognito-idp:Admin*", powers.USERS),
        ("cognito-idp:admin?etUserPassword", powers.USERS),
        ("cognito-identity:GetOpenIdTokenForDeveloperIdentity", powers.ROLES),
        ("lambda:*", powers.CODE),
        ("iam:NoSuchAction", powers.ROLES),
        ("iam:*", powers.ROLES),
        ("sts:Get*", powers.ROLES),
        ("rolesanywhere:CreateTrustAnchor", powers.ROLES),
        ("rolesanywhere:CreateProfile", powers.ROLES),
        ("cognito-idp:Describe*", powers.SECRETS),
        ("cognito-sync:SetCognitoEvents", powers.CODE),
        ("ec2:CreateLaunchTemplateVersion", powers.CODE),
        ("ec2:ModifyInstanceAttribute", powers.CODE),
        ("eks:AssociateAccessPolicy", powers.CODE),
        ("eks:CreateAccessEntry", powers.CODE),
        ("sagemaker:UpdateNotebookInstance", powers.CODE),
        ("ssm:CreateAssociation", powers.CODE),
        ("ssm:StartAutomationExecution", powers.CODE),
    ],
)
def test_an_action_has_the_power_of_whatever_it_stands_for(action: str, power: tuple[str, ...]) -> None:
    kinds = {powers.ROLES, powers.USERS, powers.SECRETS, powers.CODE}
    assert powers.among(power, action)
    assert not any(powers.among(other, action) for other in kinds - {power})


@pytest.mark.parametrize(
    "action",
    ["sts:GetCallerIdentity", "iam:Get*", "iam:ListRoles", "organizations:Describe*", "cognito-idp:DescribeUserPool"],
)
def test_what_only_reads_is_no_power(action: str) -> None:
    assert not powers.among(powers.ALL, action)


@pytest.mark.parametrize("action", ["GetFederationToken", "GetSessionToken", "GetWebIdentityToken"])
def test_what_hands_out_keys_or_tokens_is_power_though_it_is_called_get(action: str) -> None:
    assert powers.among(powers.ROLES, f"sts:{action}")


def test_every_name_of_a_power_is_an_action_that_iam_knows() -> None:
    for pattern in (*powers.ALL, *powers.CHAINING, *powers.HARMLESS):
        assert iam_actions.matching(pattern), pattern


@pytest.mark.parametrize("name", ["cognito-idp", "cognito-identity"])
def test_of_cognitos_operations_those_are_power_that_iam_is_asked_for_and_that_write(name: str) -> None:
    api = service(name)
    asked = [each for each in api.operation_names if api.operation_model(each).auth_type != "none"]
    power = [each for each in api.operation_names if powers.among((*powers.ROLES, *powers.USERS), f"{name}:{each}")]
    assert power == [each for each in asked if not READS.match(each)]


def test_of_cognitos_operations_those_tell_secrets_that_read_and_whose_answer_holds_one() -> None:
    api = service("cognito-idp")
    reads = [each for each in api.operation_names if READS.match(each)]
    holding = [each for each in reads if HOLD_SECRETS & set(named_in(api.operation_model(each).output_shape))]
    assert [each for each in reads if powers.among(powers.SECRETS, f"cognito-idp:{each}")] == holding


def named_in(shape: Any) -> Iterator[str]:
    """The names of all members, however deep."""
    inner = getattr(shape, "members", {}).items() or [("", each) for each in [getattr(shape, "member", None)] if each]
    for name, member in inner:
        yield name
        yield from named_in(member)
