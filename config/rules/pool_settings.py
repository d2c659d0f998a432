"""Rules of what custom resources set of a user pool: client registration, ACR levels, sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import get_args

from config.errors import nearest
from config.gaps import certain
from config.model import Environment
from config.model.acr import AcrLevel
from config.model.base import written
from config.rules.clients import REGISTER, known_scopes
from config.rules.violation import Violation

REGISTRATION, LEVELS = ("user_pool", "dcr_configuration"), ("user_pool", "acr_configuration")
LONGEST_SSO_SESSION = timedelta(days=90)
ACR_NAMES = {level: f"urn:cognito:loa:{level.removeprefix('Level')}" for level in get_args(AcrLevel)}
"""What a level is called by default (CreateUserPool: AcrConfiguration)."""


def registration_has_an_endpoint(environment: Environment) -> Iterator[Violation]:
    """Clients register at the pool's domain (UpdateUserPool: DcrConfiguration)."""
    if environment.user_pool.dcr_configuration and not environment.domain:
        what = "there is no domain, and so no endpoint to register at"
        yield Violation(REGISTRATION, what, "add a domain, or remove this")


def registered_scopes_exist(environment: Environment) -> Iterator[Violation]:
    """What registered clients may ask for besides the OpenID Connect scopes; never that which registers others
    (DcrConfigurationType: AllowedScopes)."""
    registration = environment.user_pool.dcr_configuration
    with certain:
        known = known_scopes(environment)
        for index, scope in enumerate(registration.allowed_scopes if registration else ()):
            with certain:
                path = (*REGISTRATION, "allowed_scopes", index)
                if scope == REGISTER:
                    what = f"no registered client is given {scope!r}"
                    yield Violation(path, what, "remove it: it is for the oauth.scopes of a client under clients")
                elif scope not in known:
                    yield Violation(path, f"there is no scope {scope!r}", nearest(scope, known))


def acr_names_are_unique(environment: Environment) -> Iterator[Violation]:
    """Each name must be unique across all four levels, with the default names of those that are left out
    (UpdateUserPool: AcrConfiguration)."""
    given = environment.user_pool.acr_configuration
    names = ACR_NAMES | given
    for level, name in given.items():
        others = [other for other in names if names[other] == name and other != level]
        if others:
            what = f"{name!r} is also the name of {', '.join(others)}"
            yield Violation((*LEVELS, level), what, "give each level a name of its own")


def sso_sessions_are_tracked(environment: Environment) -> Iterator[Violation]:
    """Session tracking must be enabled for the user pool (SetUserPoolClientSessionConfiguration: SSOSession)."""
    for name, client in environment.clients.items():
        with certain:
            validity = client.sso_session_max_validity
            if validity is not None and not environment.user_pool.user_session_tracking:
                yield Violation(
                    ("clients", name, "sso_session_max_validity"),
                    f"{written(validity)} needs sessions to be tracked, and they are not",
                    "add user_pool.user_session_tracking: {}, or remove this",
                )


def sso_sessions_are_in_range(environment: Environment) -> Iterator[Violation]:
    """0 to 129600 minutes (ClientSSOSessionConfigType: MaxValidityMinutes)."""
    for name, client in environment.clients.items():
        with certain:
            validity = client.sso_session_max_validity or timedelta()
            if validity > LONGEST_SSO_SESSION or validity % timedelta(minutes=1):
                yield Violation(
                    ("clients", name, "sso_session_max_validity"),
                    f"{written(validity)} is out of range, or not in whole minutes",
                    f"write 0m to {written(LONGEST_SSO_SESSION)}",
                )


RULES = (
    registration_has_an_endpoint,
    registered_scopes_exist,
    acr_names_are_unique,
    sso_sessions_are_tracked,
    sso_sessions_are_in_range,
)
