"""A deployed environment as an attacker meets it, who has an account there and has read the app's JavaScript."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from functools import cached_property
from typing import Any

from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP

from cloud import REGION, Cloud
from config.names import Names

PASSWORD = "Mallory's own passw0rd!"


def refused(call: Callable[[], object], *codes: str) -> bool:
    """Whether AWS refuses, with one of these codes. Any other error shows nothing, and is raised."""
    try:
        call()
    except ClientError as error:
        if error.response["Error"]["Code"] in codes:
            return True
        raise
    return False


class Victim:
    """What an attacker sees and does, and (by `describe_...`) what is set."""

    def __init__(self, name: str, cloud: Cloud) -> None:
        self.names, self.cloud = Names(name), cloud
        self.session = cloud.session()
        self.mallory = self.make_user(self.pool_id, f"mallory-{name}@example.com")

    def client(self, service: str) -> Any:
        return self._clients.setdefault(service, self.session.client(service))

    def value(self, name: str) -> str:
        found = self.client("ssm").get_parameter(Name=self.names.parameter(name))
        return str(found["Parameter"]["Value"])

    @cached_property
    def _clients(self) -> dict[str, Any]:
        return {}

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

    @property
    def roles(self) -> list[str]:
        """Of those who signed in, by ARN."""
        return [self.value(name) for name in ("authenticated-role-arn", "groups/admins/role-arn")]

    @property
    def groups(self) -> dict[str, int]:
        """Group -> precedence."""
        found = self.client("cognito-idp").list_groups(UserPoolId=self.pool_id)["Groups"]
        return {group["GroupName"]: group["Precedence"] for group in found}

    def authorize(self, **asked: str) -> bool:
        """Whether the pool's domain goes on to sign-in with this request."""
        query = urllib.parse.urlencode({"client_id": self.client_id(), "scope": "openid"} | asked)
        try:
            with urllib.request.urlopen(f"{self.cloud.endpoint}/oauth2/authorize?{query}") as page:
                return "<form" in page.read().decode()
        except urllib.error.HTTPError as error:
            error.close()
            return False

    @property
    def pool(self) -> dict[str, Any]:
        return dict(self.client("cognito-idp").describe_user_pool(UserPoolId=self.pool_id)["UserPool"])

    @property
    def trigger(self) -> str:
        """The ARN of the function that runs before tokens are made."""
        return str(self.pool["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaArn"])

    def app_client(self, name: str = "web") -> dict[str, Any]:
        asked = {"UserPoolId": self.pool_id, "ClientId": self.client_id(name)}
        return dict(self.client("cognito-idp").describe_user_pool_client(**asked)["UserPoolClient"])

    @property
    def identity_pool(self) -> dict[str, Any]:
        found = self.client("cognito-identity").describe_identity_pool(IdentityPoolId=self.identity_pool_id)
        return {key: value for key, value in found.items() if key != "ResponseMetadata"}

    @property
    def attachment(self) -> dict[str, Any]:
        return dict(self.client("cognito-identity").get_identity_pool_roles(IdentityPoolId=self.identity_pool_id))

    @property
    def seed_password(self) -> str:
        secret = self.client("secretsmanager").get_secret_value(SecretId=self.names.seed_user_secret("alice"))
        return str(json.loads(secret["SecretString"])["password"])

    @property
    def own_roles(self) -> list[dict[str, Any]]:
        """The roles of the environment's stacks."""
        stacks = (self.names.user_pool_stack, self.names.identity_pool_stack)
        return [role for role in self.client("iam").list_roles()["Roles"] if role["RoleName"].startswith(stacks)]
