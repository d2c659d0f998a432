"""What a signed-in user receives from the identity pool, and what the role behind it may do."""

from __future__ import annotations

from config import roles
from config.model.identity_pool import RoleMapping, RulesMapping, TokenMapping
from ops.verify import probes
from ops.verify.check import check
from ops.verify.checks.sign_in import sign_in
from ops.verify.outcome import DoesNotApply, refused
from ops.verify.roles import expect_role
from ops.verify.world import World


@check(sign_in)
def identity(world: World) -> str:
    """The ID token gives an identity of the identity pool."""
    if world.client not in world.accepted_clients:
        raise DoesNotApply(
            f"the identity pool does not list client {world.client!r}: name one it lists in verify.client"
        )
    world.identity_id = world.receive_identity(world.tokens.id)
    return world.identity_id


@check(identity)
def authenticated_role(world: World) -> str:
    """A user in no group receives the authenticated role."""
    _in_no_group(world)
    if isinstance(_mapping(world), RulesMapping):
        raise DoesNotApply(f"rules choose the role behind client {world.client!r}")
    if _denied_without_group(world):
        raise DoesNotApply("ambiguous_role_resolution is Deny")
    world.user_keys = world.receive_keys(world.identity_id, world.tokens.id)
    return expect_role(world, world.user_keys, world.outputs["authenticated-role-arn"])


@check(identity)
def no_group_no_keys(world: World) -> str:
    """A user in no group receives no keys."""
    _in_no_group(world)
    if not _denied_without_group(world):
        raise DoesNotApply("ambiguous_role_resolution is not Deny")
    codes = ("NotAuthorizedException", "InvalidIdentityPoolConfigurationException")
    code, _ = refused(lambda: world.receive_keys(world.identity_id, world.tokens.id), *codes, what="a user in no group")
    return code


@check(authenticated_role)
def role_allows(world: World) -> str:
    """The authenticated role allows a call that its policy grants."""
    return probes.allowed(world, world.user_keys, world.roles.authenticated.statements)


@check(authenticated_role)
def role_separates_users(world: World) -> str:
    """Where the policy says ${cognito-identity.amazonaws.com:sub}, users reach what is their own, and no more."""
    return probes.own_only(world, world.user_keys, world.roles.authenticated.statements)


@check(authenticated_role)
def role_denies(world: World) -> str:
    """The authenticated role denies what its policy does not grant."""
    return probes.denied(world, world.user_keys, world.roles.authenticated.statements)


def _in_no_group(world: World) -> None:
    if world.user.groups:
        raise DoesNotApply(f"{world.user.username} is in {', '.join(sorted(world.user.groups))}")


def _denied_without_group(world: World) -> bool:
    mapping = _mapping(world)
    return isinstance(mapping, TokenMapping) and mapping.ambiguous_role_resolution == "Deny"


def _mapping(world: World) -> RoleMapping | None:
    return roles.role_mappings(world.environment).get(world.client)


CHECKS = (identity, authenticated_role, no_group_no_keys, role_allows, role_separates_users, role_denies)
