"""What of a user pool only UpdateUserPool reaches, each setting a custom resource, and the function that sets them."""

from __future__ import annotations

from typing import Any

from config.model.client_registration import ClientRegistration
from config.model.user_pool import UserPool as Config
from constructs import Construct
from custom_resources.user_pool import client_registration
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.revision import revision
from stacks.constructs.user_pool import UserPool


class PoolSettings(Construct):
    """One after another: each of them writes the whole pool."""

    def __init__(
        self, scope: Construct, construct_id: str, *, config: Config, pool: UserPool, tags: dict[str, str]
    ) -> None:
        super().__init__(scope, construct_id)
        actions: set[str] = set()
        wanted: dict[str, dict[str, Any]] = {}
        if config.dcr_configuration:
            wanted["CognitoDynamicClientRegistration"] = {"DcrConfiguration": _registration(config.dcr_configuration)}
            actions |= {*client_registration.ACTIONS}
        if not wanted:
            return
        function = LifecycleFunction(
            self,
            "Function",
            handler="custom_resources.user_pool.handler.on_event",
            description="What of the user pool only UpdateUserPool reaches",
            grants=[{"Effect": "Allow", "Action": sorted(actions), "Resource": pool.arn}, *pool.update_grants],
            tags=tags,
        )
        watched = revision(pool.resource, tags)
        former = None
        for name, properties in wanted.items():
            resource = function.resource(
                f"Custom::{name}", name, UserPoolId=pool.id, UserPoolRevision=watched, **properties
            )
            if former:
                resource.add_dependency(former)
            former = resource


def _registration(config: ClientRegistration) -> dict[str, Any]:
    """All of it, so that nothing is left to a default of the service."""
    return {
        "EnableStatus": "Enabled",
        "OpenDcrEnabled": config.open_dcr_enabled,
        "AuthenticatedGrantTypes": list(config.authenticated_grant_types),
        "OpenDcrGrantTypes": list(config.open_dcr_grant_types),
        "AllowedScopes": list(config.allowed_scopes),
    }
