"""Which actions are power over identities, held against what Cognito's API says of who is asked."""

from __future__ import annotations

import re

import pytest

from cognito_api import service
from config import iam_actions, powers

READS = re.compile("(Admin)?(Get|List)(?!OpenIdTokenForDeveloperIdentity)|Describe|Lookup")


@pytest.mark.parametrize(
    ("action", "power"),
    [
        ("cognito-idp:AdminAddUserToGroup", powers.USERS),
        ("cognito-idp:*", powers.USERS),
        ("cognito-idp:admin?etUserPassword", powers.USERS),
        ("cognito-identity:GetOpenIdTokenForDeveloperIdentity", powers.ROLES),
        ("lambda:*", powers.CODE),
        ("iam:NoSuchAction", powers.ROLES),
    ],
)
def test_an_action_has_the_power_of_whatever_it_stands_for(action: str, power: tuple[str, ...]) -> None:
    kinds = {powers.ROLES, powers.USERS, powers.CODE}
    assert powers.among(power, action)
    assert not any(powers.among(other, action) for other in kinds - {power})


def test_every_name_of_a_power_is_an_action_that_iam_knows() -> None:
    for pattern in (*powers.ROLES, *powers.USERS, *powers.HARMLESS, *powers.CODE):
        assert iam_actions.matching(pattern), pattern


@pytest.mark.parametrize("name", ["cognito-idp", "cognito-identity"])
def test_of_cognitos_operations_those_are_power_that_iam_is_asked_for_and_that_write(name: str) -> None:
    api = service(name)
    asked = [each for each in api.operation_names if api.operation_model(each).auth_type != "none"]
    power = [each for each in api.operation_names if powers.among((*powers.ROLES, *powers.USERS), f"{name}:{each}")]
    assert power == [each for each in asked if not READS.match(each)]
