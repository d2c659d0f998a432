"""An alarm for each function of a custom resource: it has answered FAILED, or could not answer."""

from __future__ import annotations

from typing import Any

from aws_cdk import Stack

from constructs import Construct
from stacks.constructs import untyped
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.pseudo import deploy_time

NAMESPACE = "Gatehouse/FailedAnswers"
PATTERN = '{ $.message = "FAILED" }'
"""The line that custom_resources/lifecycle.py writes: to Lambda, a function that answers so has done well."""


def add_failure_alarms(stack: Stack, *, topics: tuple[str, ...], tags: dict[str, str]) -> None:
    """One for each function of custom resources in `stack`, which tells `topics`."""
    for function in stack.node.find_all():
        if isinstance(function, LifecycleFunction):
            FailureAlarm(function, "FailureAlarm", function=function, topics=topics, tags=tags)


class FailureAlarm(Construct):
    """Adds up what the log says and what Lambda counts: an answer that did not arrive, a timeout, a crash."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        function: LifecycleFunction,
        topics: tuple[str, ...],
        tags: dict[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        name = function.function.ref
        untyped.resource(
            self,
            "Filter",
            "AWS::Logs::MetricFilter",
            {
                "LogGroupName": function.log_group,
                "FilterPattern": PATTERN,
                "MetricTransformations": [
                    {"MetricNamespace": NAMESPACE, "MetricName": name, "MetricValue": "1", "DefaultValue": 0}
                ],
            },
            tags={},
        )
        dimensions = [{"Name": "FunctionName", "Value": name}]
        untyped.resource(
            self,
            "Default",
            "AWS::CloudWatch::Alarm",
            {
                "AlarmDescription": f"{function.description}: failed, see the log group {function.log_group}",
                "AlarmActions": [deploy_time(topic) for topic in topics],
                "Metrics": [
                    _sum("failed", {"Namespace": NAMESPACE, "MetricName": name}),
                    _sum("errors", {"Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": dimensions}),
                    {"Id": "failures", "Label": "Failures", "Expression": "FILL(failed, 0) + FILL(errors, 0)"},
                ],
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 0,
                "EvaluationPeriods": 1,
                "TreatMissingData": "notBreaching",
            },
            tags=tags,
        )


def _sum(id_: str, metric: dict[str, Any]) -> dict[str, Any]:
    """In each minute."""
    return {"Id": id_, "ReturnData": False, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}
