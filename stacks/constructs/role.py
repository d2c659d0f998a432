"""An IAM role with all that it may do written in it: no policy is attached to it from elsewhere."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_iam as iam

from constructs import Construct

Statement = dict[str, Any]
"""In IAM's own grammar."""


class Role(iam.CfnRole):
    """A role whose trust is one statement. Both policies are literal: what stands here is what AWS reads."""

    def __init__(
        self, scope: Construct, construct_id: str, *, description: str, trust: Statement, statements: list[Statement]
    ) -> None:
        """`trust` without its effect; `statements`: what the role may do, none if empty."""
        super().__init__(
            scope,
            construct_id,
            description=description,
            assume_role_policy_document=document([{"Effect": "Allow", **trust}]),
            policies=[iam.CfnRole.PolicyProperty(policy_name="Inline", policy_document=document(statements))]
            if statements
            else None,
        )
        self.arn = self.attr_arn


def document(statements: list[Statement]) -> dict[str, Any]:
    """A policy, whole."""
    return {"Version": "2012-10-17", "Statement": statements}
