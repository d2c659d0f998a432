"""cfn-lint and AWS's cloudformation-validate over every template: nothing unexplained, and no stale explanation."""

from __future__ import annotations

import functools

import pytest
from cloudformation_validate import Severity

from judges import EXPLAINED, JUDGES, REMARKS, Finding, diagnostics
from synthesis import ENVIRONMENTS, EXAMPLES, all_templates, load, templates


@functools.cache
def findings(judge: str, environment: str) -> list[tuple[Finding, str]]:
    region = load(environment).region
    return [
        (finding, f"{stack}: {text}")
        for stack, template in templates(environment).items()
        for finding, text in JUDGES[judge](template, region)
    ]


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_finds_nothing_unexplained(environment: str, judge: str) -> None:
    assert [text for finding, text in findings(judge, environment) if finding not in EXPLAINED] == []


def test_every_remark_is_still_made() -> None:
    said = [found for template in all_templates().values() for found in diagnostics(template)]
    assert set(REMARKS) - {found.rule_id for found in said if found.severity is Severity.INFO} == set()


def test_every_explanation_is_still_needed() -> None:
    found = {finding for judge in JUDGES for each in ENVIRONMENTS for finding, _ in findings(judge, each)}
    assert set(EXPLAINED) - found == set()
