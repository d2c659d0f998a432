"""The identity pool: turns a sign-in into time-limited AWS keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Form, Key, Model, ResourceName
from config.model.logins import Logins
from config.model.roles import LoginName, NamedRole, Role
from config.model.sync import Sync

Resolution = Literal["AuthenticatedRole", "Deny"]
Claim = Annotated[
    str, Field(max_length=64), Form(r"^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$", "the name of a claim, such as custom:department")
]


class MappingRule(Model):
    """One rule of a role mapping."""

    claim: Claim
    """The claim of the token."""
    match_type: Literal["Equals", "Contains", "StartsWith", "NotEqual"]
    """How the claim is compared with `value`."""
    value: Annotated[str, Field(min_length=1, max_length=128)]
    """What it is compared with."""
    role: Key
    """The role of identity_pool.roles that a match gives."""


class TokenMapping(Model):
    """The token names the role: `cognito:preferred_role`, which Cognito takes from the user's groups."""

    type: Literal["Token"]
    """Token or Rules."""
    ambiguous_role_resolution: Resolution = "Deny"
    """For a token that names several roles and prefers none, or names none at all: no keys, or the authenticated
    role."""


class RulesMapping(Model):
    """Claims of the token decide, by rules: the first that matches gives the role."""

    type: Literal["Rules"]
    """Token or Rules."""
    ambiguous_role_resolution: Resolution = "Deny"
    """For a token that matches no rule: no keys, or the authenticated role."""
    rules: Annotated[tuple[MappingRule, ...], Field(min_length=1, max_length=25)]
    """In the order in which they are tried."""


RoleMapping = Annotated[TokenMapping | RulesMapping, Field(discriminator="type")]

TagName = Annotated[
    str, Field(max_length=128), Form(r"^[\p{L}\p{Z}\p{N}_.:/=+@-]+$", "letters, digits, spaces and _.:/=+@-")
]


class PrincipalTags(Model):
    """Attributes for access control of one login: claims that its sessions carry as tags."""

    use_defaults: bool = False
    """The tags `username` (claim sub) and `client` (claim aud)."""
    tags: Annotated[dict[TagName, Claim], Field(max_length=50)] = {}
    """Tag -> claim, in place of the defaults. Policies read it as ${aws:PrincipalTag/<tag>}, a role's trust as
    aws:RequestTag/<tag>."""


class IdentityPool(Model):
    """The identity pool and its roles."""

    name: ResourceName | None = None
    """IdentityPoolName. Default: gatehouse-<environment>."""
    logins: Logins = Logins()
    """Whose sign-ins it accepts. Default: this environment's clients."""
    allow_classic_flow: bool = False
    """Lets a client pick the role itself with AssumeRoleWithWebIdentity; the enhanced flow is safer."""
    allow_unauthenticated_identities: bool = False
    """Guests: AWS keys for anyone who knows the identity pool id."""
    authenticated_role: Role = Role()
    """The role of those who signed in and receive no other."""
    guest_role: Role = Role()
    """The role of guests."""
    roles: dict[Key, NamedRole] = {}
    """Further roles: chosen by a rule of a role mapping, by the token, or by the app (CustomRoleArn) among those that
    the token names."""
    ambiguous_role_resolution: Resolution = "Deny"
    """With groups, for a user whose groups name no single role, which with distinct precedences is a user in no group:
    no keys at all, or the authenticated role. Where role_mappings says nothing about a client."""
    role_mappings: Annotated[dict[Key, RoleMapping], Field(max_length=10)] = {}
    """Which role a sign-in receives, by login: a client, or a name of `logins`. Default: with groups, each client's
    token decides; without, everybody receives the authenticated role."""
    principal_tags: dict[LoginName, PrincipalTags] = {}
    """Attributes for access control, by login: `user_pool`, or a name of `logins`. Default: none."""
    sync: Sync | None = None
    """Cognito Sync: push, streams, events. Closed to new AWS customers. Default: off."""
