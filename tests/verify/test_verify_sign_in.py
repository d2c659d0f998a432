"""Signing in: the challenges that the emulator never asks, against a small server of our own."""

from __future__ import annotations

from typing import Any

import pytest

from ops.verify import totp
from ops.verify.outcome import Failed
from ops.verify.sign_in import SignIn
from ops.verify.totp import Totp
from ops.verify.users import User

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""That of RFC 6238's own examples."""
SRP = {
    "USER_ID_FOR_SRP": "0e7f2a4c-user",
    "USERNAME": "0e7f2a4c-user",
    "SALT": "a1b2c3d4",
    "SRP_B": "0f" * 384,
    "SECRET_BLOCK": "c2VjcmV0",
}


class Server:
    """Asks one challenge after the other and notes what it is told."""

    def __init__(self, *challenges: str, device: bool = False) -> None:
        self.left = list(challenges)
        self.device = device
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def initiate_auth(self, **asked: Any) -> Any:
        return self._next("initiate_auth", asked)

    def admin_initiate_auth(self, **asked: Any) -> Any:
        return self._next("admin_initiate_auth", asked)

    def respond_to_auth_challenge(self, **asked: Any) -> Any:
        return self._next("respond_to_auth_challenge", asked)

    def admin_respond_to_auth_challenge(self, **asked: Any) -> Any:
        return self._next("admin_respond_to_auth_challenge", asked)

    def associate_software_token(self, **asked: Any) -> Any:
        self.heard.append(("associate_software_token", asked))
        return {"SecretCode": SECRET, "Session": "associated"}

    def verify_software_token(self, **asked: Any) -> Any:
        self.heard.append(("verify_software_token", asked))
        return {"Session": "verified"}

    def confirm_device(self, **asked: Any) -> Any:
        self.heard.append(("confirm_device", asked))

    def _next(self, operation: str, asked: dict[str, Any]) -> Any:
        self.heard.append((operation, asked))
        if self.left:
            challenge = self.left.pop(0)
            return {"ChallengeName": challenge, "Session": f"session for {challenge}", "ChallengeParameters": SRP}
        tokens: dict[str, Any] = {"IdToken": "id", "AccessToken": "access", "RefreshToken": "refresh"}
        if self.device:
            tokens["NewDeviceMetadata"] = {"DeviceKey": "eu-central-1_device", "DeviceGroupKey": "-group"}
        return {"AuthenticationResult": tokens}


def sign_in(server: Server, user: User, flow: str = "USER_PASSWORD_AUTH") -> Any:
    return SignIn(server, "eu-central-1_pool", "client")(user, flow)


def somebody(*, throwaway: bool = True, totp: Totp | None = None) -> User:
    return User("verify@example.com", "a password", throwaway=throwaway, totp=totp)


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_one_time_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert Totp(SECRET, now=lambda: seconds).code() == code


def test_a_second_code_waits_for_the_next_30_seconds_and_says_so() -> None:
    now, said = [59.0], list[str]()
    authenticator = Totp(SECRET, now=lambda: now[0], sleep=lambda seconds: now.__setitem__(0, now[0] + seconds))
    first, second = authenticator.code(said.append), authenticator.code(said.append)
    assert (first, second, now) == ("287082", totp.at(SECRET, 2), [60.0])
    assert said == ["waiting up to 30 s for the next one-time code"]


def test_a_throwaway_user_enrols_an_authenticator_where_the_pool_insists() -> None:
    server, user = Server("MFA_SETUP"), somebody()
    tokens = sign_in(server, user)
    assert tokens.challenges == ("MFA_SETUP",)
    assert user.totp_secret == SECRET
    heard = dict(server.heard)
    assert heard["associate_software_token"] == {"Session": "session for MFA_SETUP"}
    assert heard["verify_software_token"]["Session"] == "associated"
    assert heard["respond_to_auth_challenge"]["Session"] == "verified"


def test_a_standing_user_answers_with_the_authenticator_of_its_secret() -> None:
    server = Server("SELECT_MFA_TYPE", "SOFTWARE_TOKEN_MFA")
    sign_in(server, somebody(throwaway=False, totp=Totp(SECRET, now=lambda: 59)))
    answers = [
        asked["ChallengeResponses"] for operation, asked in server.heard if operation == "respond_to_auth_challenge"
    ]
    assert answers == [
        {"USERNAME": "0e7f2a4c-user", "ANSWER": "SOFTWARE_TOKEN_MFA"},
        {"USERNAME": "0e7f2a4c-user", "SOFTWARE_TOKEN_MFA_CODE": "287082"},
    ]


@pytest.mark.parametrize(
    ("challenge", "says"),
    [
        ("EMAIL_OTP", "Cognito asks verify@example.com for EMAIL_OTP, which verify can't answer"),
        (
            "SOFTWARE_TOKEN_MFA",
            (
                "Cognito asks verify@example.com for SOFTWARE_TOKEN_MFA, "
                "which verify can't answer without the key totp_secret in its secret"
            ),
        ),
        (
            "MFA_SETUP",
            "verify@example.com has no second factor yet: enrol one, and add totp_secret to its secret",
        ),
    ],
)
def test_says_which_challenge_it_can_not_answer(challenge: str, says: str) -> None:
    with pytest.raises(Failed) as failed:
        sign_in(Server(challenge), somebody(throwaway=False))
    assert str(failed.value) == says


def test_challenges_without_end_are_given_up() -> None:
    with pytest.raises(Failed, match="no end to the challenges"):
        sign_in(Server(*["SELECT_MFA_TYPE"] * 9), somebody())


def test_a_tracked_device_is_confirmed_so_that_its_tokens_can_be_refreshed() -> None:
    server = Server(device=True)
    assert sign_in(server, somebody()).device == "eu-central-1_device"
    confirmed = dict(server.heard)["confirm_device"]
    assert confirmed["DeviceKey"] == "eu-central-1_device"
    assert set(confirmed["DeviceSecretVerifierConfig"]) == {"PasswordVerifier", "Salt"}


def test_choice_based_sign_in_asks_for_srp() -> None:
    server = Server("PASSWORD_VERIFIER")
    sign_in(server, somebody(), "USER_AUTH")
    parameters = server.heard[0][1]["AuthParameters"]
    assert parameters["PREFERRED_CHALLENGE"] == "PASSWORD_SRP"
    assert "SRP_A" in parameters
    assert "PASSWORD" not in parameters


def test_srp_never_sends_the_password() -> None:
    server = Server("PASSWORD_VERIFIER")
    sign_in(server, somebody(), "USER_SRP_AUTH")
    assert "a password" not in str(server.heard)


def test_an_app_server_signs_in_with_its_own_operations() -> None:
    server = Server("SOFTWARE_TOKEN_MFA")
    sign_in(server, somebody(totp=Totp(SECRET)), "ADMIN_USER_PASSWORD_AUTH")
    assert [operation for operation, _ in server.heard] == ["admin_initiate_auth", "admin_respond_to_auth_challenge"]
    assert all(asked["UserPoolId"] == "eu-central-1_pool" for _, asked in server.heard)


def test_nothing_secret_shows_in_a_representation() -> None:
    shown = f"{somebody(totp=Totp(SECRET))} {sign_in(Server(), somebody())}"
    assert not [secret for secret in ("a password", SECRET, "'id'", "access", "refresh") if secret in shown]
