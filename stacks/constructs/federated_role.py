"""The only author of a trust policy for cognito-identity.amazonaws.com."""

from __future__ import annotations

from typing import Literal

from config.model import policy as model
from constructs import Construct
from stacks.constructs import pseudo
from stacks.constructs.role import Role, Statement

Identity = Literal["authenticated", "unauthenticated"]


class FederatedRole(Role):
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
        policy: model.Policy,
        identity_pool_id: str,
        identity: Identity,
        description: str,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=description,
            trust={
                "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool_id},
                    "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": identity},
                },
            },
            statements=[_statement(statement) for statement in policy],
        )


def _statement(statement: model.Statement) -> Statement:
    rendered: Statement = {
        "Effect": statement.Effect,
        "Action": _one_or_many(statement.Action),
        "Resource": _one_or_many(statement.Resource),
    }
    if statement.Sid:
        rendered = {"Sid": statement.Sid, **rendered}
    if statement.Condition:
        rendered["Condition"] = {
            operator: {key: _one_or_many(values) for key, values in keys.items()}
            for operator, keys in statement.Condition.items()
        }
    return rendered


def _one_or_many(texts: tuple[str, ...]) -> str | list[str]:
    filled = [_deploy_time(text) for text in texts]
    return filled[0] if len(filled) == 1 else filled


def _deploy_time(text: str) -> str:
    """CloudFormation fills in its pseudo parameters; IAM's own variables stay as they are."""
    for name, token in (("Partition", pseudo.PARTITION), ("Region", pseudo.REGION), ("AccountId", pseudo.ACCOUNT_ID)):
        text = text.replace(f"${{AWS::{name}}}", token)
    return text
