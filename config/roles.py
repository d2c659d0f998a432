"""Which roles an environment's identities may receive, each complete; and which login leads to which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from config import own_data
from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.identity_pool import RoleMapping, TokenMapping
from config.model.logins import Logins
from config.model.policy import Policy
from config.model.roles import Role

Identity = Literal["authenticated", "unauthenticated"]
OWN_POOL = "user_pool"
"""This environment's user pool, as a login."""
PUBLIC = {
    "amazon": "www.amazon.com",
    "facebook": "graph.facebook.com",
    "google": "accounts.google.com",
    "apple": "appleid.apple.com",
    "twitter": "api.twitter.com",
}
"""Logins with which anybody in the world may sign in, by their key: the provider's name (CreateIdentityPool:
SupportedLoginProviders)."""
DEVELOPER = "developer"


@dataclass(frozen=True)
class FederatedRole:
    """One role of the identity pool."""

    key: str
    """`authenticated`, `guest`, or the name of the group or role."""
    path: KeyPath
    """Where it stands in the file."""
    identity: Identity
    description: str
    config: Role
    tags_sessions: bool = False
    """Whether some session of it carries principal tags."""

    @property
    def statements(self) -> Policy:
        """All that its inline policy says."""
        return (*own_data.statements(self.config.own_data), *self.config.policy)


@dataclass(frozen=True)
class Roles:
    """The roles of one environment."""

    authenticated: FederatedRole
    guest: FederatedRole | None
    groups: dict[str, FederatedRole]
    named: dict[str, FederatedRole]

    def __iter__(self) -> Iterator[FederatedRole]:
        yield self.authenticated
        if self.guest:
            yield self.guest
        yield from self.groups.values()
        yield from self.named.values()


def each_role(environment: Environment) -> Iterator[FederatedRole]:
    """Every role that identities may receive and that can be read, one after the other."""
    pool = environment.identity_pool
    with certain:
        path = ("identity_pool", "authenticated_role")
        yield FederatedRole("authenticated", path, "authenticated", "Users who signed in", pool.authenticated_role)
    with certain:
        if pool.allow_unauthenticated_identities:
            path = ("identity_pool", "guest_role")
            yield FederatedRole("guest", path, "unauthenticated", "Guests: nobody signed in", pool.guest_role)
    with certain:
        for key, group in environment.groups.items():
            yield FederatedRole(key, ("groups", key), "authenticated", f"Members of the group {key}", group)
    with certain:
        for key, role in pool.roles.items():
            with certain:
                description = role.description or f"Role {key}"
                yield FederatedRole(key, ("identity_pool", "roles", key), "authenticated", description, role)


def roles(environment: Environment) -> Roles:
    """Every role that identities may receive."""
    found = {role.path: _with_tags(environment, role) for role in each_role(environment)}
    return Roles(
        authenticated=found["identity_pool", "authenticated_role"],
        guest=found.get(("identity_pool", "guest_role")),
        groups={key: found["groups", key] for key in environment.groups},
        named={key: found["identity_pool", "roles", key] for key in environment.identity_pool.roles},
    )


def _with_tags(environment: Environment, role: FederatedRole) -> FederatedRole:
    logins = role.config.trust.logins or login_names(environment)
    tagged = role.identity == "authenticated" and bool(tagging_logins(environment) & set(logins))
    return replace(role, tags_sessions=tagged)


def accepted_clients(environment: Environment) -> tuple[str, ...]:
    """Whose ID tokens the identity pool accepts."""
    return environment.identity_pool.logins.clients or tuple(environment.clients)


def provider_names(logins: Logins) -> tuple[str, ...]:
    """The logins besides this environment's clients, by name."""
    return (
        *logins.user_pools,
        *(key for key in PUBLIC if getattr(logins, key)),
        *logins.oidc_provider_arns,
        *logins.oidc_providers,
        *logins.saml_provider_arns,
        *logins.saml_providers,
    )


def login_names(environment: Environment) -> tuple[str, ...]:
    """What a role's trust may name."""
    logins = environment.identity_pool.logins
    return (OWN_POOL, *provider_names(logins), *([DEVELOPER] if logins.developer else []))


def tagging_logins(environment: Environment) -> set[str]:
    """Logins whose sessions carry principal tags."""
    developer = environment.identity_pool.logins.developer
    passed = {DEVELOPER} if developer and developer.passes_principal_tags else set()
    return set(environment.identity_pool.principal_tags) | passed


def role_mappings(environment: Environment) -> dict[str, RoleMapping]:
    """What decides on the role, by client or login: as configured, else, with groups, the token of each client."""
    pool = environment.identity_pool
    by_token = TokenMapping(type="Token", ambiguous_role_resolution=pool.ambiguous_role_resolution)
    defaults: dict[str, RoleMapping] = (
        dict.fromkeys(accepted_clients(environment), by_token) if environment.groups else {}
    )
    return defaults | pool.role_mappings
