"""Asks prowler about the local deployment, and keeps what it says of our resources."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from config import loader
from config.names import Names
from ops import aws, process
from ops.errors import OpsError
from ops.local.emulator import GENERATED, ROOT
from ops.posture.explained import EXPLAINED
from ops.posture.judge import Observation, Status, judge
from ops.posture.report import Report

PYTHON = GENERATED / "posture" / "bin" / "python"
LOG = GENERATED / "logs" / "posture.log"
JUDGED = {
    "AWS::Cognito::IdentityPool",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::IAM::Role",
    "AWS::Lambda::Function",
}
"""The resource types that prowler has checks for; each resource of theirs must be seen by one."""

Answer = dict[str, Any]
"""One line of scan.py."""


def run(say: Callable[[str], object]) -> Report:
    """Judge every observation. OpsError if there is nothing to observe, or prowler did not get through."""
    environment = loader.load(aws.LOCAL)
    target = aws.target(aws.LOCAL)
    ours = resources(target.session().client("cloudformation"), Names(aws.LOCAL))
    verdicts, idle = judge(observed(scan(target, say), ours), EXPLAINED, environment)
    return Report(verdicts, idle)


def resources(cloudformation: Any, names: Names) -> dict[str, str]:
    """Physical id -> logical id, of what the stacks hold and prowler can judge."""
    found = {}
    for stack in (names.user_pool_stack, names.identity_pool_stack):
        try:
            pages = list(cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack))
        except cloudformation.exceptions.ClientError as error:
            raise OpsError(f"{stack} is not deployed: {error}", fix="make local") from error
        for each in (each for page in pages for each in page["StackResourceSummaries"]):
            if each["ResourceType"] in JUDGED:
                found[each["PhysicalResourceId"]] = each["LogicalResourceId"]
    return found


def scan(target: aws.Target, say: Callable[[str], object]) -> list[Answer]:
    """What scan.py says, its last line last."""
    if not PYTHON.exists():
        raise OpsError("Prowler is not installed.", fix="make posture")
    answers: list[Answer] = []

    def heard(line: str) -> None:
        if line.startswith("{"):
            answers.append(json.loads(line))
            say(f"{answers[-1].get('done', '')} {answers[-1].get('check', '')}".strip())

    no_files = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    environ = {"PATH": os.defpath, "HOME": str(GENERATED / "home"), **no_files, **target.variables()}
    script = ROOT / "ops" / "posture" / "scan.py"
    code = process.run([PYTHON, script], log=LOG, heard=heard, environ=environ, cwd=GENERATED)
    if code or not answers or "errors" not in answers[-1]:
        raise OpsError(f"Prowler did not get through:\n{process.tail(LOG)}", fix="make local, then again", log=LOG)
    return answers


def observed(answers: list[Answer], ours: dict[str, str]) -> Iterator[Observation]:
    """Findings on our resources; checks without one; resources without one; calls that failed."""
    unseen = set(ours.values())
    *checks, last = answers
    for answer in checks:
        found = [
            Observation(answer["check"], Status(finding["status"]), finding["text"], logical_id)
            for finding in answer["findings"]
            if (logical_id := whose(finding["arn"], ours))
        ]
        unseen -= {each.resource for each in found}
        yield from found or [Observation(answer["check"], Status.SILENT, "judged nothing of ours")]
    for error in last["errors"]:
        yield Observation(error["check"], Status.ERROR, error["text"])
    for logical_id in sorted(unseen):
        yield Observation("", Status.UNSEEN, "no check judged it", logical_id)


def whose(arn: str, ours: dict[str, str]) -> str | None:
    """The logical id of the resource that the ARN ends with."""
    return next((name for physical, name in ours.items() if arn.endswith((f"/{physical}", f":{physical}"))), None)
