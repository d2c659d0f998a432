"""CloudFormation Guard rules of our own (gatehouse.guard) over every template, and each seen to fire."""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cloudformation_validate import (
    CompositeEngine,
    CompositeEngineConfig,
    TemplateContent,
    file_to_external_rule_source,
)

from synthesis import ENVIRONMENTS, EXAMPLES, Template, resources, templates

FILE = Path(__file__).with_name("gatehouse.guard")
RULES = re.findall(r"^rule (\w+)", FILE.read_text(), re.MULTILINE)


@functools.cache
def engine() -> CompositeEngine:
    return CompositeEngine(CompositeEngineConfig(guard_rules=[file_to_external_rule_source(str(FILE))]))


def broken_rules(template: Template) -> set[str]:
    """Which of ours a template breaks."""
    found = engine().validate_template(TemplateContent(json.dumps(template), name="template")).diagnostics
    return {rule for each in found for rule in RULES if rule in each.rule_id}


def first(template: Template, kind: str) -> Any:
    return next(iter(resources(template, kind).values()))["Properties"]


def trust(template: Template) -> Any:
    found = resources(template, "AWS::IAM::Role").values()
    (condition, *_) = [
        statement["Condition"]
        for role in found
        for statement in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        if "Federated" in statement["Principal"]
    ]
    return condition


BREAKS: dict[str, tuple[str, Callable[[Template], object]]] = {
    "IDENTITY_POOL_ASKS_THE_USER_POOL": (
        "identity-pool",
        lambda t: first(t, "AWS::Cognito::IdentityPool")["CognitoIdentityProviders"][0].pop("ServerSideTokenCheck"),
    ),
    "TRUST_NAMES_AUDIENCE_AND_AUTHENTICATION": ("identity-pool", lambda t: trust(t).pop("ForAnyValue:StringLike")),
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
}
"""Rule -> the stack of environments/everything.yaml, and what to change that breaks the rule."""


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_no_template_breaks_a_rule_of_ours(environment: str) -> None:
    for stack, template in templates(environment).items():
        assert broken_rules(template) == set(), stack


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_fires_where_it_is_broken(rule: str) -> None:
    stack, change = BREAKS[rule]
    template = copy.deepcopy(templates("everything")[f"gatehouse-everything-{stack}"])
    change(template)
    assert rule in broken_rules(template)
