"""What of a user pool CloudFormation does not reach: each setting a custom resource, one function a privilege set."""

from __future__ import annotations

from typing import Any

from config.model.client_registration import ClientRegistration
from config.model.clients import Client
from config.model.identity_providers import Oidc, Provider
from config.model.user_pool import UserPool as Config
from config.names import pascal
from constructs import Construct
from custom_resources.session import resource as session
from custom_resources.user_pool import acr, client_registration
from stacks.constructs.identity_provider import IdentityProvider
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.resource_server import ResourceServer
from stacks.constructs.revision import revision
from stacks.constructs.role import Statement
from stacks.constructs.user_pool import UserPool


class PoolSettings(Construct):
    """What UpdateUserPool sets, one after another, since each of them writes the whole pool. Then the sessions."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: Config,
        clients: dict[str, Client],
        client_ids: dict[str, str],
        pool: UserPool,
        providers: dict[str, tuple[Provider, IdentityProvider]],
        resource_servers: list[ResourceServer],
        tags: dict[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        self._pool, self._tags = pool, tags
        mapped = {
            name: (provider, resource)
            for name, (provider, resource) in providers.items()
            if isinstance(provider, Oidc) and provider.acr_mapping
        }
        self._update_user_pool(config, mapped, resource_servers)
        if config.user_session_tracking:
            self._function("session", [*session.ACTIONS], "Custom::CognitoSessionConfiguration").resource(
                "Custom::CognitoSessionConfiguration",
                "CognitoSessionConfiguration",
                UserPoolId=pool.id,
                UserSessionTracking="ENABLED",
                TokenSession={"MaxPerUser": config.user_session_tracking.max_per_user},
                Clients=[
                    {"ClientId": client_ids[key], "SSOSession": {"MaxValidityMinutes": minutes}}
                    for key, minutes in _sso_sessions(clients).items()
                ],
            )

    def _update_user_pool(
        self,
        config: Config,
        mapped: dict[str, tuple[Oidc, IdentityProvider]],
        resource_servers: list[ResourceServer],
    ) -> None:
        actions: set[str] = set()
        wanted: dict[str, tuple[dict[str, Any], list[Construct]]] = {}
        if config.acr_configuration or mapped:
            providers = [provider for _, provider in mapped.values()]
            wanted["CognitoAcrConfiguration"] = (_levels(config, mapped), [*providers])
            actions |= {*acr.ACTIONS, *(acr.PROVIDER_ACTIONS if mapped else ())}
        if config.dcr_configuration:
            registration = {"DcrConfiguration": _registration(config.dcr_configuration)}
            wanted["CognitoDynamicClientRegistration"] = (registration, [*resource_servers])
            actions |= {*client_registration.ACTIONS}
        if not wanted:
            return
        what = " and ".join(f"Custom::{name}" for name in wanted)
        function = self._function("user_pool", sorted(actions), what, more=self._pool.update_grants)
        watched = [self._pool.resource, *(provider.resource for _, provider in mapped.values())]
        former: list[Construct] = []
        for name, (properties, needs) in wanted.items():
            resource = function.resource(
                f"Custom::{name}",
                name,
                UserPoolId=self._pool.id,
                UserPoolRevision=revision(watched, self._tags),
                **properties,
            )
            resource.node.add_dependency(*former, *needs)
            former = [resource]

    def _function(
        self, package: str, actions: list[str], what: str, *, more: list[Statement] | None = None
    ) -> LifecycleFunction:
        """`package`: in custom_resources/."""
        return LifecycleFunction(
            self,
            f"{pascal(package.replace('_', '-'))}Function",
            handler=f"custom_resources.{package}.handler.on_event",
            description=what,
            grants=[{"Effect": "Allow", "Action": actions, "Resource": self._pool.arn}, *(more or [])],
            tags=self._tags,
        )


def _levels(config: Config, mapped: dict[str, tuple[Oidc, IdentityProvider]]) -> dict[str, Any]:
    return {
        "AcrConfiguration": {level: {"AcrValue": name} for level, name in config.acr_configuration.items()},
        "IdentityProviders": [
            {"ProviderName": name, "AcrMapping": dict(provider.acr_mapping)} for name, (provider, _) in mapped.items()
        ],
    }


def _registration(config: ClientRegistration) -> dict[str, Any]:
    """All of it, so that nothing is left to a default of the service."""
    return {
        "EnableStatus": "Enabled",
        "OpenDcrEnabled": config.open_dcr_enabled,
        "AuthenticatedGrantTypes": list(config.authenticated_grant_types),
        "OpenDcrGrantTypes": list(config.open_dcr_grant_types),
        "AllowedScopes": list(config.allowed_scopes),
    }


def _sso_sessions(clients: dict[str, Client]) -> dict[str, int]:
    validities = {key: client.sso_session_max_validity for key, client in clients.items()}
    return {key: int(value.total_seconds() // 60) for key, value in validities.items() if value is not None}
