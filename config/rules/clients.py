"""Rules of app clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from config.errors import KeyPath, did_you_mean, nearest
from config.gaps import certain
from config.model import Environment
from config.model.attributes import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from config.model.base import written
from config.rules.violation import Violation

SCOPES = ("openid", "email", "phone", "profile", "aws.cognito.signin.user.admin")
REGISTER = "aws.cognito/dcr/register"
"""With a token of this scope, a client can be registered; who is registered so can't have it."""
_COGNITOS = re.compile(r"aws\.cognito([./].*)?")
_LOCALHOST = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?(/.*)?")
_DECLARE = "remove it, or declare it under user_pool.custom_attributes and write custom:<name>"
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


NOT_REDIRECTS = ("javascript", "vbscript", "data", "file", "blob", "about", "ftp")


def token_validities_are_in_range(environment: Environment) -> Iterator[Violation]:
    """Access and ID tokens: 5 minutes to 1 day; refresh tokens: 1 hour to 10 years (TokenValidityUnitsType); a
    challenge: 3 to 15 minutes, and no seconds (CreateUserPoolClient: AuthSessionValidity)."""
    ranges = {
        "access_token_validity": (5 * _MINUTE, _DAY),
        "id_token_validity": (5 * _MINUTE, _DAY),
        "refresh_token_validity": (_HOUR, 3650 * _DAY),
        "auth_session_validity": (3 * _MINUTE, 15 * _MINUTE),
    }
    for name, client in environment.clients.items():
        with certain:
            for key, (low, high) in ranges.items():
                with certain:
                    value: timedelta = getattr(client, key)
                    path, fix = ("clients", name, key), f"write {written(low)} to {written(high)}"
                    if not low <= value <= high:
                        yield Violation(path, f"{written(value)} is out of range", fix)
                    elif key == "auth_session_validity" and value % _MINUTE:
                        yield Violation(path, f"{written(value)} is not in whole minutes", fix)


def refresh_tokens_outlive_the_others(environment: Environment) -> Iterator[Violation]:
    """Cognito refuses a refresh token that expires before the tokens it renews.
    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html"""
    for name, client in environment.clients.items():
        with certain:
            refresh, longest = (
                client.refresh_token_validity,
                max(client.access_token_validity, client.id_token_validity),
            )
            if refresh <= longest:
                yield Violation(
                    ("clients", name, "refresh_token_validity"),
                    f"{written(refresh)} is not longer than the access and ID tokens' {written(longest)}",
                    "make the refresh token outlive them",
                )


def clients_that_exchange_tokens_have_a_flow_besides(environment: Environment) -> Iterator[Violation]:
    """CloudFormation knows no flow of token exchange, and a client that it makes with no flow at all has the default
    ones: SRP, custom authentication, refresh (CreateUserPoolClient: ExplicitAuthFlows)."""
    for name, client in environment.clients.items():
        with certain:
            if client.refresh_token_rotation and all("TOKEN_EXCHANGE" in flow for flow in client.auth_flows):
                yield Violation(
                    ("clients", name, "refresh_token_rotation"),
                    "takes ALLOW_REFRESH_TOKEN_AUTH away, which leaves nothing but token exchange in auth_flows: "
                    "Cognito would add its default flows",
                    "remove it: this client signs nobody in",
                )


def redirects_are_safe(environment: Environment) -> Iterator[Violation]:
    """Codes go only to https, to an app's own scheme, or, where the environment is ephemeral, to this machine
    (CreateUserPoolClient: CallbackURLs). https://datatracker.ietf.org/doc/html/rfc9700#section-2.1"""
    for key in ("callback_urls", "logout_urls"):
        for path, url in _items(environment, "oauth", key):
            with certain:
                scheme = url.partition(":")[0]
                if scheme in NOT_REDIRECTS:
                    yield Violation(
                        path,
                        f"{url!r} is no place to redirect to: {scheme}: runs or reads something on the user's machine",
                        "use https://, or a scheme of the app's own",
                    )
                if scheme == "http" and not (_LOCALHOST.fullmatch(url) and environment.ephemeral):
                    yield Violation(
                        path,
                        f"{url!r} is not encrypted",
                        "use https:// (http://localhost only where `ephemeral: true`)",
                    )


def _items(environment: Environment, *keys: str) -> Iterator[tuple[KeyPath, str]]:
    """Each item of a list that clients have, with its place."""
    for name, client in environment.clients.items():
        with certain:
            value: Any = client
            for key in keys:
                value = getattr(value, key, None)
            for index, item in enumerate(value or ()):
                yield ("clients", name, *keys, index), item


