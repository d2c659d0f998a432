"""Who can sign in: the user pool, its app clients and its domain. Stateful: retained and protected."""

from __future__ import annotations

from aws_cdk import Environment as Target
from aws_cdk import Stack

from config import plans
from config.model import Environment
from config.names import Names
from config.relying_party import relying_party_id
from constructs import Construct
from stacks.constructs.app_client import AppClient
from stacks.constructs.domain import Domain
from stacks.constructs.pool_settings import PoolSettings
from stacks.constructs.published import publish
from stacks.constructs.user_pool import UserPool


class UserPoolStack(Stack):
    """The user pool and everything that would be lost with it."""

    def __init__(
        self, scope: Construct, construct_id: str, *, config: Environment, names: Names, target: Target
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            stack_name=names.user_pool_stack,
            description=f"Gatehouse {config.name}: who can sign in",
            env=target,
            termination_protection=not config.ephemeral,
        )
        pool = UserPool(
            self,
            "UserPool",
            config=config.user_pool,
            name=names.prefix,
            feature_plan=plans.chosen(config),
            relying_party_id=relying_party_id(config),
            ephemeral=config.ephemeral,
        )
        clients = {
            key: AppClient(
                self,
                key,
                config=client,
                user_pool_id=pool.id,
                custom_attributes=list(config.user_pool.custom_attributes),
                ephemeral=config.ephemeral,
            )
            for key, client in config.clients.items()
        }
        values = {
            "user-pool-id": pool.id,
            "user-pool-arn": pool.arn,
            "issuer": pool.issuer,
            "jwks-uri": f"{pool.issuer}/.well-known/jwks.json",
        }
        for name, value in values.items():
            publish(self, names.parameter(name), value=value, tags=config.tags)
        for key, client in clients.items():
            publish(self, names.client_id(key), value=client.id, tags=config.tags)
        if config.domain:
            domain = Domain(
                self, "UserPoolDomain", config=config.domain, user_pool_id=pool.id, ephemeral=config.ephemeral
            )
            publish(self, names.parameter("domain"), value=domain.url, tags=config.tags)
        PoolSettings(self, "PoolSettings", config=config.user_pool, pool=pool, tags=config.tags)
