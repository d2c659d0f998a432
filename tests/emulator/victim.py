"""A deployed environment as an attacker meets it, who has an account there and has read the app's JavaScript."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP

from cloud import REGION, Cloud
from config.names import Names

PASSWORD = "Mallory's own passw0rd!"


class Ending(NamedTuple):
    """How an attempt ended."""

    won: bool
    said: str
    """What was won, or how it was refused."""

    def __str__(self) -> str:
        return f"{'won' if self.won else 'refused'}: {self.said}"


def tried(prize: str, call: Callable[[], object], *codes: str) -> Ending:
    """Wins the prize, unless AWS refuses with one of these codes. Any other error shows nothing, and is raised."""
    try:
        call()
    except ClientError as error:
        if error.response["Error"]["Code"] in codes:
            return Ending(won=False, said=f"{error.response['Error']['Code']}: {error.response['Error']['Message']}")
        raise
    return Ending(won=True, said=prize)


class Victim:
    """What an attacker sees and does."""

    def __init__(self, name: str, cloud: Cloud) -> None:
        self.names, self.cloud = Names(name), cloud
        self.session = cloud.session()
        self.alterations: list[Callable[[Any], None]] = []
        """Of what is described, where the environment itself can't be changed so."""
        self._clients: dict[str, Any] = {}
        self._tokens: dict[str, dict[str, str]] = {}
        self.mallory = self.make_user(self.pool_id, f"mallory-{name}@example.com")

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self.session.client(service)
        return self._clients[service]

    def value(self, name: str) -> str:
        found = self.client("ssm").get_parameter(Name=self.names.parameter(name))
        return str(found["Parameter"]["Value"])

    @cached_property
    def pool_id(self) -> str:
        return self.value("user-pool-id")

    @cached_property
    def identity_pool_id(self) -> str:
        return self.value("identity-pool-id")

    def client_id(self, name: str = "web") -> str:
        return self.value(f"clients/{name}/id")

    def make_user(self, pool_id: str, username: str) -> str:
        """An ordinary user in no group, whose password is known."""
        key = {"UserPoolId": pool_id, "Username": username}
        cognito = self.client("cognito-idp")
        cognito.admin_create_user(
            **key, MessageAction="SUPPRESS", UserAttributes=[{"Name": "email", "Value": username}]
        )
        cognito.admin_set_user_password(**key, Password=PASSWORD, Permanent=True)
        return username

    def sign_in(self, username: str = "", password: str = PASSWORD, client: str = "web") -> dict[str, str]:
        """Tokens, by SRP."""
        cognito, client_id = self.client("cognito-idp"), self.client_id(client)
        srp = AWSSRP(username or self.mallory, password, self.pool_id, client_id, client=cognito)
        return dict(srp.authenticate_user()["AuthenticationResult"])

    def tokens(self, client: str = "web") -> dict[str, str]:
        """Mallory's own, of one sign-in."""
        if client not in self._tokens:
            self._tokens[client] = self.sign_in(client=client)
        return self._tokens[client]

    def logins(self, token: str, pool_id: str = "") -> dict[str, str]:
        return {f"cognito-idp.{REGION}.amazonaws.com/{pool_id or self.pool_id}": token}

    def identity(self, token: str = "") -> dict[str, Any]:
        """Whom the identity pool takes the bearer of an ID token for; without one, a guest."""
        logins = {"Logins": self.logins(token)} if token else {}
        found = self.client("cognito-identity").get_id(IdentityPoolId=self.identity_pool_id, **logins)
        return {"IdentityId": found["IdentityId"], **logins}

    def take_role(self, role_arn: str, token: str) -> object:
        return self.client("sts").assume_role_with_web_identity(
            RoleArn=role_arn, RoleSessionName="mallory", WebIdentityToken=token
        )

    def authorize(self, prize: str, **asked: str) -> Ending:
        """Wins the prize if the pool's domain goes on to sign-in with this request."""
        query = urllib.parse.urlencode({"client_id": self.client_id(), "scope": "openid"} | asked)
        try:
            with urllib.request.urlopen(f"{self.cloud.endpoint}/oauth2/authorize?{query}") as page:
                return Ending("<form" in page.read().decode(), prize)
        except urllib.error.HTTPError as error:
            with error:
                return Ending(won=False, said=error.read().decode())

    @property
    def seed_password(self) -> str:
        secret = self.client("secretsmanager").get_secret_value(SecretId=self.names.seed_user_secret("alice"))
        return str(json.loads(secret["SecretString"])["password"])
