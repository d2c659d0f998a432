"""The identity pool: turns a sign-in into time-limited AWS keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Key, Model, ResourceName
from config.model.policy import Policy


class IdentityPool(Model):
    """The identity pool and its roles."""

    name: ResourceName | None = None
    """IdentityPoolName. Default: gatehouse-<environment>."""
    clients: Annotated[tuple[Key, ...], Field(min_length=1)] | None = None
    """Which clients' ID tokens it accepts. Default: all."""
    authenticated_policy: Policy = ()
    """What every signed-in user may do. Default: nothing."""
    allow_unauthenticated_identities: bool = False
    """Guests: AWS keys for anyone who knows the identity pool id."""
    guest_policy: Policy = ()
    """What a guest may do. Default: nothing."""
    allow_classic_flow: bool = False
    """Lets a client pick the role itself with AssumeRoleWithWebIdentity; the enhanced flow is safer."""
    ambiguous_role_resolution: Literal["AuthenticatedRole", "Deny"] = "AuthenticatedRole"
    """For a user whose groups name no single role, which with distinct precedences is a user in no group: the
    authenticated role, or no keys at all. Only with groups."""
