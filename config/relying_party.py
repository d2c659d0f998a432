"""The domain that passkeys belong to, and where they don't work."""

from __future__ import annotations

from config.model import Environment


def relying_party_id(environment: Environment) -> str | None:
    """The one written, or for `auto` the user pool's domain; None if there are no passkeys, or no domain."""
    web_authn, domain = environment.user_pool.web_authn, environment.domain
    if web_authn is None:
        return None
    if web_authn.relying_party_id != "auto":
        return web_authn.relying_party_id
    return domain.host(environment.region) if domain else None


def stays_with_the_prefix(environment: Environment) -> bool:
    """Whether passkeys belong to the prefix domain beside a domain of your own."""
    domain, party = environment.domain, relying_party_id(environment)
    return bool(domain and domain.custom and party and party == domain.prefix_host(environment.region))


def pages_without_passkeys(environment: Environment) -> str | None:
    """The domain of the pages that clients use, where passkeys belong to another; else None."""
    party, domain = relying_party_id(environment), environment.domain
    host = domain.host(environment.region) if domain else None
    in_use = any(client.oauth for client in environment.clients.values())
    return host if party and in_use and party != host else None
