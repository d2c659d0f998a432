"""The only author of a trust policy for cognito-identity.amazonaws.com."""

from __future__ import annotations

from typing import Any

from config import roles
from constructs import Construct
from stacks.constructs.policy import conditions, statements
from stacks.constructs.role import Role

_COGNITO = "cognito-identity.amazonaws.com"
_WITH_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"


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
        config: roles.FederatedRole,
        identity_pool_id: str,
        amr_of_logins: dict[str, str],
    ) -> None:
        """`amr_of_logins`: what `amr` holds of an identity that came by a login, by the login's name."""
        limits = config.config
        condition: dict[str, dict[str, Any]] = {
            "StringEquals": {f"{_COGNITO}:aud": identity_pool_id},
            "ForAnyValue:StringLike": {f"{_COGNITO}:amr": config.identity},
        }
        if limits.trust.logins:
            amr = [amr_of_logins[login] for login in limits.trust.logins]
            condition["ForAnyValue:StringEquals"] = {f"{_COGNITO}:amr": amr}
        for operator, keys in conditions(limits.trust.conditions).items():
            condition[operator] = {**condition.get(operator, {}), **keys}
        super().__init__(
            scope,
            construct_id,
            description=config.description,
            trust={
                "Principal": {"Federated": _COGNITO},
                # Sessions that carry tags need both: https://docs.aws.amazon.com/cognito/latest/developerguide/using-attributes-for-access-control-policy-example.html
                "Action": [_WITH_WEB_IDENTITY, "sts:TagSession"] if config.tags_sessions else _WITH_WEB_IDENTITY,
                "Condition": condition,
            },
            statements=statements(config.statements),
            limits=limits,
        )
