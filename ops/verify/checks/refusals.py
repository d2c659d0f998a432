"""What must be turned away: wrong tokens, wrong clients, wrong ways in."""

from __future__ import annotations

import time
from functools import cache, partial

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from config.model.attributes import OWNER_ATTRIBUTE
from config.model.user_pool import StringAttribute
from ops.verify import users
from ops.verify.check import check
from ops.verify.checks.aws_access import identity
from ops.verify.checks.sign_in import sign_in, user
from ops.verify.checks.tokens import signatures
from ops.verify.outcome import DoesNotApply, Failed, NotProvable, refused
from ops.verify.sign_in import flow_of
from ops.verify.world import World

PROVIDER = "cognito-identity.amazonaws.com"


@check(identity)
def access_token_as_login(world: World) -> str:
    """The identity pool refuses an access token: only the ID token is a login."""
    return _turned_away(world, world.tokens.access, "an access token")


@check(identity, signatures)
def forged_id_token(world: World) -> str:
    """The identity pool refuses an ID token that is right in everything but the signature."""
    return _turned_away(world, _forged(world.tokens.id), "a forged ID token")


@check(signatures)
def forged_access_token(world: World) -> str:
    """The user pool refuses an access token that is right in everything but the signature."""
    forged = _forged(world.tokens.access)
    code, _ = refused(
        lambda: world.cognito.get_user(AccessToken=forged), "NotAuthorizedException", what="a forged access token"
    )
    return code


@check(identity)
def foreign_client(world: World) -> str:
    """The identity pool refuses the ID tokens of clients that it does not list."""
    foreign = {name: client for name, client in world.environment.clients.items() if name not in world.accepted_clients}
    if not foreign:
        raise DoesNotApply("the identity pool lists every client")
    flows = {name: flow for name, client in foreign.items() if (flow := flow_of(client))}
    if not flows:
        raise NotProvable(f"verify knows no flow of {', '.join(foreign)}")
    for name, flow in flows.items():
        code = _turned_away(world, world.sign_in(name, flow).id, f"an ID token of client {name!r}")
    return f"{code} for {', '.join(flows)}"


