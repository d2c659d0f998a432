"""The only author of a trust policy for cognito-identity.amazonaws.com."""

from __future__ import annotations

from typing import Literal

from config.model import policy as model
from constructs import Construct
from stacks.constructs.policy import statements
from stacks.constructs.role import Role

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
            statements=statements(policy),
        )
