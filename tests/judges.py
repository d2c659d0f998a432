"""Two linters of templates: cfn-lint and AWS's cloudformation-validate."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

from cfnlint.api import lint
from cfnlint.config import ManualArgs
from cloudformation_validate import CompositeEngine, Severity, TemplateContent

from ops.templates import Template

Finding = tuple[str, str]
"""(rule, logical id)."""

EXPLAINED: dict[Finding, str] = {
    ("W3037", "PoolSettingsSessionFunctionRoleD6346845"): (
        "the operations on sessions are younger than cfn-lint's list of IAM actions; botocore has them"
    ),
}
"""Why a finding may stay."""
REMARKS = {
    "I1022": "Fn::Sub over Fn::Join is a matter of style, and the CDK writes Fn::Join",
    "I4010": "Metadata.com.aws.cloudformation.Context describes an architecture in the template: ours is in docs/",
    "I9001": "a fact, not a finding: which property replaces its resource. tests/proofs pins what must not be replaced",
    "I9040": "tags are the environment's to set (`tags:`), and an environment without any is allowed",
}
"""cloudformation-validate's remarks (severity INFO) by rule -> why none of their kind asks for anything."""


def cfn_lint(template: Template, region: str) -> Iterator[tuple[Finding, str]]:
    for match in lint(json.dumps(template), config=ManualArgs(regions=[region])):
        yield (match.rule.id, str(match.path[1]) if len(match.path) > 1 else ""), str(match)


def cloudformation_validate(template: Template, region: str) -> Iterator[tuple[Finding, str]]:  # noqa: ARG001  # knows none
    for found in diagnostics(template):
        if found.severity is not Severity.INFO or found.rule_id not in REMARKS:
            yield (found.rule_id, found.entity.logical_id if found.entity else ""), found.message


def diagnostics(template: Template) -> list[Any]:
    """All that cloudformation-validate says."""
    return list(_engine().validate_template(TemplateContent(json.dumps(template), name="template")).diagnostics)


@functools.cache
def _engine() -> CompositeEngine:
    return CompositeEngine()


JUDGES = {judge.__name__: judge for judge in (cfn_lint, cloudformation_validate)}
