"""A replica of the user pool in another Region. What is its own there is that Region's stack's."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import replicas as model
from config.names import pascal
from constructs import Construct
from stacks.constructs import escape_hatch


class Replica(Construct):
    """Made from the primary's Region; retained unless `ephemeral`."""

    def __init__(
        self, scope: Construct, region: str, *, config: model.Replica, user_pool_id: str, ephemeral: bool
    ) -> None:
        super().__init__(scope, f"Replica{pascal(region)}")
        replica = cognito.CfnUserPoolReplica(
            self,
            "Default",
            user_pool_id=user_pool_id,
            region_name=region,
            user_pool_tags_at_create=config.user_pool_tags_at_create or None,
        )
        escape_hatch.retain(replica, ephemeral=ephemeral, reason="users may be signing in there")
