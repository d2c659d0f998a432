"""Rules of dynamic client registration."""

from __future__ import annotations

from collections.abc import Iterator

from config.gaps import certain
from config.model import Environment
from config.rules.clients import SCOPES
from config.rules.violation import Violation

PATH = ("user_pool", "dcr_configuration")


def registration_has_an_endpoint(environment: Environment) -> Iterator[Violation]:
    """Clients register at the pool's domain (UpdateUserPool: DcrConfiguration)."""
    if environment.user_pool.dcr_configuration and not environment.domain:
        yield Violation(PATH, "there is no domain, and so no endpoint to register at", "add a domain, or remove this")


def registered_scopes_exist(environment: Environment) -> Iterator[Violation]:
    """What registered clients may ask for besides the OpenID Connect scopes (DcrConfigurationType: AllowedScopes)."""
    registration = environment.user_pool.dcr_configuration
    for index, scope in enumerate(registration.allowed_scopes if registration else ()):
        with certain:
            if scope not in SCOPES:
                yield Violation((*PATH, "allowed_scopes", index), f"there is no scope {scope!r}", "remove it")


RULES = (registration_has_an_endpoint, registered_scopes_exist)
