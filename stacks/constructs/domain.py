"""The user pool's domain: where its pages, links and OAuth endpoints are."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import domain as model
from constructs import Construct
from stacks.constructs import escape_hatch, pseudo


class Domain(Construct):
    """A prefix domain, retained unless `ephemeral`."""

    def __init__(
        self, scope: Construct, construct_id: str, *, config: model.Domain, user_pool_id: str, ephemeral: bool
    ) -> None:
        super().__init__(scope, construct_id)
        domain = cognito.CfnUserPoolDomain(self, "Default", user_pool_id=user_pool_id, domain=config.prefix)
        escape_hatch.retain(domain, ephemeral=ephemeral, reason="a freed prefix is anybody's, and apps still go there")
        self.url = f"https://{config.prefix}.auth.{pseudo.REGION}.amazoncognito.com"
