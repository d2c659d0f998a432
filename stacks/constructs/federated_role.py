"""The only author of a trust policy for cognito-identity.amazonaws.com."""

from __future__ import annotations

from typing import Any, Literal

from aws_cdk import aws_iam as iam

from config.model.policy import Policy, Statement
from constructs import Construct
from stacks.constructs import pseudo

Identity = Literal["authenticated", "unauthenticated"]


class FederatedRole(Construct):
    """A role that identities of one identity pool receive.

    Its trust names both `aud` (this identity pool) and `amr` (signed in, or guest): without the first, any identity
    pool in the world could hand it out; without the second, guests could take it.
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        policy: Policy,
        identity_pool_id: str,
        identity: Identity,
        description: str,
    ) -> None:
        super().__init__(scope, construct_id)
        role = iam.Role(
            self,
            "Role",
            description=description,
            assumed_by=iam.FederatedPrincipal(
                "cognito-identity.amazonaws.com",
                {
                    "StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool_id},
                    "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": identity},
                },
                "sts:AssumeRoleWithWebIdentity",
            ),
            inline_policies={"Config": _document(policy)} if policy else None,
        )
        self.arn = role.role_arn


def _document(policy: Policy) -> iam.PolicyDocument:
    return iam.PolicyDocument.from_json(
        {"Version": "2012-10-17", "Statement": [_statement(statement) for statement in policy]}
    )


def _statement(statement: Statement) -> dict[str, Any]:
    rendered: dict[str, Any] = {
        "Effect": statement.Effect,
        "Action": list(statement.Action),
        "Resource": [_deploy_time(resource) for resource in statement.Resource],
    }
    if statement.Sid:
        rendered["Sid"] = statement.Sid
    if statement.Condition:
        rendered["Condition"] = {
            operator: {key: [_deploy_time(value) for value in values] for key, values in keys.items()}
            for operator, keys in statement.Condition.items()
        }
    return rendered


def _deploy_time(text: str) -> str:
    """CloudFormation fills in its pseudo parameters; IAM's own variables stay as they are."""
    for name, token in (("Partition", pseudo.PARTITION), ("Region", pseudo.REGION), ("AccountId", pseudo.ACCOUNT_ID)):
        text = text.replace(f"${{AWS::{name}}}", token)
    return text
