"""A value that others need: an SSM parameter (for other stacks, apps, `verify`) and a stack output."""

from __future__ import annotations

from aws_cdk import CfnOutput, CfnParameter, Stack

from config.names import pascal
from stacks.constructs import untyped


def publish(stack: Stack, path: str, *, value: str, tags: dict[str, str]) -> None:
    """Publish `value` under its SSM path; the output's name is the path's tail (`clients/web/id` -> `ClientsWebId`)."""
    name = _name(path)
    properties = {"Name": path, "Type": "String", "Value": value}
    untyped.resource(stack, f"{name}Parameter", "AWS::SSM::Parameter", properties, tags=tags)
    CfnOutput(stack, name, value=value)


def read(stack: Stack, path: str) -> str:
    """What another stack has published under `path`, looked up by CloudFormation in each deployment."""
    parameter = CfnParameter(stack, f"{_name(path)}Published", type="AWS::SSM::Parameter::Value<String>", default=path)
    return parameter.value_as_string


def _name(path: str) -> str:
    return "".join(pascal(part) for part in path.split("/")[3:])
