"""Each CloudFormation Guard rule of our own (gatehouse.guard) is seen to fire."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from guard_rules import GUARD_RULES, guard
from ops.templates import Template, resources
from synthesis import templates


def first(template: Template, kind: str) -> Any:
    return next(iter(resources(template, kind).values()))["Properties"]


def trust(template: Template) -> Any:
    found = resources(template, "AWS::IAM::Role").values()
    (statement, *_) = [
        statement
        for role in found
        for statement in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        if "Federated" in statement["Principal"]
    ]
    return statement


def widen_audience(template: Template) -> None:
    equal = trust(template)["Condition"]["StringEquals"]
    equal[AUD] = [equal[AUD], "eu-west-1:another"]


AUD = "cognito-identity.amazonaws.com:aud"
BREAKS: dict[str, tuple[str, Callable[[Template], object]]] = {
    "IDENTITY_POOL_ASKS_THE_USER_POOL": (
        "identity-pool",
        lambda t: first(t, "AWS::Cognito::IdentityPool")["CognitoIdentityProviders"][0].pop("ServerSideTokenCheck"),
    ),
    "TRUST_NAMES_AUDIENCE_AND_AUTHENTICATION": (
        "identity-pool",
        lambda t: trust(t)["Condition"].pop("ForAnyValue:StringLike"),
    ),
    "TRUST_NAMES_AUDIENCE_AND_AUTHENTICATION: two audiences": ("identity-pool", widen_audience),
    "TRUST_NAMES_AUDIENCE_AND_AUTHENTICATION: another audience": (
        "identity-pool",
        lambda t: trust(t)["Condition"]["StringEquals"].update({AUD: "eu-west-1:another"}),
    ),
    "TRUST_IS_FOR_SOMEBODY": ("identity-pool", lambda t: trust(t).update(Principal="*")),
    "TRUST_IS_FOR_SOMEBODY: of a kind": ("identity-pool", lambda t: trust(t)["Principal"].update(Federated="*")),
    "TRUST_IS_FOR_SOMEBODY: among others": (
        "identity-pool",
        lambda t: trust(t).update(Principal={"AWS": ["111111111111", "*"]}),
    ),
    "MAPPINGS_SAY_WHAT_AMBIGUITY_MEANS": (
        "identity-pool",
        lambda t: first(t, "AWS::Cognito::IdentityPoolRoleAttachment")["RoleMappings"]["web"].pop(
            "AmbiguousRoleResolution"
        ),
    ),
    "POOL_HAS_ONE_ATTACHMENT": (
        "identity-pool",
        lambda t: t["Resources"].update(
            Second=next(iter(resources(t, "AWS::Cognito::IdentityPoolRoleAttachment").values()))
        ),
    ),
    "PERMISSION_NAMES_ITS_POOL": ("identity-pool", lambda t: first(t, "AWS::Lambda::Permission").pop("SourceArn")),
    "CLIENT_NAMES_WHAT_USERS_MAY_WRITE": (
        "user-pool",
        lambda t: first(t, "AWS::Cognito::UserPoolClient").pop("WriteAttributes"),
    ),
    "CLIENT_HAS_NO_SECRET": (
        "user-pool",
        lambda t: first(t, "AWS::Cognito::UserPoolClient").update(GenerateSecret=True),
    ),
    "CLIENT_GRANTS_BY_CODE": (
        "user-pool",
        lambda t: first(t, "AWS::Cognito::UserPoolClient")["AllowedOAuthFlows"].append("implicit"),
    ),
    "CALLBACKS_ARE_LITERAL": (
        "user-pool",
        lambda t: first(t, "AWS::Cognito::UserPoolClient")["CallbackURLs"].append("https://*.example.com"),
    ),
    "CLASSIC_FLOW_IS_CLOSED": (
        "identity-pool",
        lambda t: first(t, "AWS::Cognito::IdentityPool").update(AllowClassicFlow=True),
    ),
    "NAMES_IGNORE_CASE": ("user-pool", lambda t: first(t, "AWS::Cognito::UserPool").pop("UsernameConfiguration")),
    "ADDRESS_COUNTS_ONCE_VERIFIED": (
        "user-pool",
        lambda t: first(t, "AWS::Cognito::UserPool").pop("UserAttributeUpdateSettings"),
    ),
}
"""Rule, and how it is broken -> the stack of environments/everything.yaml, and what to change in it."""


def test_every_rule_is_seen_broken() -> None:
    assert {broken.partition(":")[0] for broken in BREAKS} == GUARD_RULES


@pytest.mark.parametrize("broken", BREAKS)
def test_each_rule_fires_where_it_is_broken(broken: str) -> None:
    rule, (stack, change) = broken.partition(":")[0], BREAKS[broken]
    good = templates("everything")[f"gatehouse-everything-{stack}"]
    template = copy.deepcopy(good)
    change(template)
    assert rule not in {finding.rule for finding in guard({"good": good})}
    assert rule in {finding.rule for finding in guard({"bad": template})}
