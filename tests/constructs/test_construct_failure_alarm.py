"""The alarm on failures: it is told of what the functions really log, and there is none unless asked for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from config import loader
from custom_resources import lifecycle
from custom_resources.deadline import Deadline
from custom_resources.errors import Refused
from custom_resources.log import Log
from custom_resources.request import Properties, Request
from ops.templates import resources
from stacks.constructs.failure_alarm import PATTERN
from synthesis import ENVIRONMENTS, templates

EVENT = {
    "RequestType": "Create",
    "ResourceType": "Custom::CognitoUser",
    "LogicalResourceId": "User",
    "StackId": "a/b/c",
}


class Willing:
    """A resource that does as it is told: it fails with `error`, or not."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error

    def identity(self, _: Properties) -> str:
        return "id"

    def ensure(self, _: Request) -> dict[str, object]:
        if self.error:
            raise self.error
        return {}

    def delete(self, _: Request) -> None: ...


def logged(error: BaseException | None, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    lifecycle.answer(lambda: Willing(error), EVENT, Deadline.after(10), Log(RequestType="Create"))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def matches(line: dict[str, Any]) -> bool:
    """As CloudWatch Logs reads a pattern of this one form."""
    pattern = re.fullmatch(r'\{ \$\.(?P<field>\w+) = "(?P<value>[^"*]+)" \}', PATTERN)
    assert pattern, PATTERN
    return bool(line.get(pattern["field"]) == pattern["value"])


@pytest.mark.parametrize("error", [Refused("no"), KeyError("UserPoolId"), SystemExit(1)], ids=repr)
def test_the_pattern_finds_each_failure_once(error: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    assert [matches(line) for line in logged(error, capsys)].count(True) == 1


def test_the_pattern_does_not_find_a_success(capsys: pytest.CaptureFixture[str]) -> None:
    lines = logged(None, capsys)
    assert lines
    assert not any(matches(line) for line in lines)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_function_of_custom_resources_has_its_alarm_or_none_has(environment: str) -> None:
    topics = loader.load(environment).custom_resources.alarm_actions
    for template in templates(environment).values():
        customs = [each for each in template["Resources"].values() if each["Type"].startswith("Custom::")]
        functions = {custom["Properties"]["ServiceToken"]["Fn::GetAtt"][0] for custom in customs}
        alarms = resources(template, "AWS::CloudWatch::Alarm").values()
        assert [len(alarm["Properties"]["AlarmActions"]) for alarm in alarms] == [len(topics)] * len(alarms)
        watched = [metric for alarm in alarms for metric in alarm["Properties"]["Metrics"] if metric["Id"] == "errors"]
        named = [metric["MetricStat"]["Metric"]["Dimensions"][0]["Value"]["Ref"] for metric in watched]
        assert sorted(named) == (sorted(functions) if topics else [])
        filters = resources(template, "AWS::Logs::MetricFilter").values()
        assert sorted(
            each["Properties"]["MetricTransformations"][0]["MetricName"]["Ref"] for each in filters
        ) == sorted(named)
