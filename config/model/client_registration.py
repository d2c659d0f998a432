"""Dynamic client registration (RFC 7591): apps that register themselves, such as MCP servers' clients and agents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Model
from config.model.clients import Scope

GrantType = Literal["code", "client_credentials"]


class ClientRegistration(Model):
    """Which clients may be registered at the pool's domain. Each counts against the quota of app clients."""

    open_dcr_enabled: bool = False
    """Registration by anybody, without an initial access token."""
    authenticated_grant_types: Annotated[tuple[GrantType, ...], Field(max_length=2)] = ("code",)
    """OAuth grants that a client may ask for when it is registered with an initial access token."""
    open_dcr_grant_types: Annotated[tuple[GrantType, ...], Field(max_length=2)] = ("code",)
    """OAuth grants for a client that anybody registered. With client_credentials, you pay for tokens that anybody
    asks for."""
    allowed_scopes: Annotated[tuple[Scope, ...], Field(max_length=50)] = ()
    """Scopes besides openid, email, phone and profile, which every registered client may ask for."""
