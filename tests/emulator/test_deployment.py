"""The life of an environment: deployed, deployed again, updated in place, failed and rolled back, destroyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pycognito.aws_srp import AWSSRP

from cloud import REGION, Cloud
from config.names import Names
from ops.errors import OpsError

TRIAL: dict[str, Any] = {
    "extends": "base",
    "account": "000000000000",
    "region": REGION,
    "ephemeral": True,
    "groups": {"auditors": {"precedence": 20}},
    "seed_users": {
        "alice": {
            "username": "alice@example.com",
            "attributes": {"email": "alice@example.com", "email_verified": True, "given_name": "Alice"},
            "groups": ["admins"],
        }
    },
}


class Trial:
    """One environment in a copy of the app, and what stands of it."""

    def __init__(self, name: str, cloud: Cloud, app: Path) -> None:
        self.name, self.names, self.cloud, self.app = name, Names(name), cloud, app
        self.stacks = [self.names.user_pool_stack, self.names.identity_pool_stack]
        self.session = cloud.session()
        self.cognito = self.session.client("cognito-idp")

    def deploy(self, config: dict[str, Any]) -> list[str]:
        """The stacks that changed."""
        (self.app / "environments" / f"{self.name}.yaml").write_text(json.dumps(config))  # JSON is YAML
        return [stack for stack, changed in self.cloud.deploy(self.name, self.app).items() if changed]

    def value(self, name: str) -> str:
        return str(self.session.client("ssm").get_parameter(Name=self.names.parameter(name))["Parameter"]["Value"])

    def user(self, username: str) -> dict[str, str]:
        found = self.cognito.admin_get_user(UserPoolId=self.value("user-pool-id"), Username=username)
        return {attribute["Name"]: attribute["Value"] for attribute in found["UserAttributes"]}

    def groups(self, username: str) -> list[str]:
        found = self.cognito.admin_list_groups_for_user(UserPoolId=self.value("user-pool-id"), Username=username)
        return [group["GroupName"] for group in found["Groups"]]

    def usernames(self) -> int:
        return len(self.cognito.list_users(UserPoolId=self.value("user-pool-id"))["Users"])

    def somebody_else_makes(self, username: str) -> None:
        self.cognito.admin_create_user(
            UserPoolId=self.value("user-pool-id"),
            Username=username,
            TemporaryPassword="Temporary-password-1",
            MessageAction="SUPPRESS",
        )

    def sign_in(self, username: str, secret: str) -> dict[str, Any]:
        """By SRP, with the password that stands in the secret."""
        stored = self.session.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
        srp = AWSSRP(
            username=username,
            password=json.loads(stored)["password"],
            pool_id=self.value("user-pool-id"),
            client_id=self.value("clients/web/id"),
            client=self.cognito,
        )
        return dict(srp.authenticate_user()["AuthenticationResult"])

    def statuses(self) -> dict[str, str]:
        found = self.session.client("cloudformation").describe_stacks()["Stacks"]
        return {stack["StackName"]: stack["StackStatus"] for stack in found if stack["StackName"] in self.stacks}


def test_an_environment_is_deployed_updated_in_place_rolled_back_and_destroyed_without_a_trace(
    cloud: Cloud, app: Path
) -> None:
    trial = Trial("trial", cloud, app)
    # A first deployment: the seed user signs in with the password that was generated for her.
    assert trial.deploy(TRIAL) == trial.stacks
    pool_id, alice = trial.value("user-pool-id"), trial.user("alice@example.com")
    assert alice["email_verified"] == "true"
    assert trial.groups("alice@example.com") == ["admins"]
    assert "IdToken" in trial.sign_in("alice@example.com", trial.names.seed_user_secret("alice"))

    # The same again changes nothing.
    assert trial.deploy(TRIAL) == []

    # An update in place: a stricter password policy, one more attribute, another group. Pool, user and password stay.
    changed = TRIAL | {
        "user_pool": {
            "password_policy": {"minimum_length": 16},
            "custom_attributes": {"region": {"type": "String", "max_length": 8}},
        },
        "seed_users": {"alice": TRIAL["seed_users"]["alice"] | {"groups": ["auditors"]}},
    }
    assert trial.deploy(changed) == trial.stacks
    pool = trial.cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 16
    assert "custom:region" in [attribute["Name"] for attribute in pool["SchemaAttributes"]]
    assert trial.value("user-pool-id") == pool_id
    assert trial.user("alice@example.com")["sub"] == alice["sub"]
    assert trial.groups("alice@example.com") == ["auditors"]
    assert "IdToken" in trial.sign_in("alice@example.com", trial.names.seed_user_secret("alice"))

    # A custom resource that fails takes nothing with it: neither what stood, nor a user that somebody else made.
    trial.somebody_else_makes("carol@example.com")
    carol = trial.user("carol@example.com")
    failing = changed | {
        "seed_users": {
            "alice": TRIAL["seed_users"]["alice"] | {"groups": []},
            "bob": {
                "username": "bob@example.com",
                "attributes": {"email": "bob@example.com"},
                "password_secret": "none",
            },
            "carol": {"username": "carol@example.com", "attributes": {"email": "carol@example.com"}},
        }
    }
    with pytest.raises(OpsError) as failed:
        trial.deploy(failing)
    assert "Custom::CognitoUser" in str(failed.value)
    assert trial.statuses()[trial.names.identity_pool_stack] == "UPDATE_ROLLBACK_COMPLETE"
    assert trial.groups("alice@example.com") == ["auditors"]
    assert trial.user("carol@example.com") == carol
    assert trial.usernames() == 2, "alice and carol: bob never was"

    # What was wrong is mended by the next deployment; a user that the config drops goes.
    without_alice = changed | {"seed_users": {}}
    assert trial.names.identity_pool_stack in trial.deploy(without_alice)
    assert trial.usernames() == 1, "carol"

    cloud.destroy(trial.name, app)
    assert trial.statuses() == {}
    assert left_of_the_trial(trial) == []


def test_users_outlive_their_stacks_unless_the_environment_is_ephemeral(cloud: Cloud, app: Path) -> None:
    trial = Trial("kept", cloud, app)
    trial.deploy(TRIAL | {"ephemeral": False})
    pool_id, identity_pool_id = trial.value("user-pool-id"), trial.value("identity-pool-id")
    trial.somebody_else_makes("carol@example.com")

    with pytest.raises(OpsError) as refused:
        cloud.destroy(trial.name, app)
    assert "TerminationProtection" in str(refused.value).replace(" ", "").replace("termination", "Termination")
    assert len(trial.statuses()) == 2

    for stack in trial.stacks:
        trial.session.client("cloudformation").update_termination_protection(
            StackName=stack, EnableTerminationProtection=False
        )
    cloud.destroy(trial.name, app)
    assert trial.statuses() == {}
    usernames = [user["Username"] for user in trial.cognito.list_users(UserPoolId=pool_id)["Users"]]
    assert len(usernames) == 1, "carol stays; alice, whom the stack had made, went with it"
    assert {
        c["ClientName"]
        for c in trial.cognito.list_user_pool_clients(UserPoolId=pool_id, MaxResults=9)["UserPoolClients"]
    } == {
        "web",
        "server",
    }
    assert len(trial.cognito.list_groups(UserPoolId=pool_id)["Groups"]) == 2
    identity_pools = trial.session.client("cognito-identity")
    assert identity_pools.describe_identity_pool(IdentityPoolId=identity_pool_id)["IdentityPoolId"] == identity_pool_id


def left_of_the_trial(trial: Trial) -> list[str]:
    """Whatever still carries the environment's name, in every service that it used."""
    client = trial.session.client
    names = [
        *(pool["Name"] for pool in trial.cognito.list_user_pools(MaxResults=60)["UserPools"]),
        *(
            p["IdentityPoolName"]
            for p in client("cognito-identity").list_identity_pools(MaxResults=60)["IdentityPools"]
        ),
        *(role["RoleName"] for role in client("iam").list_roles()["Roles"]),
        *(secret["Name"] for secret in client("secretsmanager").list_secrets()["SecretList"]),
        *(found["Name"] for found in client("ssm").describe_parameters()["Parameters"]),
        *(function["FunctionName"] for function in client("lambda").list_functions()["Functions"]),
        *(group["logGroupName"] for group in client("logs").describe_log_groups()["logGroups"]),
    ]
    return [name for name in names if trial.name in name]