@check(user)
def closed_flows(world: World) -> str:
    """No client takes part in a flow that its auth_flows do not name."""
    return _closed(world, ("USER_SRP_AUTH", "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "CUSTOM_AUTH"))


@check(user)
def closed_choice_of_flow(world: World) -> str:
    """No client takes part in choice-based sign-in (USER_AUTH) unless its auth_flows name it."""
    return _closed(world, ("USER_AUTH",))


@check(user)
def self_sign_up(world: World) -> str:
    """Nobody creates an account for themselves."""
    if not world.environment.user_pool.allow_admin_create_user_only:
        raise DoesNotApply("allow_admin_create_user_only is false")
    newcomer = users.throwaway(world.environment.user_pool, world.new_password())

    def sign_up() -> None:
        attributes = [{"Name": name, "Value": value} for name, value in newcomer.attributes.items()]
        world.cognito.sign_up(
            ClientId=world.outputs.client_id(world.client),
            Username=newcomer.username,
            Password=newcomer.password,
            UserAttributes=attributes,
        )
        world.made.users.append(newcomer.username)

    code, _ = refused(sign_up, "NotAuthorizedException", what="self sign-up")
    return code


@check(sign_in)
def own_attributes(world: World) -> str:
    """A user can't write custom attributes about themselves that the client may not write."""
    writable = world.client_config.write_attributes or ()
    custom = world.environment.user_pool.custom_attributes.items()
    texts = {f"custom:{name}": a.min_length for name, a in custom if isinstance(a, StringAttribute) and a.mutable}
    texts |= {f"custom:{OWNER_ATTRIBUTE}": 0} if world.environment.seed_users else {}
    protected = {name: "v" * max(1, length) for name, length in texts.items() if name not in writable}
    if not protected:
        raise DoesNotApply(f"client {world.client!r} may write every custom text attribute")
    if not world.user.throwaway:
        raise NotProvable("it would change the standing user, where the pool lets it")
    for name, value in protected.items():
        change = [{"Name": name, "Value": value}]
        write = partial(world.cognito.update_user_attributes, AccessToken=world.tokens.access, UserAttributes=change)
        code, _ = refused(write, "NotAuthorizedException", what=f"writing {name}")
    return f"{code} for {', '.join(protected)}"


@check(identity)
def classic_flow(world: World) -> str:
    """The identity pool gives no token with which a user could pick a role themselves."""
    if world.environment.identity_pool.allow_classic_flow:
        raise DoesNotApply("identity_pool.allow_classic_flow is true")
    ask = partial(
        world.identities.get_open_id_token, IdentityId=world.identity_id, Logins={world.login: world.tokens.id}
    )
    code, _ = refused(ask, "InvalidParameterException", what="the classic flow")
    return code


@check(identity)
def foreign_web_identity(world: World) -> str:
    """No role opens to a token that is not the identity pool's: garbage, or the ID token of the user pool."""
    _no_role(world, "e30.e30.e30", "garbage")
    return _no_role(world, world.tokens.id, "an ID token")


@check(identity)
def forged_web_identity(world: World) -> str:
    """No role opens to a token that is the identity pool's in everything but the signature."""
    now = int(time.time())
    claims = {"iss": f"https://{PROVIDER}", "aud": world.outputs.identity_pool_id, "sub": world.identity_id}
    times = {"iat": now, "exp": now + 600}
    forged = jwt.encode(claims | {"amr": ["authenticated"]} | times, _own_key(), "RS256", headers={"kid": "1"})
    return _no_role(world, forged, "a forged token")


@check(identity)
def stolen_identity(world: World) -> str:
    """An identity's id gives no keys without its user's token."""
    code, _ = refused(
        partial(world.receive_keys, world.identity_id), "NotAuthorizedException", what="an identity's id alone"
    )
    return code


@check(identity)
def role_of_choice(world: World) -> str:
    """A user gets no keys for the role of a group that they are not in."""
    others = [key for key, name in world.environment.group_names.items() if name not in world.user.groups]
    if not others:
        raise DoesNotApply("there is no such group")
    ask = partial(
        world.receive_keys, world.identity_id, world.tokens.id, CustomRoleArn=world.outputs.group_role_arn(others[0])
    )
    code, _ = refused(
        ask, "NotAuthorizedException", "InvalidParameterException", what=f"asking for the role of {others[0]!r}"
    )
    return code


def _turned_away(world: World, token: str, what: str) -> str:
    """Neither an identity nor keys for a token."""
    refused(partial(world.receive_identity, token), "NotAuthorizedException", what=f"{what} in GetId")
    keys = partial(world.receive_keys, world.identity_id, token)
    code, _ = refused(keys, "NotAuthorizedException", what=f"{what} in GetCredentialsForIdentity")
    return code


def _no_role(world: World, token: str, what: str) -> str:
    codes = ("InvalidIdentityToken", "AccessDenied", "IDPRejectedClaim")
    for role in world.role_arns:
        code, _ = refused(partial(world.take_role, role, token), *codes, what=f"{what} for {role}")
    return f"{code} for {len(world.role_arns)} roles"


def _forged(token: str) -> str:
    """The same header and claims, signed by a key of our own."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, _own_key(), algorithm="RS256", headers={"kid": jwt.get_unverified_header(token)["kid"]})


@cache
def _own_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _closed(world: World, flows: tuple[str, ...]) -> str:
    clients = world.environment.clients.items()
    closed = [(name, flow) for name, client in clients for flow in flows if f"ALLOW_{flow}" not in client.auth_flows]
    if not closed:
        raise DoesNotApply(f"every client allows {', '.join(flows)}")
    for name, flow in closed:
        what = f"{flow} through client {name!r}"
        code, message = refused(
            partial(world.door(name).start, world.user, flow), "InvalidParameterException", what=what
        )
        if "not enabled" not in message:
            raise Failed(f"{what} ended in {code} ({message}), expected it to be not enabled")
    return "; ".join(f"{client}: {', '.join(f for c, f in closed if c == client)}" for client in dict(closed))


CHECKS = (
    *(access_token_as_login, forged_id_token, forged_access_token, foreign_client),
    *(closed_flows, closed_choice_of_flow, self_sign_up, own_attributes),
    *(foreign_web_identity, forged_web_identity, stolen_identity, classic_flow, role_of_choice),
)
