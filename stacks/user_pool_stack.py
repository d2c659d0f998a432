"""Who can sign in, and where: the user pool, its providers, app clients, domain and pages. Retained and protected."""

from __future__ import annotations

from config import plans
from config.model import Environment
from config.names import Names
from config.relying_party import relying_party_id
from constructs import Construct
from stacks.constructs.account_settings import AccountSettings
from stacks.constructs.app_client import AppClient
from stacks.constructs.identity_provider import IdentityProvider
from stacks.constructs.log_delivery import LogDelivery
from stacks.constructs.pages import add_pages
from stacks.constructs.pool_settings import PoolSettings
from stacks.constructs.published import publish
from stacks.constructs.replica import Replica
from stacks.constructs.resource_server import ResourceServer
from stacks.constructs.risk_configuration import add_risk_configurations
from stacks.constructs.token_exchange import TokenExchange
from stacks.constructs.triggers import Triggers
from stacks.constructs.user_pool import UserPool
from stacks.environment_stack import EnvironmentStack


class UserPoolStack(EnvironmentStack):
    """The user pool and everything that would be lost with it."""

    def __init__(self, scope: Construct, *, config: Environment, names: Names) -> None:
        super().__init__(scope, names.user_pool_stack, config=config, region=config.region, about="who can sign in")
        triggers = Triggers(
            self,
            "Triggers",
            config=config.triggers,
            account=config.account,
            ephemeral=config.ephemeral,
            tags=config.tags,
        )
        pool = UserPool(
            self,
            "UserPool",
            config=config.user_pool,
            name=names.prefix,
            feature_plan=plans.chosen(config),
            relying_party_id=relying_party_id(config),
            lambda_config=triggers.lambda_config,
            ephemeral=config.ephemeral,
        )
        providers = {
            name: IdentityProvider(self, name, config=provider, user_pool_id=pool.id)
            for _, name, provider in config.identity_providers.all()
        }
        servers = {
            server.identifier or key: ResourceServer(self, key, config=server, user_pool_id=pool.id)
            for key, server in config.resource_servers.items()
        }
        triggers.permit(pool.arn)
        for region, replica in config.replicas.items():
            Replica(self, region, config=replica, user_pool_id=pool.id, ephemeral=config.ephemeral)
        clients = {
            key: AppClient(
                self,
                key,
                config=client,
                user_pool_id=pool.id,
                custom_attributes=list(config.user_pool.custom_attributes),
                identity_providers=providers,
                resource_servers=servers,
                ephemeral=config.ephemeral,
            )
            for key, client in config.clients.items()
        }
        client_ids = {key: client.id for key, client in clients.items()}
        add_risk_configurations(
            self, config=config.user_pool, clients=config.clients, client_ids=client_ids, user_pool_id=pool.id
        )
        if config.user_pool.log_delivery:
            LogDelivery(self, "LogDelivery", config=config.user_pool.log_delivery, user_pool_id=pool.id)
        values = {
            "user-pool-id": pool.id,
            "user-pool-arn": pool.arn,
            "issuer": pool.issuer,
            "jwks-uri": f"{pool.issuer}/.well-known/jwks.json",
        }
        if triggers.made_key:
            values["custom-sender-key-arn"] = triggers.made_key.arn
        for name, value in values.items():
            publish(self, names.parameter(name), value=value, tags=config.tags)
        for key, client_id in client_ids.items():
            publish(self, names.client_id(key), value=client_id, tags=config.tags)
        if config.domain:
            domain = add_pages(
                self,
                config=config.domain,
                clients=config.clients,
                client_ids=client_ids,
                user_pool_id=pool.id,
                user_pool_arn=pool.arn,
                ephemeral=config.ephemeral,
                tags=config.tags,
            )
            publish(self, names.parameter("domain"), value=domain.url, tags=config.tags)
            if domain.cloudfront_distribution:
                path = names.parameter("domain-cloudfront-distribution")
                publish(self, path, value=domain.cloudfront_distribution, tags=config.tags)
        PoolSettings(
            self,
            "PoolSettings",
            config=config.user_pool,
            clients=config.clients,
            client_ids={key: client.id for key, client in clients.items()},
            pool=pool,
            providers={name: (provider, providers[name]) for _, name, provider in config.identity_providers.all()},
            resource_servers=list(servers.values()),
            tags=config.tags,
        )
        TokenExchange(
            self,
            "TokenExchange",
            clients={key: (client, clients[key]) for key, client in config.clients.items()},
            pool=pool,
            tags=config.tags,
        )
        AccountSettings(
            self,
            "AccountSettings",
            limits=config.provisioned_limits,
            sms_account=config.sms_account,
            sms_region=(config.user_pool.sms and config.user_pool.sms.sns_region) or config.region,
            tags=config.tags,
        )
