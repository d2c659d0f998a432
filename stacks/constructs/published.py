"""A value that others need: an SSM parameter (for other stacks, apps, `verify`) and a stack output."""

from __future__ import annotations

from aws_cdk import CfnOutput
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from config.names import pascal


class Published(Construct):
    """One value under its SSM path; the output's name is the path's tail (`clients/web/id` -> `ClientsWebId`)."""

    def __init__(self, scope: Construct, path: str, *, value: str) -> None:
        name = "".join(pascal(part) for part in path.split("/")[3:])
        super().__init__(scope, f"Published{name}")
        parameter = ssm.CfnParameter(self, "Parameter", name=path, type="String", value=value)
        parameter.override_logical_id(f"{name}Parameter")
        CfnOutput(self, "Output", value=value).override_logical_id(name)
