"""Who suffers from faults on the wire: users, in the emulator; client registration, of which the emulator has no API,
in front of the fake that botocore's model drives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from cloud import REGION, Cloud
from fake_cognito import DCR_DEFAULTS, FakeCognito, Pool
from fake_endpoint import FakeEndpoint
from ops.aws import Target

Case = tuple[str, str]
"""A fault, and the type of the request."""
State = Any


class Subject(Protocol):
    """`old` is created, `new` what it is updated to, `gone` what a Delete leaves."""

    type_: str
    handler: str
    times: int
    """How much faster the function's clock is."""
    old: State
    new: State
    gone: State

    def upstream(self) -> Any:
        """A context: where its calls go."""

    def properties(self, case: Case, state: State) -> dict[str, Any]: ...
    def id(self, case: Case) -> str: ...
    def rule(self, case: Case) -> dict[str, Any]:
        """Which request the fault hits, in microburst's words."""

    def state(self, case: Case) -> State: ...


class Users:
    """Name and groups of a user each."""

    type_, handler, times = "Custom::CognitoUser", "custom_resources.user.handler.on_event", 10
    old, new, gone = ("old", ["admins"]), ("new", ["editors"]), None
    writes = {"Create": "AdminCreateUser", "Update": "AdminUpdateUserAttributes", "Delete": "AdminDeleteUser"}

    def __init__(self, cloud: Cloud) -> None:
        self.cloud, self.cognito = cloud, cloud.session().client("cognito-idp")
        schema = [{"Name": "managed_by", "AttributeDataType": "String", "Mutable": True}]
        self.pool = self.cognito.create_user_pool(PoolName="wire-faults", Schema=schema)["UserPool"]["Id"]
        for group in ("admins", "editors"):
            self.cognito.create_group(UserPoolId=self.pool, GroupName=group)
        cloud.session().client("secretsmanager").create_secret(Name="wire-faults", SecretString="Correct-horse-1")

    @contextmanager
    def upstream(self) -> Iterator[str]:
        yield self.cloud.endpoint

    def properties(self, case: Case, state: State) -> dict[str, Any]:
        name, groups = state
        return {
            "UserPoolId": self.pool,
            "Username": named(case),
            "UserAttributes": [{"Name": "name", "Value": name}],
            "GroupNames": groups,
            "PasswordSecretId": "wire-faults",
        }

    def id(self, case: Case) -> str:
        return f"{self.pool}/{named(case)}"

    def rule(self, case: Case) -> dict[str, Any]:
        return {"operation": self.writes[case[1]], "body": f"Username == '{named(case)}'"}

    def state(self, case: Case) -> State:
        key = {"UserPoolId": self.pool, "Username": named(case)}
        try:
            user = self.cognito.admin_get_user(**key)
        except self.cognito.exceptions.UserNotFoundException:
            return None
        (name,) = [each["Value"] for each in user["UserAttributes"] if each["Name"] == "name"]
        groups = [group["GroupName"] for group in self.cognito.admin_list_groups_for_user(**key)["Groups"]]
        return name, groups + ([] if user["UserStatus"] == "CONFIRMED" else ["without a password"])


class Registrations:
    """Who may register clients, of a pool each: written with all else that the pool is, which has to stay."""

    type_ = "Custom::CognitoDynamicClientRegistration"
    handler, times = "custom_resources.user_pool.handler.on_event", 3
    old, new, gone = ("Enabled", "false"), ("Enabled", "true"), ("Disabled", "false")

    def __init__(self) -> None:
        self.endpoint = FakeEndpoint(FakeCognito())
        self.endpoint.cognito.pools.clear()

    @contextmanager
    def upstream(self) -> Iterator[str]:
        with self.endpoint.listening() as url:
            yield url

    def pool(self, case: Case) -> str:
        id_ = f"{REGION}_{named(case).replace('-', '')}"
        self.endpoint.cognito.pools.setdefault(id_, Pool())
        return id_

    def properties(self, case: Case, state: State) -> dict[str, Any]:
        status, is_open = state
        return {"UserPoolId": self.pool(case), "DcrConfiguration": {"EnableStatus": status, "OpenDcrEnabled": is_open}}

    def id(self, case: Case) -> str:
        return f"{self.pool(case)}/DcrConfiguration"

    def rule(self, case: Case) -> dict[str, Any]:
        """What arrives in parts of the pool as it is read would be sent back: so that is where it breaks off."""
        operation = "DescribeUserPool" if case[0] in ("reply truncated", "reply garbled") else "UpdateUserPool"
        return {"operation": operation, "body": f"UserPoolId == '{self.pool(case)}'"}

    def state(self, case: Case) -> State:
        settings = dict(self.endpoint.cognito.pools[self.pool(case)].settings)
        found = settings.pop("DcrConfiguration", {"EnableStatus": "Disabled"})
        assert settings == Pool().settings, "something else of the pool has changed"
        found = DCR_DEFAULTS | found
        return found["EnableStatus"], json.dumps(found["OpenDcrEnabled"])


def named(case: Case) -> str:
    return "-".join(case).lower().replace(" ", "-")


def variables(endpoint: str) -> dict[str, str]:
    return Target(REGION, endpoint).variables()
