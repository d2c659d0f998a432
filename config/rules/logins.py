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


def logins_are_named_once(environment: Environment) -> Iterator[Violation]:
    """A provider is one login, whatever it is called (CreateIdentityPool: CognitoIdentityProviders,
    OpenIdConnectProviderARNs, SamlProviderARNs), and an account has it once.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html"""
    seen: dict[str, str] = {}
    for kind, name, what in _providers(environment):
        with certain:
            other = seen.setdefault(what, name)
            if other != name:
                path = ("identity_pool", "logins", kind, name)
                yield Violation(path, f"is the same as {other!r}: {what}", "remove one of the two")


def _providers(environment: Environment) -> Iterator[tuple[str, str, str]]:
    """(kind, its name here, what it is) of each login that could stand there twice."""
    logins = environment.identity_pool.logins
    with certain:
        for name, pool in logins.user_pools.items():
            yield "user_pools", name, f"client {pool.client_id} of {pool.provider_name}"
    for kind, prefix in (("oidc_provider_arns", "OIDC provider"), ("saml_provider_arns", "SAML provider")):
        with certain:
            for name, arn in getattr(logins, kind).items():
                yield kind, name, f"{prefix} {arn.partition('-provider/')[2]}"
    with certain:
        for name, oidc in logins.oidc_providers.items():
            yield "oidc_providers", name, f"OIDC provider {oidc.url.removeprefix('https://')}"
    with certain:
        for name, saml in logins.saml_providers.items():
            yield "saml_providers", name, f"SAML provider {saml.name}"


def user_pools_are_in_one_region(environment: Environment) -> Iterator[Violation]:
    """A user pool's id begins with its Region, which is that of its address (CognitoIdentityProvider: ProviderName).
    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html"""
    for name, pool in environment.identity_pool.logins.user_pools.items():
        with certain:
            host, _, pool_id = pool.provider_name.partition("/")
            region, of_id = host.split(".")[1], pool_id.partition("_")[0]
            if region != of_id:
                path = ("identity_pool", "logins", "user_pools", name, "provider_name")
                what = f"{pool_id} is a user pool in {of_id}, and the address is of {region}"
                yield Violation(path, what, "write the issuer of its tokens, without https://")


RULES = (
    login_names_differ,
    accepted_clients_exist,
    principal_tags_are_of_a_login,
    user_pools_are_tagged_once,
    logins_are_named_once,
    user_pools_are_in_one_region,
)
