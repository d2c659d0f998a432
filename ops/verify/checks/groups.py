"""What membership of a group changes."""

from __future__ import annotations

from contextlib import suppress

from botocore.exceptions import ClientError

from ops.verify import probes
from ops.verify.check import check
from ops.verify.checks.aws_access import identity
from ops.verify.checks.tokens import read, refresh, refreshed
from ops.verify.outcome import DoesNotApply, NotProvable, error_of, expect
from ops.verify.roles import expect_role
from ops.verify.world import World


@check(refresh)
def group_claims(world: World) -> str:
    """A member's tokens name the groups, from the next refresh on."""
    if not world.environment.groups:
        raise DoesNotApply("there are no groups")
    if world.user.throwaway:
        _join(world)
    if not world.user.groups:
        raise DoesNotApply("the standing user is in no group")
    world.tokens, _ = refreshed(world)
    world.claims = read(world.jwks, world.tokens)
    for use, claims in world.claims.items():
        expect(
            sorted(claims.get("cognito:groups", [])), sorted(world.user.groups), f"cognito:groups of the {use} token"
        )
    return ", ".join(sorted(world.user.groups))


@check(group_claims)
def preferred_role(world: World) -> str:
    """A member's ID token prefers the role of the group with the lowest precedence."""
    role = world.outputs.group_role_arn(_leading(world))
    expect(world.claims["id"].get("cognito:preferred_role"), role, "cognito:preferred_role")
    return role


@check(group_claims, identity)
def group_role(world: World) -> str:
    """A member receives the role of the group with the lowest precedence."""
    world.group_keys = world.receive_keys(world.identity_id, world.tokens.id)
    return expect_role(world, world.group_keys, world.outputs.group_role_arn(_leading(world)))


@check(group_role)
def group_allows(world: World) -> str:
    """The group's role allows a call that its policy grants."""
    return probes.allowed(world, world.group_keys, world.roles.groups[_leading(world)].statements)


@check(group_role)
def group_denies(world: World) -> str:
    """The group's role denies what its policy does not grant."""
    return probes.denied(world, world.group_keys, world.roles.groups[_leading(world)].statements)


@check(identity)
def group_roles(world: World) -> str:
    """Whoever takes a group's role (classic flow) may do what its policy grants, and no more."""
    if not world.environment.groups:
        raise DoesNotApply("there are no groups")
    try:
        logins = {world.login: world.tokens.id}
        token = world.identities.get_open_id_token(IdentityId=world.identity_id, Logins=logins)["Token"]
    except ClientError as error:
        if error_of(error)[0] != "InvalidParameterException":
            raise
        raise DoesNotApply("the classic flow is closed: group-role shows the leading group's") from error
    world.keep_secret(token)
    shown = []
    for name, group in world.roles.groups.items():
        arn = world.outputs.group_role_arn(name)
        keys = world.take_role(arn, token)
        expect_role(world, keys, arn)
        with suppress(DoesNotApply, NotProvable):
            shown.append(f"{name}: {probes.allowed(world, keys, group.statements)}")
        with suppress(NotProvable):
            shown.append(f"{name}: not {probes.denied(world, keys, group.statements)}")
    if not shown:
        raise NotProvable("verify knows no harmless call for what the groups' policies grant or deny")
    return "; ".join(shown)


def _join(world: World) -> None:
    """Two groups where there are two, so that precedence has something to decide."""
    for key in sorted(world.environment.groups, key=lambda key: world.environment.groups[key].precedence)[:2]:
        group = world.environment.group_names[key]
        world.cognito.admin_add_user_to_group(
            UserPoolId=world.outputs.user_pool_id, Username=world.user.username, GroupName=group
        )
        world.user.groups |= {group}


def _leading(world: World) -> str:
    """The key of the group whose role the user receives."""
    known = [key for key, name in world.environment.group_names.items() if name in world.user.groups]
    if not known:
        raise DoesNotApply("the environment file declares none of the standing user's groups")
    return min(known, key=lambda key: world.environment.groups[key].precedence)


CHECKS = (group_claims, preferred_role, group_role, group_allows, group_denies, group_roles)
