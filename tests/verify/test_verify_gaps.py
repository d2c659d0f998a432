"""What the emulator can't show: a gap is a check that fails there, and passes where it is answered as AWS answers."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest

from ops.verify import checks
from ops.verify.clients import Clients
from ops.verify.emulator_gaps import GAPS, Gap
from ops.verify.report import Status
from ops.verify.world import World
from verify_deployments import PARAMETERS, READ, Judge, answer, refuse

OWN = [READ | {"Resource": f"{PARAMETERS}/right/${{cognito-identity.amazonaws.com:sub}}/*"}]
ADMINS = "arn:aws:iam::000000000000:role/right-admins"


def enrolled_on_the_way(world: World) -> None:
    world.tokens = dataclasses.replace(world.tokens, challenges=("PASSWORD_VERIFIER", "MFA_SETUP"))


def admin(world: World) -> None:
    world.user.groups = frozenset({"Admins", "staff"})
    world.claims = world.claims | {"id": world.claims["id"] | {"cognito:preferred_role": ADMINS}}


def with_an_identity_made(world: World) -> None:
    world.made.identities.append(world.identity_id)


NOT_AUTHORIZED = refuse("NotAuthorizedException")
NEW_TOKENS = {"IdToken": "id", "AccessToken": "access", "RefreshToken": "refresh"}
AS_AWS: dict[str, dict[str, Any]] = {
    "second-factor": {"file": {"user_pool": {"mfa": {"configuration": "ON"}}}, "prepare": enrolled_on_the_way},
    "refresh-rotation": {
        "file": {"clients": {"web": {"refresh_token_rotation": {}}}},
        "answers": {"get_tokens_from_refresh_token": answer(AuthenticationResult=NEW_TOKENS)},
    },
    "no-group-no-keys": {
        "file": {"identity_pool": {"ambiguous_role_resolution": "Deny"}},
        "answers": {"get_credentials_for_identity": NOT_AUTHORIZED},
    },
    "role-separates-users": {
        "file": {"identity_pool": {"authenticated_role": {"policy": OWN}}},
        "answers": {"get_parameter": refuse("ParameterNotFound", "AccessDeniedException")},
    },
    "closed-choice-of-flow": {
        "answers": {
            "initiate_auth": refuse("InvalidParameterException", message="USER_AUTH is not enabled for the client.")
        }
    },
    "self-sign-up": {"answers": {"sign_up": NOT_AUTHORIZED}},
    "own-attributes": {"answers": {"update_user_attributes": NOT_AUTHORIZED}},
    "forged-web-identity": {"answers": {"assume_role_with_web_identity": refuse("InvalidIdentityToken")}},
    "classic-flow": {"answers": {"get_open_id_token": refuse("InvalidParameterException")}},
    "role-of-choice": {"answers": {"get_credentials_for_identity": NOT_AUTHORIZED}},
    "guests-refused": {
        "file": {"identity_pool": {"allow_unauthenticated_identities": False, "guest_role": {"policy": []}}},
        "answers": {"get_id": NOT_AUTHORIZED},
    },
    "preferred-role": {"prepare": admin},
    "group-role": {
        "prepare": admin,
        "answers": {
            "get_caller_identity": answer(
                Arn="arn:aws:sts::000000000000:assumed-role/right-admins/CognitoIdentityCredentials"
            )
        },
    },
    "signed-out-user": {
        "answers": {"admin_user_global_sign_out": answer(), "get_credentials_for_identity": NOT_AUTHORIZED}
    },
    "no-identity-left": {
        "prepare": with_an_identity_made,
        "answers": {
            "delete_identities": answer(UnprocessedIdentityIds=[]),
            "describe_identity": refuse("ResourceNotFoundException"),
        },
    },
}


@pytest.mark.parametrize("name", AS_AWS)
def test_passes_where_it_is_answered_as_aws_answers(name: str, judge: Judge) -> None:
    result = judge(name, **AS_AWS[name])
    assert result.status is Status.PASSED, result.detail


def test_every_gap_names_a_check_and_is_known_to_close() -> None:
    assert set(GAPS) <= {check.name for check in (*checks.ALL, *checks.LAST)}
    assert set(GAPS) == set(AS_AWS)


def test_a_gap_shows_its_reason_and_what_was_seen(judge: Judge) -> None:
    result = judge("classic-flow", gaps=GAPS)
    assert result.status is Status.NOT_PROVABLE
    assert result.detail == "the emulator does not enforce AllowClassicFlow (seen: the classic flow was accepted)"


BUGS: dict[str, dict[str, Any]] = {
    "a crash of the check": {"prepare": lambda world: delattr(world, "identity_id")},
    "another error of the server": {"answers": {"get_open_id_token": refuse("InternalErrorException")}},
    "another refusal": {"answers": {"get_open_id_token": refuse("NotAuthorizedException")}},
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_gap_explains_nothing_but_what_it_says(bug: str, judge: Judge) -> None:
    result = judge("classic-flow", gaps=GAPS, **BUGS[bug])
    assert result.status is Status.FAILED
    assert "it is known that the emulator does not enforce AllowClassicFlow, but that looks otherwise" in result.detail


@pytest.mark.parametrize("received", ["guest", "authenticated"])
def test_a_member_who_receives_a_third_role_has_not_fallen_into_the_gap(received: str, judge: Judge) -> None:
    role = f"arn:aws:sts::000000000000:assumed-role/right-{received}/CognitoIdentityCredentials"
    result = judge("group-role", gaps=GAPS, prepare=admin, answers={"get_caller_identity": answer(Arn=role)})
    assert result.status is (Status.NOT_PROVABLE if received == "authenticated" else Status.FAILED)


def test_a_gap_that_has_closed_is_a_finding_that_names_the_entry(judge: Judge) -> None:
    result = judge("token-use", gaps={"token-use": Gap("no longer true", ".*")})
    assert result.status is Status.FAILED
    assert result.detail == (
        "it passes on this emulator (id, access): remove 'token-use' from ops/verify/emulator_gaps.py"
    )


@pytest.mark.parametrize(
    ("endpoint", "emulator"),
    [
        ("http://127.0.0.1:4566", True),
        ("http://[::1]:4566", True),
        ("https://localhost:4566", True),
        ("https://localhost.attacker.example", False),
        ("https://cognito-idp.eu-central-1.amazonaws.com", False),
        ("http://10.0.0.7:4566", False),
    ],
)
def test_only_a_process_on_this_machine_is_an_emulator(endpoint: str, emulator: bool) -> None:
    session = SimpleNamespace(client=lambda _, **__: SimpleNamespace(meta=SimpleNamespace(endpoint_url=endpoint)))
    assert Clients(session).emulator is emulator
