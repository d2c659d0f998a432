"""Signing in as an app does: the flow's first call, then challenges until there are tokens. SRP is pycognito's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pycognito.aws_srp import AWSSRP, generate_hash_device

from config.model.clients import Client
from ops.verify.outcome import Failed
from ops.verify.totp import Totp
from ops.verify.users import User

FLOWS = ("USER_SRP_AUTH", "USER_AUTH", "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH")
"""Those that need only a name and a password, best first."""
BY_SRP = ("USER_SRP_AUTH", "USER_AUTH")
SECOND_FACTORS = ("MFA_SETUP", "SOFTWARE_TOKEN_MFA")
MOST_CHALLENGES = 6


@dataclass(frozen=True)
class Tokens:
    """What a sign-in gives."""

    id: str = field(repr=False)
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    flow: str = ""
    challenges: tuple[str, ...] = ()
    """Those answered on the way."""
    device: str | None = None
    """Key of the device that Cognito tracks, where the pool does that."""


def flow_of(client: Client) -> str | None:
    """The best flow that a client allows and verify knows."""
    return next((flow for flow in FLOWS if f"ALLOW_{flow}" in client.auth_flows), None)


@dataclass(frozen=True)
class SignIn:
    """One client of one pool, through which users sign in."""

    cognito: Any
    pool_id: str
    client_id: str
    say: Callable[[str], None] = lambda _: None

    def __call__(self, user: User, flow: str) -> Tokens:
        """Answers every challenge that a name, a password and an authenticator can answer."""
        srp = self._srp(user) if flow in BY_SRP else None
        admin = flow.startswith("ADMIN_")
        answered: list[str] = []
        reply = self.start(user, flow, srp)
        while "AuthenticationResult" not in reply:
            challenge = reply["ChallengeName"]
            if len(answered) == MOST_CHALLENGES:
                raise Failed(f"there is no end to the challenges: {', '.join(answered)}")
            answered.append(challenge)
            session = {"Session": reply["Session"]} if reply.get("Session") else {}
            if challenge == "MFA_SETUP":
                session = {"Session": self._enrol(user, reply["Session"])}
            respond = self.cognito.admin_respond_to_auth_challenge if admin else self.cognito.respond_to_auth_challenge
            reply = respond(
                ClientId=self.client_id,
                ChallengeName=challenge,
                ChallengeResponses=self._answer(challenge, reply["ChallengeParameters"], user, srp),
                **session,
                **({"UserPoolId": self.pool_id} if admin else {}),
            )
        return self._tokens(reply["AuthenticationResult"], flow, tuple(answered))

    def start(self, user: User, flow: str, srp: Any = None) -> Any:
        """The first call of a flow, which a client that does not allow the flow refuses."""
        parameters = {"USERNAME": user.username}
        if flow.endswith("PASSWORD_AUTH"):
            parameters["PASSWORD"] = user.password
        if flow in BY_SRP:
            parameters |= (srp or self._srp(user)).get_auth_params()
        if flow == "USER_AUTH":
            parameters["PREFERRED_CHALLENGE"] = "PASSWORD_SRP"
        if flow.startswith("ADMIN_"):
            return self.cognito.admin_initiate_auth(
                UserPoolId=self.pool_id, ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters
            )
        return self.cognito.initiate_auth(ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters)

    def _srp(self, user: User) -> Any:
        return AWSSRP(user.username, user.password, self.pool_id, self.client_id, client=self.cognito)

    def _answer(self, challenge: str, asked: dict[str, str], user: User, srp: Any) -> dict[str, str]:
        name = asked.get("USER_ID_FOR_SRP", user.username)
        if challenge == "PASSWORD_VERIFIER":
            answer: dict[str, str] = srp.process_challenge(asked, {"USERNAME": user.username})
            return answer
        if challenge == "SELECT_MFA_TYPE":
            return {"USERNAME": name, "ANSWER": "SOFTWARE_TOKEN_MFA"}
        if challenge == "MFA_SETUP":
            return {"USERNAME": name}
        if challenge == "SOFTWARE_TOKEN_MFA" and user.totp:
            return {"USERNAME": name, "SOFTWARE_TOKEN_MFA_CODE": user.totp.code(self.say)}
        lacks = " without the key totp_secret in its secret" if challenge == "SOFTWARE_TOKEN_MFA" else ""
        raise Failed(f"Cognito asks {user.username} for {challenge}, which verify can't answer{lacks}")

    def _enrol(self, user: User, session: str) -> str:
        """Give a throw-away user an authenticator; the session with which sign-in goes on."""
        if not user.throwaway:
            raise Failed(f"{user.username} has no second factor yet: enrol one, and add totp_secret to its secret")
        given = self.cognito.associate_software_token(Session=session)
        user.totp = Totp(given["SecretCode"])
        verified = self.cognito.verify_software_token(Session=given["Session"], UserCode=user.totp.code(self.say))
        return str(verified["Session"])

    def _tokens(self, result: dict[str, Any], flow: str, answered: tuple[str, ...]) -> Tokens:
        device = result.get("NewDeviceMetadata")
        if device:  # Cognito refreshes nothing for a device that was never confirmed
            _, verifier = generate_hash_device(device["DeviceGroupKey"], device["DeviceKey"])
            self.cognito.confirm_device(
                AccessToken=result["AccessToken"],
                DeviceKey=device["DeviceKey"],
                DeviceName="gatehouse verify",
                DeviceSecretVerifierConfig=verifier,
            )
        return Tokens(
            id=result["IdToken"],
            access=result["AccessToken"],
            refresh=result["RefreshToken"],
            flow=flow,
            challenges=answered,
            device=device["DeviceKey"] if device else None,
        )
