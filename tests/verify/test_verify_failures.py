"""Every check fails where the deployment is wrong: in its settings where the emulator has them, else in its answers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from ops.verify import checks
from ops.verify.report import Status
from ops.verify.world import World
from verify_deployments import PARAMETERS, READ, Judge, answer

MORE = [READ | {"Resource": f"{PARAMETERS}/*/jwks-uri"}]
OWN = [READ | {"Resource": f"{PARAMETERS}/right/${{cognito-identity.amazonaws.com:sub}}/*"}]
ELSE = "arn:aws:iam::000000000000:role/else"
TOKENS = {"AuthenticationResult": {"IdToken": "", "AccessToken": "", "RefreshToken": ""}}
OLD = {
    "Username": "old",
    "Attributes": [
        {"Name": "email", "Value": "verify-0123456789abcdef@example.com"},
        {"Name": "family_name", "Value": "gatehouse-verify"},
    ],
    "UserCreateDate": datetime.fromtimestamp(0, UTC),
}
OLD_POOL = {"IdentityPoolId": "old", "IdentityPoolName": "gatehouse-verify-0000000000-0123456789abcdef"}
KEYS = {"Credentials": {"AccessKeyId": "", "SecretKey": "", "SessionToken": ""}}

Prepare = Callable[[World], None]


def claims(use: str, **changed: Any) -> Prepare:
    def prepare(world: World) -> None:
        world.claims = world.claims | {use: world.claims[use] | changed}

    return prepare


def member_of(*groups: str) -> Prepare:
    def prepare(world: World) -> None:
        world.user.groups = frozenset(groups)

    return prepare


def forged(world: World) -> None:
    world.tokens = dataclasses.replace(world.tokens, id=world.tokens.id[:-8] + "AAAAAAAA")


def through_server(world: World) -> None:
    world.client = "server"
    world.tokens = world.sign_in("server", "ADMIN_USER_PASSWORD_AUTH")


def with_a_user_made(world: World) -> None:
    world.made.users.append(world.user.username)


def with_an_identity_made(world: World) -> None:
    world.made.identities.append(world.identity_id)


def with_an_identity_pool_made(world: World) -> None:
    world.made.identity_pools.append("eu-central-1:00000000-0000-0000-0000-000000000000")


def with_a_device_added(world: World) -> None:
    world.made.devices.append("eu-central-1_device")


def case(says: str, **wrong: Any) -> tuple[str, dict[str, Any]]:
    """What the failure says, and what is wrong: see the fixture `judge`. Nothing, where it is the emulator."""
    return says, wrong


def file(**sections: Any) -> dict[str, Any]:
    """The environment file says something else than what was deployed."""
    return sections


CASES = {
    "published": case("missing: groups/new/role-arn", file=file(groups={"new": {"precedence": 1}})),
    "user": case("should be an email", file=file(user_pool={"sign_in": {"username_attributes": []}})),
    "sign-in": case("not enabled", file=file(clients={"web": {"auth_flows": ["ALLOW_USER_PASSWORD_AUTH"]}})),
    "second-factor": case("a password alone", file=file(user_pool={"mfa": {"configuration": "ON"}})),
    "wrong-password": case("a wrong password was accepted", answers={"respond_to_auth_challenge": answer(**TOKENS)}),
    "unknown-user": case("UserNotFoundException .* learns which exist", of="loose"),
    "signatures": case("Signature verification failed", prepare=forged),
    "issuer": case("iss of the id token is .* expected 'https://else'", outputs={"issuer": "https://else"}),
    "audience": case("client_id of the access token is 'else'", prepare=claims("access", client_id="else")),
    "token-use": case("token_use of the access token is 'id'", prepare=claims("access", token_use="id")),
    "validity": case("seconds is 3600, expected 1800", file=file(clients={"web": {"access_token_validity": "30m"}})),
    "get-user": case("sub is .* expected 'else'", prepare=claims("id", sub="else")),
    "refresh": case("sub of the new id token", prepare=claims("id", sub="else")),
    "refresh-rotation": case("stays the same", file=file(clients={"web": {"refresh_token_rotation": {}}})),
    "identity": case(
        "not from a supported provider",
        prepare=through_server,
        file=file(identity_pool={"logins": {"clients": ["web", "server"]}}),
    ),
    "authenticated-role": case("expected '.*/else/Cognito", outputs={"authenticated-role-arn": ELSE}),
    "no-group-no-keys": case("was accepted", file=file(identity_pool={"ambiguous_role_resolution": "Deny"})),
    "role-allows": case("jwks-uri is denied", file=file(identity_pool={"authenticated_role": {"policy": MORE}})),
    "role-separates-users": case("verify is denied", file=file(identity_pool={"authenticated_role": {"policy": OWN}})),
    "role-denies": case("user-pool-arn is allowed, and the policy does not grant it", of="loose"),
    "access-token-as-login": case("access token in GetId was accepted", answers={"get_id": answer(IdentityId="any")}),
    "forged-id-token": case("forged ID token in GetId was accepted", answers={"get_id": answer(IdentityId="any")}),
    "forged-access-token": case("forged access token was accepted", answers={"get_user": answer()}),
    "foreign-client": case("client 'server' in GetId was accepted", of="loose"),
    "closed-flows": case("USER_PASSWORD_AUTH through client 'web' was accepted", of="loose"),
    "closed-choice-of-flow": case("Unsupported AuthFlow: USER_AUTH"),
    "self-sign-up": case("self sign-up was accepted"),
    "own-attributes": case("writing custom:department was accepted"),
    "foreign-web-identity": case(
        "garbage for .*/right-authenticated was accepted",
        answers={
            "assume_role_with_web_identity": answer(Credentials=KEYS["Credentials"] | {"SecretAccessKey": "secret"})
        },
    ),
    "forged-web-identity": case("a forged token for .*/right-authenticated was accepted"),
    "stolen-identity": case("id alone was accepted", answers={"get_credentials_for_identity": answer(**KEYS)}),
    "classic-flow": case("the classic flow was accepted"),
    "role-of-choice": case("asking for the role of 'admins' was accepted"),
    "other-identity-pool": case("another pool's user for .*/loose-authenticated was accepted", of="loose"),
    "guests-refused": case(
        "a guest was accepted",
        file=file(identity_pool={"allow_unauthenticated_identities": False, "guest_role": {"policy": []}}),
    ),
    "guest-role": case("expected '.*/else/Cognito", outputs={"guest-role-arn": ELSE}),
    "guest-allows": case(
        "is denied, .*; AWS itself keeps guests", file=file(identity_pool={"guest_role": {"policy": MORE}})
    ),
    "guest-denies": case("user-pool-arn is allowed", of="loose"),
    "guest-as-role": case("a guest's token for .*/loose-authenticated was accepted", of="loose"),
    "group-claims": case("expected \\['Admins', 'staff'\\]", answers={"admin_add_user_to_group": answer()}),
    "preferred-role": case("cognito:preferred_role is None", prepare=member_of("staff")),
    "group-role": case("expected '.*/right-staff/", prepare=member_of("staff")),
    "group-allows": case("issuer is denied", prepare=member_of("Admins")),
    "group-denies": case("user-pool-arn is allowed", prepare=member_of("staff"), of="loose"),
    "group-roles": case("jwks-uri is denied, and", file=file(groups={"admins": {"policy": MORE}})),
    "revoked-token": case("a revoked refresh token was accepted", answers={"revoke_token": answer()}),
    "signed-out-user": case("signed out was accepted", answers={"admin_user_global_sign_out": answer()}),
    "no-user-left": case(
        "looking up .* was accepted", prepare=with_a_user_made, answers={"admin_delete_user": answer()}
    ),
    "no-identity-left": case("InvalidAction", prepare=with_an_identity_made),
    "no-identity-pool-left": case(
        "looking up .* was accepted",
        prepare=with_an_identity_pool_made,
        answers={"delete_identity_pool": answer(), "describe_identity_pool": answer()},
    ),
    "no-device-left": case("InvalidAction", prepare=with_a_device_added),
    "no-earlier-user-left": case(
        "looking up old was accepted",
        answers={
            "get_paginator": lambda _: SimpleNamespace(paginate=lambda **_: [{"Users": [OLD]}]),
            "admin_delete_user": answer(),
            "admin_get_user": answer(),
        },
    ),
    "no-earlier-identity-pool-left": case(
        "looking up old was accepted",
        answers={
            "get_paginator": lambda _: SimpleNamespace(paginate=lambda **_: [{"IdentityPools": [OLD_POOL]}]),
            "delete_identity_pool": answer(),
            "describe_identity_pool": answer(),
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fails_and_says_what_is_wrong(name: str, judge: Judge) -> None:
    says, wrong = CASES[name]
    result = judge(name, **wrong)
    assert result.status is Status.FAILED
    assert re.search(says, result.detail), result.detail


def test_every_check_has_a_deployment_in_which_it_fails() -> None:
    assert set(CASES) == {check.name for check in (*checks.ALL, *checks.LAST)}
