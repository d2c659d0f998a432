"""That the run leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from botocore.exceptions import ClientError

from ops.verify import identity_pools, users
from ops.verify.check import check
from ops.verify.errors import DENIED
from ops.verify.outcome import DoesNotApply, Failed, NotProvable, error_of, refused
from ops.verify.world import World

LONGEST = timedelta(hours=1)
"""No run takes so long: a user that old is not of one beside this."""


@check()
def no_user_left(world: World) -> str:
    """Every user that this run made is deleted."""
    if not world.made.users:
        raise DoesNotApply("the run made none")
    for name in list(world.made.users):
        _delete(world, name)
        world.made.users.remove(name)
    return "deleted"


@check()
def no_identity_left(world: World) -> str:
    """Every identity that this run made is deleted."""
    made = sorted(set(world.made.identities))
    if not made:
        raise DoesNotApply("the run made none")
    reply = world.identities.delete_identities(IdentityIdsToDelete=made)
    if reply.get("UnprocessedIdentityIds"):
        raise Failed(f"not deleted: {', '.join(made)}")
    for identity in made:
        refused(
            partial(world.identities.describe_identity, IdentityId=identity),
            "ResourceNotFoundException",
            what=f"looking up {identity}",
        )
    world.made.identities.clear()
    return f"{len(made)} deleted"


@check()
def no_identity_pool_left(world: World) -> str:
    """The identity pool that this run made is deleted."""
    if not world.made.identity_pools:
        raise DoesNotApply("the run made none")
    for pool in list(world.made.identity_pools):
        _delete_identity_pool(world, pool)
        world.made.identity_pools.remove(pool)
    return "deleted"


@check()
def no_device_left(world: World) -> str:
    """Cognito forgets the devices of the standing user that this run added."""
    if not world.made.devices:
        raise DoesNotApply("the run added none")
    for device in list(world.made.devices):
        world.cognito.admin_forget_device(
            UserPoolId=world.outputs.user_pool_id, Username=world.user.username, DeviceKey=device
        )
        world.made.devices.remove(device)
    return "forgotten"


@check()
def no_earlier_user_left(world: World) -> str:
    """Throw-away users of earlier runs, which were killed before they could delete theirs, are deleted."""
    if world.environment.verify.standing_user:
        raise DoesNotApply("runs have a standing user")
    (mark,) = (f'{name} = "{value}"' for name, value in users.MARK.items())
    pages = world.cognito.get_paginator("list_users").paginate(UserPoolId=world.outputs.user_pool_id, Filter=mark)
    made = [user for page in pages for user in page["Users"] if users.is_throwaway(user)]
    left = [user["Username"] for user in made if datetime.now(UTC) - user["UserCreateDate"] > LONGEST]
    for name in left:
        _delete(world, name)
    return f"deleted {', '.join(left)}" if left else "there was none"


@check()
def no_earlier_identity_pool_left(world: World) -> str:
    """Identity pools of earlier runs, which were killed before they could delete theirs, are deleted."""
    if world.environment.verify.standing_user:
        raise DoesNotApply("runs have a standing user")
    try:
        pages = world.identities.get_paginator("list_identity_pools").paginate(PaginationConfig={"PageSize": 60})
        found = [pool for page in pages for pool in page["IdentityPools"]]
    except ClientError as error:
        if error_of(error)[0] in DENIED:
            raise NotProvable("it needs cognito-identity:ListIdentityPools") from error
        raise
    left = {p["IdentityPoolId"]: name for p in found if identity_pools.age(name := p["IdentityPoolName"]) > LONGEST}
    for pool in left:
        _delete_identity_pool(world, pool)
    return f"deleted {', '.join(left.values())}" if left else "there was none"


def _delete_identity_pool(world: World, pool: str) -> None:
    try:
        world.identities.delete_identity_pool(IdentityPoolId=pool)
    except ClientError as error:
        if error_of(error)[0] != "ResourceNotFoundException":
            raise
    look = partial(world.identities.describe_identity_pool, IdentityPoolId=pool)
    refused(look, "ResourceNotFoundException", what=f"looking up {pool}")


def _delete(world: World, name: str) -> None:
    key = {"UserPoolId": world.outputs.user_pool_id, "Username": name}
    try:
        world.cognito.admin_delete_user(**key)
    except ClientError as error:
        if error_of(error)[0] != "UserNotFoundException":
            raise
    refused(partial(world.cognito.admin_get_user, **key), "UserNotFoundException", what=f"looking up {name}")


CHECKS = (
    *(no_user_left, no_identity_left, no_identity_pool_left, no_device_left),
    *(no_earlier_user_left, no_earlier_identity_pool_left),
)
