"""The functions behind custom resources: each reachable only by its own resources, and able to do only what it must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from resolving import resolve
from synthesis import all_templates, resources

WILDCARDS = {
    r"arn:aws:logs:[^*?]+:log-group:[^*?]+:\*": "the streams of its own log group, which Lambda names",
    r"arn:aws:secretsmanager:[^*?]+:secret:[^*?]+-\?{6}": "Secrets Manager ends every secret's ARN in six characters",
}
"""What may hold a wildcard -> why."""


def custom_resources() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(name, resource, its template) of each, over all templates."""
    for stack, template in all_templates().items():
        for key, resource in template["Resources"].items():
            if resource["Type"].startswith(("Custom::", "AWS::CloudFormation::CustomResource")):
                yield f"{stack}/{key}", resource, template


def grants() -> Iterator[tuple[str, dict[str, Any]]]:
    """(name of the role, statement) for everything that a function may do."""
    for stack, template in all_templates().items():
        for function in resources(template, "AWS::Lambda::Function").values():
            role = function["Properties"]["Role"]["Fn::GetAtt"][0]
            for policy in template["Resources"][role]["Properties"].get("Policies", ()):
                yield from ((f"{stack}/{role}", each) for each in resolve(policy)["PolicyDocument"]["Statement"])


def many(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_custom_resources_are_answered_by_a_function_of_their_own_stack() -> None:
    for name, resource, template in custom_resources():
        function, attribute = resource["Properties"]["ServiceToken"]["Fn::GetAtt"]
        assert (template["Resources"][function]["Type"], attribute) == ("AWS::Lambda::Function", "Arn"), name


def test_custom_resources_are_named_after_cognito() -> None:
    for name, resource, _ in custom_resources():
        assert re.fullmatch(r"Custom::Cognito[A-Z]\w+", resource["Type"]), name


def test_custom_resources_give_up_after_their_function_and_within_minutes() -> None:
    for name, resource, template in custom_resources():
        function = template["Resources"][resource["Properties"]["ServiceToken"]["Fn::GetAtt"][0]]
        timeout = int(resource["Properties"]["ServiceTimeout"])
        assert function["Properties"]["Timeout"] < timeout <= 15 * 60, name


def test_functions_hold_no_wildcard_without_a_reason() -> None:
    held = [
        (name, text)
        for name, statement in grants()
        for text in many(statement["Action"]) + many(statement["Resource"])
        if "*" in text or "?" in text
    ]
    assert [each for each in held if not any(re.fullmatch(reason, each[1]) for reason in WILDCARDS)] == []
    assert [reason for reason in WILDCARDS if not any(re.fullmatch(reason, text) for _, text in held)] == []


def test_a_role_may_do_what_stands_in_it_and_nothing_else() -> None:
    for stack, template in all_templates().items():
        types = {each["Type"] for each in template["Resources"].values()}
        assert [each for each in types if re.match("AWS::IAM::(?!Role$)", each)] == [], stack
        for key, role in resources(template, "AWS::IAM::Role").items():
            assert "ManagedPolicyArns" not in role["Properties"], f"{stack}/{key}"
