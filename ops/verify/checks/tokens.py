"""What the tokens say, and that the pool signed them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jwt

from ops.verify import jwks
from ops.verify.check import check
from ops.verify.checks.sign_in import sign_in
from ops.verify.outcome import DoesNotApply, Failed, expect
from ops.verify.sign_in import Tokens
from ops.verify.world import World


@check(sign_in)
def signatures(world: World) -> str:
    """ID and access token are signed (RS256) with keys that the pool publishes."""
    world.jwks = jwks.fetch(world)
    world.claims = read(world.jwks, world.tokens)
    return f"{len(world.jwks.keys)} keys published"


@check(signatures)
def issuer(world: World) -> str:
    """Both tokens name the issuer that the outputs name."""
    for use, claims in world.claims.items():
        expect(claims.get("iss"), world.outputs["issuer"], f"iss of the {use} token")
    return world.outputs["issuer"]


@check(signatures)
def audience(world: World) -> str:
    """The ID token's aud and the access token's client_id are the client's id."""
    expected = world.outputs.client_id(world.client)
    expect(world.claims["id"].get("aud"), expected, "aud of the id token")
    expect(world.claims["access"].get("client_id"), expected, "client_id of the access token")
    return expected


@check(signatures)
def token_use(world: World) -> str:
    """Each token says which of the two it is."""
    for use, claims in world.claims.items():
        expect(claims.get("token_use"), use, f"token_use of the {use} token")
    return "id, access"


@check(signatures)
def validity(world: World) -> str:
    """ID and access token expire exactly when the environment file says."""
    config = world.client_config
    expected = {"id": config.id_token_validity, "access": config.access_token_validity}
    for use, claims in world.claims.items():
        expect(
            claims.get("exp", 0) - claims.get("iat", 0),
            int(expected[use].total_seconds()),
            f"validity of the {use} token in seconds",
        )
    return f"ID token {expected['id']}, access token {expected['access']}"


@check(signatures)
def get_user(world: World) -> str:
    """GetUser takes the access token and names the same user as the ID token."""
    found = world.cognito.get_user(AccessToken=world.tokens.access)
    attributes = {attribute["Name"]: attribute["Value"] for attribute in found["UserAttributes"]}
    expect(attributes.get("sub"), world.claims["id"].get("sub"), "sub")
    expect(found["Username"], world.claims["id"].get("cognito:username"), "the username")
    return f"sub {attributes['sub']}"


@check(signatures)
def refresh(world: World) -> str:
    """The refresh token gives new tokens for the same user."""
    old, before = world.tokens, world.claims
    world.tokens, rotated = refreshed(world)
    world.claims = read(world.jwks, world.tokens)
    for use, claims in world.claims.items():
        expect(claims.get("sub"), before[use].get("sub"), f"sub of the new {use} token")
    if {old.id, old.access} & {world.tokens.id, world.tokens.access}:
        raise Failed("the tokens are the old ones")
    return "a new refresh token too" if rotated else "new ID and access token"


@check(refresh)
def refresh_rotation(world: World) -> str:
    """Each refresh gives a new refresh token."""
    if not world.client_config.refresh_token_rotation:
        raise DoesNotApply(f"client {world.client!r} has no refresh_token_rotation")
    world.tokens, rotated = refreshed(world)
    if not rotated:
        raise Failed("the refresh token stays the same")
    return "rotated"


def refreshed(world: World) -> tuple[Tokens, bool]:
    """New tokens, and whether the refresh token is new as well."""
    old, client_id = world.tokens, world.outputs.client_id(world.client)
    if world.client_config.refresh_token_rotation:
        device = {"DeviceKey": old.device} if old.device else {}
        reply = world.cognito.get_tokens_from_refresh_token(RefreshToken=old.refresh, ClientId=client_id, **device)
    else:
        device = {"DEVICE_KEY": old.device} if old.device else {}
        parameters = {"REFRESH_TOKEN": old.refresh, **device}
        reply = world.cognito.initiate_auth(
            ClientId=client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters
        )
    result: dict[str, str] = reply["AuthenticationResult"]
    refresh_token = result.get("RefreshToken", old.refresh)
    new = replace(old, id=result["IdToken"], access=result["AccessToken"], refresh=refresh_token)
    world.keep_secret(new.id, new.access, new.refresh)
    return new, new.refresh != old.refresh


def read(keys: jwt.PyJWKSet, tokens: Tokens) -> dict[str, dict[str, Any]]:
    """The claims of both tokens, once their signatures are verified."""
    return {use: _verified(keys, token, use) for use, token in (("id", tokens.id), ("access", tokens.access))}


def _verified(keys: jwt.PyJWKSet, token: str, use: str) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            keys[jwt.get_unverified_header(token).get("kid", "")],
            algorithms=["RS256"],
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False},
        )
    except KeyError:
        raise Failed(f"the {use} token is signed with a key that the pool does not publish") from None
    except jwt.InvalidTokenError as error:
        raise Failed(f"the {use} token: {error}") from error


CHECKS = (signatures, issuer, audience, token_use, validity, get_user, refresh, refresh_rotation)
