"""What ends with a sign-out."""

from __future__ import annotations

from functools import partial

from ops.verify.check import check
from ops.verify.checks.aws_access import identity
from ops.verify.checks.tokens import refresh, refreshed
from ops.verify.outcome import DoesNotApply, refused
from ops.verify.world import World


@check(refresh)
def revoked_token(world: World) -> str:
    """A revoked refresh token gives nothing any more."""
    if not world.client_config.enable_token_revocation:
        raise DoesNotApply(f"client {world.client!r} has enable_token_revocation: false")
    world.cognito.revoke_token(Token=world.tokens.refresh, ClientId=world.outputs.client_id(world.client))
    code, _ = refused(partial(refreshed, world), "NotAuthorizedException", what="a revoked refresh token")
    return code


@check(identity)
def signed_out_user(world: World) -> str:
    """A user who was signed out everywhere receives no AWS keys, though the ID token has not expired."""
    world.cognito.admin_user_global_sign_out(UserPoolId=world.outputs.user_pool_id, Username=world.user.username)
    keys = partial(world.receive_keys, world.identity_id, world.tokens.id)
    code, _ = refused(keys, "NotAuthorizedException", what="the ID token of a user who was signed out")
    return code


CHECKS = (revoked_token, signed_out_user)
