"""cfn-lint and AWS's cloudformation-validate over every template: nothing unexplained, and no stale explanation."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator

import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from cloudformation_validate import CompositeEngine, Severity, TemplateContent

from synthesis import ENVIRONMENTS, EXAMPLES, load, templates

Finding = tuple[str, str]

EXPLAINED: dict[Finding, str] = {
    ("W3037", "PoolSettingsSessionFunctionRoleD6346845"): (
        "the operations on sessions are younger than cfn-lint's list of IAM actions; botocore has them"
    ),
}
"""(rule, logical id) -> why it may stay."""
REMARKS = {
    "I1022": "Fn::Sub over Fn::Join is a matter of style, and the CDK writes Fn::Join",
    "I4010": "Metadata.com.aws.cloudformation.Context describes an architecture in the template: ours is in docs/",
    "I9001": "a fact, not a finding: which property replaces its resource. tests/proofs pins what must not be replaced",
    "I9040": "tags are the environment's to set (`tags:`), and an environment without any is allowed",
}
"""cloudformation-validate's remarks (severity INFO) by rule -> why none of their kind asks for anything."""


def cfn_lint(environment: str) -> Iterator[tuple[Finding, str]]:
    for stack, template in templates(environment).items():
        for match in lint(json.dumps(template), config=ManualArgs(regions=[load(environment).region])):
            yield (match.rule.id, str(match.path[1]) if len(match.path) > 1 else ""), f"{stack}: {match}"


def cloudformation_validate(environment: str) -> Iterator[tuple[Finding, str]]:
    engine = CompositeEngine()
    for stack, template in templates(environment).items():
        for found in engine.validate_template(TemplateContent(json.dumps(template), name=stack)).diagnostics:
            if found.severity is not Severity.INFO or found.rule_id not in REMARKS:
                yield (found.rule_id, found.entity.logical_id if found.entity else ""), f"{stack}: {found.message}"


JUDGES = {judge.__name__: judge for judge in (cfn_lint, cloudformation_validate)}


@functools.cache
def findings(judge: str, environment: str) -> list[tuple[Finding, str]]:
    return list(JUDGES[judge](environment))


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_finds_nothing_unexplained(environment: str, judge: str) -> None:
    assert [text for finding, text in findings(judge, environment) if finding not in EXPLAINED] == []


def test_every_remark_is_still_made() -> None:
    engine = CompositeEngine()
    made = {
        found.rule_id
        for environment in ENVIRONMENTS
        for template in templates(environment).values()
        for found in engine.validate_template(TemplateContent(json.dumps(template))).diagnostics
        if found.severity is Severity.INFO
    }
    assert set(REMARKS) - made == set()


def test_every_explanation_is_still_needed() -> None:
    found = {finding for judge in JUDGES for each in ENVIRONMENTS for finding, _ in findings(judge, each)}
    assert set(EXPLAINED) - found == set()
