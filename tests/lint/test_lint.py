"""cfn-lint and AWS's cloudformation-validate over every template: nothing unexplained, and no stale explanation."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator

import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from cloudformation_validate import CompositeEngine, Severity, TemplateContent

from config import loader
from synthesis import ENVIRONMENTS, templates

Finding = tuple[str, str]

EXPLAINED: dict[Finding, str] = {}
"""(rule, logical id) -> why it may stay."""


def cfn_lint(environment: str) -> Iterator[tuple[Finding, str]]:
    for stack, template in templates(environment).items():
        for match in lint(json.dumps(template), config=ManualArgs(regions=[loader.load(environment).region])):
            yield (match.rule.id, str(match.path[1]) if len(match.path) > 1 else ""), f"{stack}: {match}"


def cloudformation_validate(environment: str) -> Iterator[tuple[Finding, str]]:
    engine = CompositeEngine()
    for stack, template in templates(environment).items():
        for found in engine.validate_template(TemplateContent(json.dumps(template), name=stack)).diagnostics:
            if found.severity is not Severity.INFO:  # style (Fn::Sub over Fn::Join) and facts (which property replaces)
                yield (found.rule_id, found.entity.logical_id if found.entity else ""), f"{stack}: {found.message}"


JUDGES = {judge.__name__: judge for judge in (cfn_lint, cloudformation_validate)}


@functools.cache
def findings(judge: str, environment: str) -> list[tuple[Finding, str]]:
    return list(JUDGES[judge](environment))


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_finds_nothing_unexplained(environment: str, judge: str) -> None:
    assert [text for finding, text in findings(judge, environment) if finding not in EXPLAINED] == []


@pytest.mark.parametrize("judge", JUDGES)
def test_every_explanation_is_still_needed(judge: str) -> None:
    found = {finding for environment in ENVIRONMENTS for finding, _ in findings(judge, environment)}
    assert set(EXPLAINED) - found == set()