def default_redirect_is_a_callback(environment: Environment) -> Iterator[Violation]:
    """DefaultRedirectURI must be in the CallbackURLs list (CreateUserPoolClient: DefaultRedirectURI)."""
    for name, client in environment.clients.items():
        with certain:
            default = client.oauth and client.oauth.default_redirect_uri
            if client.oauth and default and default not in client.oauth.callback_urls:
                what = f"{default!r} is not one of callback_urls"
                yield Violation(("clients", name, "oauth", "default_redirect_uri"), what, "add it there")


def known_scopes(environment: Environment) -> tuple[str, ...]:
    """Every scope that a token of any client can have."""
    servers = environment.resource_servers.items()
    return (*SCOPES, *(f"{server.identifier or key}/{scope}" for key, server in servers for scope in server.scopes))


def scopes_exist(environment: Environment) -> Iterator[Violation]:
    """email, phone and profile come only with openid; the scopes of an API with its resource server, and that which
    registers clients without one (DcrConfigurationType).
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html"""
    with certain:
        known = (*known_scopes(environment), REGISTER)
        for path, scope in _items(environment, "oauth", "scopes"):
            with certain:
                if scope not in known:
                    yield Violation(path, f"there is no scope {scope!r}", nearest(scope, known))
    for name, client in environment.clients.items():
        with certain:
            scopes = client.oauth.scopes if client.oauth else ()
            if "openid" not in scopes and {"email", "phone", "profile"} & set(scopes):
                yield Violation(
                    ("clients", name, "oauth", "scopes"), "email, phone and profile need openid", "add openid"
                )


def resource_servers_differ(environment: Environment) -> Iterator[Violation]:
    """An identifier names one resource server (CreateResourceServer: Identifier)."""
    seen: dict[str, str] = {}
    for key, server in environment.resource_servers.items():
        with certain:
            identifier = server.identifier or key
            other = seen.setdefault(identifier, key)
            if other != key:
                what = f"{identifier!r} is also the identifier of resource server {other!r}"
                yield Violation(("resource_servers", key, "identifier"), what, "give each its own")


def resource_servers_are_not_cognitos(environment: Environment) -> Iterator[Violation]:
    """What begins with aws.cognito is a scope of Cognito's own, which has no resource server (DcrConfigurationType).
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-dynamic-client-registration.html"""
    for key, server in environment.resource_servers.items():
        with certain:
            if server.identifier and _COGNITOS.fullmatch(server.identifier):
                what = f"{server.identifier!r} is Cognito's own: its scopes begin so"
                yield Violation(("resource_servers", key, "identifier"), what, "choose another identifier")


def attributes_exist(environment: Environment) -> Iterator[Violation]:
    """Clients read and write the pool's attributes; whether something is verified is not theirs to write
    (CreateUserPoolClient: ReadAttributes, WriteAttributes)."""
    custom = tuple(f"custom:{name}" for name in environment.user_pool.custom_attributes)
    allowed = {
        "read_attributes": (*STANDARD_ATTRIBUTES, *VERIFIED_FLAGS, *custom),
        "write_attributes": (*STANDARD_ATTRIBUTES, *custom),
    }
    for key, known in allowed.items():
        for path, attribute in _items(environment, key):
            with certain:
                if attribute in VERIFIED_FLAGS and attribute not in known:
                    yield Violation(path, f"{attribute!r} is Cognito's to write", "remove it")
                elif attribute not in known:
                    fix = did_you_mean(attribute, known) or _DECLARE
                    yield Violation(path, f"{attribute!r} is no attribute of this pool", fix)


def required_attributes_are_writable(environment: Environment) -> Iterator[Violation]:
    """Sign-up through a client must be able to give what the pool requires.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html"""
    required = [name for name, attribute in environment.user_pool.standard_attributes.items() if attribute.required]
    for name, client in environment.clients.items():
        with certain:
            for attribute in required:
                with certain:
                    if client.write_attributes is not None and attribute not in client.write_attributes:
                        what = f"lacks {attribute}, which the pool requires"
                        yield Violation(("clients", name, "write_attributes"), what, f"add {attribute}")


RULES = (
    token_validities_are_in_range,
    refresh_tokens_outlive_the_others,
    clients_that_exchange_tokens_have_a_flow_besides,
    redirects_are_safe,
    default_redirect_is_a_callback,
    scopes_exist,
    resource_servers_differ,
    resource_servers_are_not_cognitos,
    attributes_exist,
    required_attributes_are_writable,
)
