"""What becomes of prowler's findings: nothing goes unexplained, and no explanation is idle."""

from __future__ import annotations

from typing import Any

import pytest

from ops.posture.judge import Explanation, Observation, Status, judge
from ops.posture.report import Report
from ops.posture.run import observed
from synthesis import load

LOCAL = load("local")
POOL_ARN = "arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_Ab"
OURS = {"eu-central-1_Ab": "UserPool"}
WEAK = Observation("policy_symbol", Status.FAIL, "no symbol", "UserPool")


def answers(*found: dict[str, str], errors: tuple[dict[str, str], ...] = ()) -> list[dict[str, Any]]:
    return [{"check": "policy_symbol", "findings": list(found)}, {"errors": list(errors)}]


def finding(status: str, arn: str = POOL_ARN) -> dict[str, str]:
    return {"status": status, "arn": arn, "text": "no symbol"}


def report(*explanations: Explanation, seen: Observation = WEAK) -> Report:
    return Report(*judge([seen], explanations, LOCAL))


def test_a_finding_that_nothing_explains_fails() -> None:
    assert not report().ok
    assert report().summary == "0 passed, 0 explained, 1 failed"


def test_a_finding_that_is_explained_does_not() -> None:
    found = report(Explanation(Status.FAIL, ("policy_*",), "because"))
    assert found.ok
    assert [verdict.reason for verdict in found.verdicts] == ["because"]


@pytest.mark.parametrize(
    "other",
    [
        Explanation(Status.SILENT, ("policy_symbol",), "of another status"),
        Explanation(Status.FAIL, ("policy_number",), "of another check"),
        Explanation(Status.FAIL, ("policy_symbol",), "of another resource", resource="Other*"),
        Explanation(Status.FAIL, ("policy_symbol",), "of another text", says="no"),
        Explanation(Status.FAIL, ("policy_symbol",), "of another setting", while_=lambda local: not local.ephemeral),
    ],
    ids=lambda other: str(other.reason),
)
def test_an_explanation_of_something_else_explains_nothing_and_is_idle(other: Explanation) -> None:
    found = report(other)
    assert len(found.failed) == 1
    assert len(found.idle) == 1


def test_each_name_in_an_explanation_has_to_be_needed() -> None:
    found = report(Explanation(Status.FAIL, ("policy_symbol", "policy_number"), "because"))
    assert not found.failed
    assert found.idle == ["policy_number (FAIL): because"]
    assert not found.ok


def test_what_passes_needs_no_explanation_and_makes_one_idle() -> None:
    passed = Observation("policy_symbol", Status.PASS, "a symbol", "UserPool")
    assert report(seen=passed).ok
    assert not report(Explanation(Status.PASS, ("policy_symbol",), "because"), seen=passed).ok


def test_only_resources_of_ours_are_judged() -> None:
    theirs = finding("FAIL", arn="arn:aws:iam::000000000000:role/cdk-hnb659fds-deploy-role")
    assert list(observed(answers(finding("FAIL"), theirs), OURS)) == [WEAK]


def test_a_check_that_judges_none_of_ours_is_an_observation_and_so_is_a_resource_that_none_judges() -> None:
    assert list(observed(answers(), OURS)) == [
        Observation("policy_symbol", Status.SILENT, "judged nothing of ours"),
        Observation("", Status.UNSEEN, "no check judged it", "UserPool"),
    ]


def test_a_call_that_failed_is_an_observation() -> None:
    error = {"check": "cognito_service", "text": "AccessDenied"}
    seen = list(observed(answers(finding("PASS"), errors=(error,)), OURS))
    assert [each.status for each in seen] == [Status.PASS, Status.ERROR]
    assert not Report(*judge(seen, (), LOCAL)).ok


def test_the_name_of_a_resource_is_the_end_of_its_arn_and_no_part_of_one() -> None:
    longer = finding("FAIL", arn=POOL_ARN.replace("_Ab", "_Abc")), finding("FAIL", arn=POOL_ARN.replace("/", "/x"))
    assert Status.FAIL not in {each.status for each in observed(answers(*longer), OURS)}
