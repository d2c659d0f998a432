"""Rules of the identity pool's logins."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import nearest
from config.gaps import certain
from config.model import Environment
from config.roles import DEVELOPER, OWN_POOL, PUBLIC, accepted_clients, provider_names
from config.rules.violation import Violation


def login_names_differ(environment: Environment) -> Iterator[Violation]:
    """Role mappings, principal tags and trusts tell logins apart by these names of ours, and so do logical ids."""
    seen: dict[str, str] = dict.fromkeys(accepted_clients(environment), "clients") | {DEVELOPER: "logins.developer"}
    logins = environment.identity_pool.logins
    seen |= {name: f"logins.{name}" for name in PUBLIC if getattr(logins, name)}
    for kind in ("user_pools", "oidc_provider_arns", "oidc_providers", "saml_provider_arns", "saml_providers"):
        for name in getattr(logins, kind):
            other = seen.setdefault(name, f"logins.{kind}")
            if other != f"logins.{kind}":
                path = ("identity_pool", "logins", kind, name)
                yield Violation(path, f"{name!r} is also the name of another login ({other})", "rename one of the two")


def accepted_clients_exist(environment: Environment) -> Iterator[Violation]:
    """An identity pool accepts clients of this environment (CognitoIdentityProvider: ClientId)."""
    for index, name in enumerate(environment.identity_pool.logins.clients or ()):
        with certain:
            if name not in environment.clients:
                yield Violation(
                    ("identity_pool", "logins", "clients", index),
                    f"there is no client {name!r}",
                    f"{nearest(name, environment.clients)}; or declare it under clients",
                )


def principal_tags_are_of_a_login(environment: Environment) -> Iterator[Violation]:
    """The map of attributes is set for one provider, and is either the default one or one's own
    (SetPrincipalTagAttributeMap)."""
    pool = environment.identity_pool
    known = (OWN_POOL, *provider_names(pool.logins))
    for login, tagging in pool.principal_tags.items():
        path = ("identity_pool", "principal_tags", login)
        if login not in known:
            fix = "let the backend pass them" if login == DEVELOPER else nearest(login, known)
            yield Violation(path, f"there is no login {login!r} whose claims could become tags", fix)
        if tagging.use_defaults == bool(tagging.tags):
            yield Violation(path, "names both default tags and others, or neither", "write use_defaults: true, or tags")


def user_pools_are_tagged_once(environment: Environment) -> Iterator[Violation]:
    """Tags are mapped for a user pool, not for each of its clients (SetPrincipalTagAttributeMap:
    IdentityProviderName)."""
    pool, seen = environment.identity_pool, dict[str, str]()
    for login, other in pool.logins.user_pools.items():
        if login in pool.principal_tags:
            first = seen.setdefault(other.provider_name, login)
            if first != login:
                path = ("identity_pool", "principal_tags", login)
                yield Violation(
                    path, f"is the same user pool as {first!r}, which has its tags", "remove one of the two"
                )


RULES = (login_names_differ, accepted_clients_exist, principal_tags_are_of_a_login, user_pools_are_tagged_once)
