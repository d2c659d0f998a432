"""Who signs in, and that it works."""

from __future__ import annotations

from ops.verify import outputs, users
from ops.verify.check import check
from ops.verify.outcome import DoesNotApply, Failed, expect, refused
from ops.verify.sign_in import SECOND_FACTORS, flow_of
from ops.verify.world import World


@check()
def published(world: World) -> str:
    """Every output that apps and tools rely on is in SSM."""
    names = outputs.expected(world.environment)
    missing = [name for name in names if name not in world.outputs.values]
    if missing:
        raise Failed(f"missing: {', '.join(missing)}")
    return f"{len(names)} outputs"


@check()
def user(world: World) -> str:
    """There is a user to sign in as: the standing one, or a new one to whom nothing is sent."""
    standing = world.environment.verify.standing_user
    found = users.standing(world.environment, world.aws("secretsmanager")) if standing else None
    chosen = found or users.throwaway(world.environment.user_pool, world.new_password())
    world.keep_secret(chosen.password, chosen.totp_secret)
    world.user = chosen
    key = {"UserPoolId": world.outputs.user_pool_id, "Username": chosen.username}
    if found:
        pages = world.cognito.get_paginator("admin_list_groups_for_user").paginate(**key)
        found.groups = frozenset(group["GroupName"] for page in pages for group in page["Groups"])
        return f"the standing user {found.username}"
    attributes = [{"Name": name, "Value": value} for name, value in (chosen.attributes | users.MARK).items()]
    world.made.users.append(chosen.username)
    suppressed = {"MessageAction": "SUPPRESS", "TemporaryPassword": world.new_password()}
    world.cognito.admin_create_user(**key, UserAttributes=attributes, **suppressed)
    world.cognito.admin_set_user_password(**key, Password=chosen.password, Permanent=True)
    return f"created {chosen.username}"


@check(user)
def sign_in(world: World) -> str:
    """The user signs in, by SRP where the client allows it."""
    flow = flow_of(world.client_config)
    if flow is None:
        raise Failed(f"client {world.client!r} allows no flow that verify knows")
    world.tokens = world.sign_in(world.client, flow)
    return f"{flow} through client {world.client!r}: {', '.join(world.tokens.challenges) or 'no challenge'}"


@check(sign_in)
def second_factor(world: World) -> str:
    """Nobody gets in without a second factor."""
    if world.environment.user_pool.mfa.configuration != "ON":
        raise DoesNotApply("mfa.configuration is not ON")
    asked = [challenge for challenge in world.tokens.challenges if challenge in SECOND_FACTORS]
    if not asked:
        raise Failed("tokens were given for a name and a password alone")
    return f"asked for {', '.join(asked)}"


@check(sign_in)
def wrong_password(world: World) -> str:
    """A wrong password is refused."""
    wrong = users.User(world.user.username, world.new_password(), throwaway=False)
    world.wrong_password_answer = _refused(world, wrong, "a wrong password")
    return world.wrong_password_answer[0]


@check(wrong_password)
def unknown_user(world: World) -> str:
    """A name that nobody has gets the same answer as a wrong password."""
    if not world.client_config.prevent_user_existence_errors:
        raise DoesNotApply(f"client {world.client!r} has prevent_user_existence_errors: false")
    nobody = users.User(users.username(world.environment.user_pool), world.user.password, throwaway=False)
    try:
        answer = _refused(world, nobody, "an unknown user")
    except Failed as error:
        raise Failed(f"{error}: who tries names learns which exist") from error
    expect(answer, world.wrong_password_answer, "the answer")
    return "no difference"


def _refused(world: World, who: users.User, what: str) -> tuple[str, str]:
    return refused(lambda: world.door(world.client)(who, world.tokens.flow), "NotAuthorizedException", what=what)


CHECKS = (published, user, sign_in, second_factor, wrong_password, unknown_user)
