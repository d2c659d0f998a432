"""Judges of security over every template: nothing unexplained, no stale explanation, and each judge seen to find."""

from __future__ import annotations

import copy
import functools
from typing import Any

import pytest

from acknowledged import ACKNOWLEDGED
from ops.templates import Template, resources
from security_judges import JUDGES, Finding, acknowledged
from synthesis import all_templates, templates


@functools.cache
def findings(judge: str) -> list[Finding]:
    return list(JUDGES[judge](all_templates()))


@pytest.mark.parametrize("judge", JUDGES)
def test_finds_nothing_that_is_not_acknowledged(judge: str) -> None:
    assert [finding for finding in findings(judge) if not acknowledged(finding)] == []


def test_every_acknowledgement_is_still_needed() -> None:
    matched = {each for judge in JUDGES for finding in findings(judge) for each in acknowledged(finding)}
    assert set(ACKNOWLEDGED) - matched == set()


def prod(stack: str) -> Template:
    name = f"gatehouse-prod-{stack}"
    return {name: copy.deepcopy(templates("prod")[name])}


def unexplained(judge: str, changed: Template) -> set[str]:
    return {finding.rule for finding in JUDGES[judge](changed) if not acknowledged(finding)}


def only(changed: Template, kind: str) -> Any:
    (template,) = changed.values()
    return next(iter(resources(template, kind).values()))["Properties"]


def test_cdk_nag_finds_a_short_password_and_mfa_switched_off() -> None:
    changed = prod("user-pool")
    only(changed, "AWS::Cognito::UserPool")["Policies"]["PasswordPolicy"]["MinimumLength"] = 6
    only(changed, "AWS::Cognito::UserPool")["MfaConfiguration"] = "OPTIONAL"
    assert unexplained("cdk_nag", changed) == {"AwsSolutions-COG1", "AwsSolutions-COG2"}


@pytest.mark.parametrize(
    ("judge", "rules"),
    [
        ("cdk_nag", {"AwsSolutions-COG7", "AwsSolutions-IAM5 Resource::*"}),
        ("checkov", {"CKV_AWS_366", "CKV_AWS_62", "CKV_AWS_60"}),
        ("cfripper", {"IAMRolesOverprivilegedRule", "PrivilegeEscalationRule", "FullWildcardPrincipalRule"}),
    ],
)
def test_guests_and_a_role_by_which_anybody_may_do_anything_are_found(judge: str, rules: set[str]) -> None:
    changed = prod("identity-pool")
    only(changed, "AWS::Cognito::IdentityPool")["AllowUnauthenticatedIdentities"] = True
    anything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    anybody = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    role = only(changed, "AWS::IAM::Role")
    role["Policies"] = [{"PolicyName": "all", "PolicyDocument": {"Version": "2012-10-17", "Statement": [anything]}}]
    role["AssumeRolePolicyDocument"] = {"Version": "2012-10-17", "Statement": [anybody]}
    assert rules <= unexplained(judge, changed)


def test_the_trust_validator_finds_a_role_for_any_identity_pool() -> None:
    changed = prod("identity-pool")
    (template,) = changed.values()
    for role in resources(template, "AWS::IAM::Role").values():
        role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0].pop("Condition", None)
    assert "missing_required_condition_for_assume_action" in unexplained("trust_validator", changed)
