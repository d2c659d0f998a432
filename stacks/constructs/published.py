"""A value that others need: an SSM parameter (for other stacks, apps, `verify`) and a stack output."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_ssm as ssm

from config.names import pascal


def publish(stack: Stack, path: str, *, value: str) -> None:
    """Publish `value` under its SSM path; the output's name is the path's tail (`clients/web/id` -> `ClientsWebId`)."""
    name = "".join(pascal(part) for part in path.split("/")[3:])
    ssm.CfnParameter(stack, f"{name}Parameter", name=path, type="String", value=value)
    CfnOutput(stack, name, value=value)
