"""A user pool group and the role its members receive."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config import roles
from config.model import groups as model
from config.names import pascal
from constructs import Construct
from stacks.constructs import escape_hatch
from stacks.constructs.federated_role import FederatedRole


class Group(Construct):
    """A group, retained unless `ephemeral`, since deleting it forgets its members."""

    def __init__(
        self,
        scope: Construct,
        key: str,
        *,
        name: str,
        config: model.Group,
        role: roles.FederatedRole,
        user_pool_id: str,
        identity_pool_id: str,
        amr_of_logins: dict[str, str],
        ephemeral: bool,
    ) -> None:
        super().__init__(scope, f"Group{pascal(key)}")
        made = FederatedRole(self, "Role", config=role, identity_pool_id=identity_pool_id, amr_of_logins=amr_of_logins)
        group = cognito.CfnUserPoolGroup(
            self,
            "Default",
            user_pool_id=user_pool_id,
            group_name=name,
            description=config.description,
            precedence=config.precedence,
            role_arn=made.arn,
        )
        escape_hatch.retain(group, ephemeral=ephemeral, reason="the group holds its members")
        self.role_arn = made.arn
