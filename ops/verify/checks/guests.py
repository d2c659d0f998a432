"""What those receive who did not sign in."""

from __future__ import annotations

from functools import partial

from botocore.exceptions import ClientError

from config.model.policy import Policy
from ops.verify import probes
from ops.verify.check import check
from ops.verify.checks.sign_in import user
from ops.verify.outcome import DoesNotApply, Failed, error_of, refused
from ops.verify.roles import expect_role
from ops.verify.world import World


@check(user)
def guests_refused(world: World) -> str:
    """Nobody receives an identity without signing in."""
    if world.environment.identity_pool.allow_unauthenticated_identities:
        raise DoesNotApply("guests are on")
    code, _ = refused(world.receive_identity, "NotAuthorizedException", what="a guest")
    return code


@check(user)
def guest_role(world: World) -> str:
    """A guest receives the guest role."""
    if not world.environment.identity_pool.allow_unauthenticated_identities:
        raise DoesNotApply("guests are off")
    world.guest_keys = world.receive_keys(world.receive_identity())
    return expect_role(world, world.guest_keys, world.outputs["guest-role-arn"])


@check(guest_role)
def guest_allows(world: World) -> str:
    """The guest role allows a call that its policy grants."""
    try:
        return probes.allowed(world, world.guest_keys, _policy(world))
    except Failed as error:
        raise Failed(
            f"{error}; AWS itself keeps guests to a few services (AmazonCognitoUnAuthedIdentitiesSessionPolicy)"
        ) from error


@check(guest_role)
def guest_denies(world: World) -> str:
    """The guest role denies what its policy does not grant."""
    return probes.denied(world, world.guest_keys, _policy(world))


@check(guest_role)
def guest_as_role(world: World) -> str:
    """A guest's own token (classic flow) opens no role of those who signed in."""
    try:
        token = world.identities.get_open_id_token(IdentityId=world.guest_keys.identity_id)["Token"]
    except ClientError as error:
        if error_of(error)[0] != "InvalidParameterException":
            raise
        return "the classic flow gives a guest no token"
    world.keep_secret(token)
    for role in world.role_arns:
        refused(partial(world.take_role, role, token), "AccessDenied", what=f"a guest's token for {role}")
    return f"AccessDenied for {len(world.role_arns)} roles"


def _policy(world: World) -> Policy:
    guest = world.roles.guest
    return guest.statements if guest else ()


CHECKS = (guests_refused, guest_role, guest_allows, guest_denies, guest_as_role)
