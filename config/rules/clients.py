"""Rules of app clients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from config.model import Environment
from config.model.attributes import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from config.rules.violation import Violation

SCOPES = ("openid", "email", "phone", "profile", "aws.cognito.signin.user.admin")


def token_validities(environment: Environment) -> Iterator[Violation]:
    """Access and ID tokens: 5 minutes to 1 day; refresh tokens: 1 hour to 10 years, and longer than the others; a
    challenge: 3 to 15 whole minutes (CreateUserPoolClient in Cognito's API reference)."""
    minute, hour, day = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
    for name, client in environment.clients.items():
        ranges = {
            "access_token_validity": (5 * minute, day, "5m to 1d"),
            "id_token_validity": (5 * minute, day, "5m to 1d"),
            "refresh_token_validity": (hour, 3650 * day, "1h to 3650d"),
            "auth_session_validity": (3 * minute, 15 * minute, "3m to 15m"),
        }
        for key, (low, high, words) in ranges.items():
            value: timedelta = getattr(client, key)
            if not low <= value <= high:
                yield Violation(("clients", name, key), f"{value} is out of range", f"Cognito takes {words}")
            elif value % minute:
                yield Violation(("clients", name, key), f"{value} is not in whole minutes", "round it")
        longest = max(client.access_token_validity, client.id_token_validity)
        if client.refresh_token_validity <= longest:
            yield Violation(
                ("clients", name, "refresh_token_validity"),
                f"{client.refresh_token_validity} is not longer than the access and ID tokens' {longest}",
                "make the refresh token outlive them",
            )


def redirects_are_safe(environment: Environment) -> Iterator[Violation]:
    """Codes go only to https, to an app's own scheme, or, where the environment is ephemeral, to this machine.
    https://datatracker.ietf.org/doc/html/rfc9700#section-2.1"""
    for name, client in environment.clients.items():
        if not client.oauth:
            continue
        for key in ("callback_urls", "logout_urls"):
            for index, url in enumerate(getattr(client.oauth, key)):
                local = (
                    url.startswith(("http://localhost:", "http://localhost/", "http://127.0.0.1:", "http://127.0.0.1/"))
                    or url == "http://localhost"
                )
                if url.startswith("http://") and not (local and environment.ephemeral):
                    yield Violation(
                        ("clients", name, "oauth", key, index),
                        f"{url!r} is not encrypted",
                        "use https:// (http://localhost only where `ephemeral: true`)",
                    )
        default = client.oauth.default_redirect_uri
        if default and default not in client.oauth.callback_urls:
            yield Violation(
                ("clients", name, "oauth", "default_redirect_uri"),
                f"{default!r} is not one of callback_urls",
                "add it there",
            )


def scopes_exist(environment: Environment) -> Iterator[Violation]:
    """email, phone and profile come only with openid.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html"""
    for name, client in environment.clients.items():
        scopes = client.oauth.scopes if client.oauth else ()
        for index, scope in enumerate(scopes):
            if scope not in SCOPES:
                yield Violation(
                    ("clients", name, "oauth", "scopes", index),
                    f"there is no scope {scope!r}",
                    f"write one of {', '.join(SCOPES)}",
                )
        if "openid" not in scopes and {"email", "phone", "profile"} & set(scopes):
            yield Violation(("clients", name, "oauth", "scopes"), "email, phone and profile need openid", "add openid")


def attributes_exist(environment: Environment) -> Iterator[Violation]:
    """ReadAttributes and WriteAttributes name standard or declared custom attributes; whether something is verified is
    Cognito's to write (CreateUserPoolClient in Cognito's API reference)."""
    custom = tuple(f"custom:{name}" for name in environment.user_pool.custom_attributes)
    for name, client in environment.clients.items():
        allowed = {
            "read_attributes": (*STANDARD_ATTRIBUTES, *VERIFIED_FLAGS, *custom),
            "write_attributes": (*STANDARD_ATTRIBUTES, *custom),
        }
        for key, known in allowed.items():
            for index, attribute in enumerate(getattr(client, key) or ()):
                if attribute not in known:
                    why = "is Cognito's to write" if attribute in VERIFIED_FLAGS else "is no attribute of this pool"
                    yield Violation(
                        ("clients", name, key, index),
                        f"{attribute!r} {why}",
                        "remove it, or declare it under user_pool.custom_attributes",
                    )


def required_attributes_are_writable(environment: Environment) -> Iterator[Violation]:
    """Sign-up through a client must be able to give what the pool requires (CreateUserPoolClient: WriteAttributes)."""
    required = [name for name, attribute in environment.user_pool.standard_attributes.items() if attribute.required]
    for name, client in environment.clients.items():
        for attribute in required:
            if client.write_attributes is not None and attribute not in client.write_attributes:
                yield Violation(
                    ("clients", name, "write_attributes"),
                    f"lacks {attribute}, which the pool requires",
                    f"add {attribute}",
                )


RULES = (token_validities, redirects_are_safe, scopes_exist, attributes_exist, required_attributes_are_writable)
