"""Each identity pool hands out the roles it was told to, and no client picks its own."""

from __future__ import annotations

import pytest

from config.roles import role_mappings
from ops.templates import resources
from synthesis import ENVIRONMENTS, EXAMPLES, load, templates


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_each_identity_pool_has_one_attachment(environment: str) -> None:
    for template in templates(environment).values():
        attached = [
            attachment["Properties"]["IdentityPoolId"]
            for attachment in resources(template, "AWS::Cognito::IdentityPoolRoleAttachment").values()
        ]
        assert attached == [{"Ref": pool} for pool in resources(template, "AWS::Cognito::IdentityPool")]


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_mappings_have_literal_keys_and_are_those_of_the_config(environment: str) -> None:
    """A key that is known only at deploy time can't be written in a template (aws-cdk#2041)."""
    config = load(environment)
    meant = {key: (mapping.type, mapping.ambiguous_role_resolution) for key, mapping in role_mappings(config).items()}
    for template in templates(environment).values():
        for attachment in resources(template, "AWS::Cognito::IdentityPoolRoleAttachment").values():
            mappings = attachment["Properties"].get("RoleMappings", {})
            found = {key: (mapping["Type"], mapping["AmbiguousRoleResolution"]) for key, mapping in mappings.items()}
            assert found == meant


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_guests_have_a_role_only_where_guests_are_let_in(environment: str) -> None:
    guests = load(environment).identity_pool.allow_unauthenticated_identities
    for template in templates(environment).values():
        for pool in resources(template, "AWS::Cognito::IdentityPool").values():
            assert pool["Properties"]["AllowUnauthenticatedIdentities"] is guests
        for attachment in resources(template, "AWS::Cognito::IdentityPoolRoleAttachment").values():
            assert ("unauthenticated" in attachment["Properties"]["Roles"]) is guests
