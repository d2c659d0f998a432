"""What one run knows: the environment as configured, what is deployed, and what its checks have learned so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jwt import PyJWKSet

from config import roles
from config.model import Environment
from config.model.clients import Client
from ops.verify import users
from ops.verify.clients import Clients, Keys
from ops.verify.outputs import Outputs
from ops.verify.policies import Place
from ops.verify.sign_in import SignIn, Tokens
from ops.verify.users import User


@dataclass
class Made:
    """What a run has made, and removes at its end."""

    users: list[str] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)
    identity_pools: list[str] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)
    """Of the standing user; a throw-away user's go with the user."""


@dataclass
class World:
    """The fields without a default are written by the checks; whoever reads one needs the check that writes it."""

    environment: Environment
    outputs: Outputs
    aws: Clients
    say: Callable[[str], None]
    client: str
    """The client, by its name in the environment file, through which the run signs in."""
    made: Made = field(default_factory=Made)
    secrets: set[str] = field(default_factory=set, repr=False)
    """What no output may show."""

    user: User = field(init=False)
    tokens: Tokens = field(init=False)
    jwks: PyJWKSet = field(init=False)
    claims: dict[str, dict[str, Any]] = field(init=False)
    """Claims of the ID token (`id`) and the access token (`access`), their signatures verified."""
    identity_id: str = field(init=False)
    user_keys: Keys = field(init=False)
    group_keys: Keys = field(init=False)
    guest_keys: Keys = field(init=False)
    wrong_password_answer: tuple[str, str] = field(init=False)

    @property
    def client_config(self) -> Client:
        return self.environment.clients[self.client]

    @property
    def accepted_clients(self) -> tuple[str, ...]:
        """Whose ID tokens the identity pool accepts."""
        return roles.accepted_clients(self.environment)

    @property
    def roles(self) -> roles.Roles:
        """What identities may receive, with all that it may do."""
        return roles.roles(self.environment)

    @property
    def role_arns(self) -> list[str]:
        """Of every role that is not for guests."""
        groups = [f"groups/{group}/role-arn" for group in self.environment.groups]
        named = [f"roles/{role}/role-arn" for role in self.environment.identity_pool.roles]
        return [self.outputs[name] for name in ("authenticated-role-arn", *groups, *named)]

    @property
    def cognito(self) -> Any:
        return self.aws("cognito-idp")

    @property
    def identities(self) -> Any:
        return self.aws("cognito-identity")

    @property
    def login(self) -> str:
        """The user pool's name as a login of the identity pool."""
        return f"cognito-idp.{self.environment.region}.amazonaws.com/{self.outputs.user_pool_id}"

    def place(self, identity_id: str) -> Place:
        """What policies mean here, to one identity."""
        _, partition, _, region, account, _ = self.outputs["user-pool-arn"].split(":", 5)
        return Place(
            environment=self.environment.name,
            partition=partition,
            region=region,
            account=account,
            user_pool_id=self.outputs.user_pool_id,
            identity_pool_id=self.outputs.identity_pool_id,
            identity_id=identity_id,
        )

    def door(self, client: str) -> SignIn:
        """Where users of one client sign in."""
        return SignIn(self.cognito, self.outputs.user_pool_id, self.outputs.client_id(client), self.say)

    def sign_in(self, client: str, flow: str) -> Tokens:
        """The run's user, through one client."""
        tokens = self.door(client)(self.user, flow)
        self.keep_secret(tokens.id, tokens.access, tokens.refresh, self.user.totp_secret)
        if tokens.device and not self.user.throwaway:
            self.made.devices.append(tokens.device)
        return tokens

    def receive_keys(self, identity_id: str, token: str | None = None, **more: str) -> Keys:
        """AWS keys for an identity: with an ID token, or as a guest."""
        logins = {"Logins": {self.login: token}} if token else {}
        given = self.identities.get_credentials_for_identity(IdentityId=identity_id, **logins, **more)["Credentials"]
        self.keep_secret(given["SecretKey"], given["SessionToken"])
        return Keys(identity_id, given["AccessKeyId"], given["SecretKey"], given["SessionToken"])

    def take_role(self, role_arn: str, token: str) -> Keys:
        """AWS keys for a role of the caller's choice (classic flow), with an identity's own token."""
        given = self.aws("sts").assume_role_with_web_identity(
            RoleArn=role_arn, RoleSessionName="CognitoIdentityCredentials", WebIdentityToken=token
        )["Credentials"]
        self.keep_secret(given["SecretAccessKey"], given["SessionToken"])
        return Keys(self.identity_id, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])

    def receive_identity(self, token: str | None = None) -> str:
        """An identity of the pool: with an ID token, or as a guest. Only the standing user's own outlives the run."""
        logins = {"Logins": {self.login: token}} if token else {}
        identity = str(self.identities.get_id(IdentityPoolId=self.outputs.identity_pool_id, **logins)["IdentityId"])
        if self.user.throwaway or not token:
            self.made.identities.append(identity)
        return identity

    def new_password(self) -> str:
        """One that the pool accepts and nobody has."""
        password = users.password(self.environment.user_pool.password_policy)
        self.keep_secret(password)
        return password

    def keep_secret(self, *values: str | None) -> None:
        self.secrets.update(value for value in values if value)
