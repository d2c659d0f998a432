"""What another identity pool's tokens open: one of the run's own, which trusts the same user pool."""

from __future__ import annotations

from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from ops.verify import identity_pools
from ops.verify.check import check
from ops.verify.checks.aws_access import identity
from ops.verify.errors import DENIED
from ops.verify.outcome import NotProvable, error_of, refused
from ops.verify.world import World


@check(identity)
def other_identity_pool(world: World) -> str:
    """No role opens to a token of another identity pool (classic flow), whoever signed in there."""
    if not world.user.throwaway:
        raise NotProvable("it needs an identity pool of its own, and with a standing user a run makes nothing")
    pool = _made(world)
    codes = ("AccessDenied", "InvalidIdentityToken", "IDPRejectedClaim")
    token = _token(world, pool, Logins={world.login: world.tokens.id})
    for role in world.role_arns:
        take = partial(world.take_role, role, token)
        code, _ = refused(take, *codes, what=f"the token of another pool's user for {role}")
    opened = len(world.role_arns)
    if world.environment.identity_pool.allow_unauthenticated_identities:
        role, token = world.outputs["guest-role-arn"], _token(world, pool)
        refused(partial(world.take_role, role, token), *codes, what=f"the token of another pool's guest for {role}")
        opened += 1
    return f"{code} for {opened} roles"


def _made(world: World) -> str:
    """An identity pool that takes this environment's users, and guests: anybody can make one, in any account."""
    login = {"ProviderName": world.login, "ClientId": world.outputs.client_id(world.client)}
    try:
        made: dict[str, Any] = world.identities.create_identity_pool(
            IdentityPoolName=identity_pools.new_name(),
            AllowUnauthenticatedIdentities=True,
            AllowClassicFlow=True,
            CognitoIdentityProviders=[login],
        )
    except ClientError as error:
        if error_of(error)[0] in DENIED:
            raise NotProvable("it needs an identity pool of its own: cognito-identity:CreateIdentityPool") from error
        raise
    world.made.identity_pools.append(made["IdentityPoolId"])
    return str(made["IdentityPoolId"])


def _token(world: World, pool: str, **logins: dict[str, str]) -> str:
    """The token with which an identity of that pool goes to STS."""
    who = world.identities.get_id(IdentityPoolId=pool, **logins)["IdentityId"]
    token = str(world.identities.get_open_id_token(IdentityId=who, **logins)["Token"])
    world.keep_secret(token)
    return token


CHECKS = (other_identity_pool,)
