"""What a core declares, what its function is granted, and what it calls: the same, down to the kind of resource."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from custom_resources.request import Resource
from fake_cognito import FakeCognito
from ops.templates import resolve, resources
from settings_resources import SUBJECTS
from subject import Subject
from synthesis import ENVIRONMENTS, EXAMPLES, templates
from test_contract import CONTRACT, WAIVED

KINDS = {
    "*": r"\*",
    "object": r"arn:aws:s3:::[^*/]+/[^*]+",
    "parameter": r"arn:aws:ssm:[^*]+:parameter/[^*]+",
    "role": r"\w+Role\w*\.Arn|arn:aws:iam::[0-9]+:role/[^*]+",
    "secret": r"arn:aws:secretsmanager:[^*]+:secret:[^*]+|SeedPassword\w+\.Id",
    "userpool": r"UserPool\.Arn|UserPoolArnPublished",
}
"""Of resources, as templates name them."""
EVERYTHING = [name for name in ENVIRONMENTS if name.startswith("everything")]

Asked = set[tuple[str, str]]
"""Actions, each with the kind of resource that it is asked on."""


@functools.cache
def called(subject: Subject) -> Asked:
    """By all that the contract makes it do."""
    fakes: list[FakeCognito] = []

    def make(fake: FakeCognito) -> Resource:
        fakes.append(fake)
        return subject.make(fake)

    recorded = replace(subject, make=make)
    for check in CONTRACT:
        if (subject, check) not in WAIVED:
            check(recorded)
    return set().union(*(fake.asked for fake in fakes))


def functions(environment: str) -> Iterator[tuple[str, set[str], Asked]]:
    """Of each function behind custom resources: its name, their types, and what its role is granted."""
    for stack, template in templates(environment).items():
        for function, made in resources(template, "AWS::Lambda::Function").items():
            of_it = {"Fn::GetAtt": [function, "Arn"]}
            answered = {
                resource["Type"].removeprefix("Custom::")
                for resource in template["Resources"].values()
                if resource.get("Properties", {}).get("ServiceToken") == of_it
            }
            if answered:
                role = template["Resources"][made["Properties"]["Role"]["Fn::GetAtt"][0]]
                yield f"{stack}/{function}", answered, set(granted(role))


def granted(role: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """But for the function's own log."""
    for policy in role["Properties"]["Policies"]:
        for statement in resolve(policy)["PolicyDocument"]["Statement"]:
            for action in many(statement["Action"]):
                if not action.startswith("logs:"):
                    yield from ((action, kind_of(resource)) for resource in many(statement["Resource"]))


def many(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def kind_of(resource: str) -> str:
    return next((kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, resource)), resource)


def needed(types: set[str]) -> Asked:
    return set().union(*(called(subject) for subject in SUBJECTS if subject.name in types))


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_a_core_declares_what_it_calls(subject: Subject) -> None:
    """A role that it hands on travels in a request: who may pass it is said where the role is made."""
    assert {action for action, _ in called(subject)} - {"iam:PassRole"} == {*subject.declared}


@pytest.mark.parametrize("environment", EVERYTHING)
def test_a_function_is_granted_what_its_resources_call(environment: str) -> None:
    for name, types, grants in functions(environment):
        assert grants == needed(types), name


@pytest.mark.parametrize("environment", sorted({*ENVIRONMENTS, *EXAMPLES} - {*EVERYTHING}))
def test_no_function_is_granted_more(environment: str) -> None:
    """Less it may be: what is not in use there."""
    for name, types, grants in functions(environment):
        assert grants <= needed(types), name
