"""An app client: never with a secret, never with more flows or attributes than its config names."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from aws_cdk import aws_cognito as cognito

from config.model.attributes import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from config.model.clients import Analytics, Client
from config.names import pascal
from constructs import Construct
from custom_resources.token_exchange.resource import TOKEN_EXCHANGE
from stacks.constructs import escape_hatch
from stacks.constructs.identity_provider import IdentityProvider
from stacks.constructs.pseudo import deploy_time
from stacks.constructs.resource_server import ResourceServer

Cfn = cognito.CfnUserPoolClient


class AppClient(Construct):
    """One client of a user pool, retained unless `ephemeral`, since its id is built into apps."""

    def __init__(
        self,
        scope: Construct,
        key: str,
        *,
        config: Client,
        user_pool_id: str,
        custom_attributes: list[str],
        identity_providers: dict[str, IdentityProvider],
        resource_servers: dict[str, ResourceServer],
        ephemeral: bool,
    ) -> None:
        """`custom_attributes`: those users may see of themselves, without `custom:`. `identity_providers` by name,
        `resource_servers` by identifier: the client waits for those that it names."""
        super().__init__(scope, f"Client{pascal(key)}")
        readable = [*STANDARD_ATTRIBUTES, *VERIFIED_FLAGS, *(f"custom:{name}" for name in custom_attributes)]
        rotation, oauth = config.refresh_token_rotation, config.oauth
        client = Cfn(
            self,
            "Default",
            user_pool_id=user_pool_id,
            client_name=config.name or key,
            generate_secret=False,
            explicit_auth_flows=[
                *(flow for flow in config.auth_flows if flow not in TOKEN_EXCHANGE.values),
                *([] if rotation else ["ALLOW_REFRESH_TOKEN_AUTH"]),
            ],
            access_token_validity=_validity(config.access_token_validity),
            id_token_validity=_validity(config.id_token_validity),
            refresh_token_validity=_validity(config.refresh_token_validity),
            token_validity_units=Cfn.TokenValidityUnitsProperty(
                access_token=_unit(config.access_token_validity),
                id_token=_unit(config.id_token_validity),
                refresh_token=_unit(config.refresh_token_validity),
            ),
            auth_session_validity=_minutes(config.auth_session_validity),
            refresh_token_rotation=Cfn.RefreshTokenRotationProperty(
                feature="ENABLED", retry_grace_period_seconds=rotation.retry_grace_period_seconds
            )
            if rotation
            else None,
            enable_token_revocation=config.enable_token_revocation,
            prevent_user_existence_errors="ENABLED" if config.prevent_user_existence_errors else "LEGACY",
            read_attributes=list(readable if config.read_attributes is None else config.read_attributes),
            write_attributes=list(STANDARD_ATTRIBUTES if config.write_attributes is None else config.write_attributes),
            supported_identity_providers=list(config.supported_identity_providers),
            allowed_o_auth_flows_user_pool_client=oauth is not None,
            allowed_o_auth_flows=list(oauth.flows) if oauth else None,
            allowed_o_auth_scopes=list(oauth.scopes) if oauth else None,
            callback_ur_ls=list(oauth.callback_urls) if oauth else None,
            default_redirect_uri=oauth.default_redirect_uri if oauth else None,
            logout_ur_ls=(list(oauth.logout_urls) or None) if oauth else None,
            analytics_configuration=_analytics(config.analytics) if config.analytics else None,
            enable_propagate_additional_user_context_data=False,  # Cognito grants it to clients with a secret only
        )
        asked = {scope.rpartition("/")[0] for scope in (oauth.scopes if oauth else ())}
        waits_for = [
            *(provider for name, provider in identity_providers.items() if name in config.supported_identity_providers),
            *(server for identifier, server in resource_servers.items() if identifier in asked),
        ]
        client.node.add_dependency(*waits_for)
        escape_hatch.retain(client, ephemeral=ephemeral, reason="apps that hold the client id must go on working")
        self.resource = client
        self.id = client.ref


def _analytics(config: Analytics) -> Cfn.AnalyticsConfigurationProperty:
    return Cfn.AnalyticsConfigurationProperty(
        application_arn=deploy_time(config.application_arn) if config.application_arn else None,
        application_id=config.application_id,
        role_arn=deploy_time(config.role_arn) if config.role_arn else None,
        external_id=config.external_id,
        user_data_shared=config.user_data_shared,
    )


def _unit(value: timedelta) -> Literal["minutes", "seconds"]:
    """In which a token's validity is a whole number."""
    return "seconds" if value % timedelta(minutes=1) else "minutes"


def _validity(value: timedelta) -> int:
    return value // timedelta(**{_unit(value): 1})


def _minutes(value: timedelta) -> int:
    return int(value.total_seconds() // 60)
