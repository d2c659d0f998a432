"""An IAM role with all that it may do written in it, unless its config attaches managed policies by name."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_iam as iam

from config.model import roles as model
from constructs import Construct
from stacks.constructs.pseudo import deploy_time

Statement = dict[str, Any]
"""In IAM's own grammar."""
_HOUR = 3600
"""IAM's own default of MaxSessionDuration, in seconds."""


class Role(iam.CfnRole):
    """A role whose trust is one statement. Both policies are literal: what stands here is what AWS reads."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        description: str,
        trust: Statement,
        statements: list[Statement],
        limits: model.Role | None = None,
    ) -> None:
        """`trust` without its effect; `statements`: what the role may do, none if empty; `limits`: its boundary, its
        session duration and its managed policies."""
        limits = limits or model.Role()
        seconds = int(limits.max_session_duration.total_seconds())
        super().__init__(
            scope,
            construct_id,
            description=description,
            assume_role_policy_document=document([{"Effect": "Allow", **trust}]),
            policies=[iam.CfnRole.PolicyProperty(policy_name="Inline", policy_document=document(statements))]
            if statements
            else None,
            managed_policy_arns=[deploy_time(arn) for arn in limits.managed_policies] or None,
            permissions_boundary=limits.permissions_boundary and deploy_time(limits.permissions_boundary),
            max_session_duration=None if seconds == _HOUR else seconds,
        )
        self.arn = self.attr_arn


def passing(arn: str) -> Statement:
    """Allows to hand this role on to Cognito, as it is asked for by operations that send all of an object back."""
    to_cognito = {"StringEquals": {"iam:PassedToService": "cognito-idp.amazonaws.com"}}
    return {"Effect": "Allow", "Action": "iam:PassRole", "Resource": arn, "Condition": to_cognito}


def document(statements: list[Statement]) -> dict[str, Any]:
    """A policy, whole."""
    return {"Version": "2012-10-17", "Statement": statements}
