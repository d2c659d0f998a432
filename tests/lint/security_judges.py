"""Judges of security: cdk-nag, iam-policy-validator's check of trust, checkov, cfripper; and rules of our own."""

from __future__ import annotations

import asyncio
import functools
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk.cloudformation_include import CfnInclude
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks
from iam_validator.checks.trust_policy_validation import TrustPolicyValidationCheck
from iam_validator.core.aws_service import AWSServiceFetcher
from iam_validator.core.check_registry import CheckConfig
from iam_validator.core.models import Statement

from acknowledged import ACKNOWLEDGED
from guard_rules import Finding, guard
from ops.templates import Template, resources
from synthesis import ROOT

PACKS = (AwsSolutionsChecks, ServerlessChecks, NIST80053R5Checks)
"""What PCI DSS, HIPAA and NIST R4 ask beyond NIST R5 is of services that aren't used here."""


def cdk_nag(templates: dict[str, Template]) -> Iterator[Finding]:
    """Reads the templates back into the CDK: cdk-nag goes by the CDK's types, which stacks/ often does without."""
    app = App(analytics_reporting=False)
    with tempfile.TemporaryDirectory() as folder:
        for stack, template in templates.items():
            file = Path(folder, f"{stack}.json")
            file.write_text(json.dumps(template))
            CfnInclude(Stack(app, stack), "Template", template_file=str(file))
        for pack in PACKS:
            for violation in pack(app).validate_scope(app).violations:
                rule = violation.rule_name.replace("[", " ", 1).removesuffix("]")
                for each in violation.violating_resources:
                    stack, _, logical_id = each.construct_path.split("/")
                    yield Finding(rule, f"{stack}/{logical_id}", violation.description)


def trust_validator(templates: dict[str, Template]) -> Iterator[Finding]:
    """Of iam-policy-validator's checks the one that asks AWS nothing."""
    check = TrustPolicyValidationCheck()
    config, fetcher = CheckConfig(check_id=check.check_id), AWSServiceFetcher()
    for stack, template in templates.items():
        for logical_id, role in resources(template, "AWS::IAM::Role").items():
            for index, statement in enumerate(role["Properties"]["AssumeRolePolicyDocument"]["Statement"]):
                issues = check.execute(Statement.model_validate(statement), index, fetcher, config)
                for issue in asyncio.run(issues):
                    yield Finding(issue.issue_type, f"{stack}/{logical_id}", issue.message)


def apart(judge: str, templates: dict[str, Template]) -> Iterator[Finding]:
    """A judge in a process and with packages of its own, which are installed where they aren't."""
    home = Path(".gatehouse/judges")
    subprocess.run(["make", "-s", home / ".installed"], cwd=ROOT, check=True)
    command = [ROOT / home / "bin/python", Path(__file__).with_name("judges_apart.py"), judge]
    answer = subprocess.run(command, input=json.dumps(templates), stdout=subprocess.PIPE, text=True, check=True)
    yield from (Finding(*each) for each in json.loads(answer.stdout))


JUDGES: dict[str, Callable[[dict[str, Template]], Iterator[Finding]]] = {
    "cdk_nag": cdk_nag,
    "trust_validator": trust_validator,
    "guard": guard,
    **{name: functools.partial(apart, name) for name in ("checkov", "cfripper")},
}


def acknowledged(finding: Finding) -> list[tuple[str, str]]:
    """Which acknowledgements a finding matches."""
    return [
        (rule, place)
        for rule, place in ACKNOWLEDGED
        if fnmatchcase(finding.rule, rule) and fnmatchcase(finding.place, place)
    ]
