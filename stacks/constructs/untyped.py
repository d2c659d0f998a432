"""Resources of CloudWatch, Lambda, Logs, Secrets Manager and SSM, without the CDK's modules for them."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnResource

from constructs import Construct


def resource(
    scope: Construct, construct_id: str, resource_type: str, properties: dict[str, Any], *, tags: dict[str, str]
) -> CfnResource:
    """A resource whose properties are written as CloudFormation names them; `Tags.of()` doesn't reach it.

    The modules' types would cost a third of every synth (aws_lambda alone loads aws_ec2). In their place stand the
    checks of every environment's template against CloudFormation's schemas (tests/lint).
    """
    tagged = {"Tags": tags if resource_type == "AWS::SSM::Parameter" else tag_list(tags)} if tags else {}
    return CfnResource(scope, construct_id, type=resource_type, properties=properties | tagged)


def tag_list(tags: dict[str, str]) -> list[dict[str, str]]:
    """As most resource types write their tags."""
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
