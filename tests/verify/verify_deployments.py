"""Environments to verify, made with plain API calls as the stacks would make them: one right, one too permissive."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from config.model import Environment
from config.names import Names
from ops.verify.report import Result

REGION = "eu-central-1"
ACCOUNT = "000000000000"
PROVIDER = "cognito-identity.amazonaws.com"
READ = {"Effect": "Allow", "Action": "ssm:GetParameter"}
PARAMETERS = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/gatehouse"
FILE: dict[str, Any] = {
    "region": REGION,
    "account": ACCOUNT,
    "user_pool": {
        "sign_in": {"username_attributes": ["email"]},
        "standard_attributes": {"email": {"required": True}},
        "custom_attributes": {"department": {"type": "String"}},
    },
    "clients": {"web": {}, "server": {"auth_flows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]}},
    "groups": {
        "admins": {"name": "Admins", "precedence": 10, "policy": [READ | {"Resource": f"{PARAMETERS}/*/issuer"}]},
        "staff": {"precedence": 20},
    },
    "identity_pool": {
        "logins": {"clients": ["web"]},
        "ambiguous_role_resolution": "AuthenticatedRole",
        "authenticated_role": {"policy": [READ | {"Resource": f"{PARAMETERS}/*/user-pool-id"}]},
        "allow_unauthenticated_identities": True,
        "guest_role": {"policy": [READ | {"Resource": f"{PARAMETERS}/*/issuer"}]},
    },
}
EVERYTHING = [{"Effect": "Allow", "Action": ["ssm:*", "iam:*", "cognito-idp:*"], "Resource": "*"}]
TOO_PERMISSIVE = {
    "clients": {
        "web": {
            "auth_flows": ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
            "prevent_user_existence_errors": False,
        }
    },
    "identity_pool": {
        "logins": {"clients": ["web", "server"]},
        "authenticated_role": {"policy": EVERYTHING},
        "guest_role": {"policy": EVERYTHING},
    },
}
Changes = dict[str, Any]
Answers = dict[str, Callable[..., Any]]
"""By the client's method name."""
Judge = Callable[..., Result]
"""The fixture `judge`."""


def laid_over(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: laid_over(below.get(key), value) for key, value in above.items()}


def environment(name: str, changes: Changes | None = None) -> Environment:
    """FILE with some keys changed, as the environment `name`."""
    return Environment.model_validate_json(json.dumps(laid_over(FILE, changes or {}) | {"name": name}), strict=True)


def answer(**reply: Any) -> Callable[..., Any]:
    """An operation that always answers this."""
    return lambda **_: reply


def refuse(*codes: str, message: str = "") -> Callable[..., Any]:
    """An operation that is refused, each time with the next code."""
    left = list(codes)

    def refusal(**_: Any) -> Any:
        code = left.pop(0) if len(left) > 1 else left[0]
        raise ClientError({"Error": {"Code": code, "Message": message}}, "Operation")

    return refusal


class Tampered:
    """Clients of a server some of whose operations answer otherwise."""

    def __init__(self, clients: Any, overrides: Answers) -> None:
        self.clients, self.overrides = clients, overrides
        self.endpoint, self.emulator = clients.endpoint, clients.emulator

    def __call__(self, service: str, keys: Any = None) -> Any:
        return TamperedClient(self.clients(service, keys), self.overrides)


class TamperedClient:
    def __init__(self, client: Any, overrides: Answers) -> None:
        self.client, self.overrides = client, overrides

    def __getattr__(self, name: str) -> Any:
        return self.overrides.get(name) or getattr(self.client, name)


def provision(config: Environment, session: Any, *, amr: str | None = None, aud: bool = True) -> None:
    """Pool, clients, groups, identity pool, roles and parameters as the stacks make them, but for another `amr` in the
    roles' trusts, or no `aud`."""
    cognito, identities, iam = (client(session, name) for name in ("cognito-idp", "cognito-identity", "iam"))
    pool = cognito.create_user_pool(
        PoolName=config.name,
        UsernameAttributes=list(config.user_pool.sign_in.username_attributes),
        Schema=[{"Name": name, "AttributeDataType": a.type} for name, a in config.user_pool.custom_attributes.items()],
    )["UserPool"]
    login = f"cognito-idp.{REGION}.amazonaws.com/{pool['Id']}"
    outputs = {"user-pool-id": pool["Id"], "user-pool-arn": pool["Arn"], "issuer": f"https://{login}"}
    outputs["jwks-uri"] = f"https://{login}/.well-known/jwks.json"
    for name, app in config.clients.items():
        outputs[f"clients/{name}/id"] = cognito.create_user_pool_client(
            UserPoolId=pool["Id"],
            ClientName=name,
            ExplicitAuthFlows=[*app.auth_flows, "ALLOW_REFRESH_TOKEN_AUTH"],
            PreventUserExistenceErrors="ENABLED" if app.prevent_user_existence_errors else "LEGACY",
        )["UserPoolClient"]["ClientId"]
    accepted = [outputs[f"clients/{name}/id"] for name in config.identity_pool.logins.clients or ()]
    outputs["identity-pool-id"] = identity_pool = identities.create_identity_pool(
        IdentityPoolName=config.name,
        AllowUnauthenticatedIdentities=True,
        CognitoIdentityProviders=[{"ProviderName": login, "ClientId": app} for app in accepted],
    )["IdentityPoolId"]

    def role(kind: str, policy: Any, trusted: str) -> str:
        conditions = {"ForAnyValue:StringLike": {f"{PROVIDER}:amr": amr or trusted}}
        conditions |= {"StringEquals": {f"{PROVIDER}:aud": identity_pool}} if aud else {}
        trust = {
            "Principal": {"Federated": PROVIDER},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": conditions,
        }
        made = iam.create_role(RoleName=f"{config.name}-{kind}", AssumeRolePolicyDocument=document(trust))
        granted = [{"Action": list(s.Action), "Resource": [at_deploy_time(arn) for arn in s.Resource]} for s in policy]
        if granted:
            iam.put_role_policy(
                RoleName=f"{config.name}-{kind}", PolicyName="Config", PolicyDocument=document(*granted)
            )
        return str(made["Role"]["Arn"])

    attached = {
        "authenticated": role("authenticated", config.identity_pool.authenticated_role.policy, "authenticated"),
        "unauthenticated": role("guest", config.identity_pool.guest_role.policy, "unauthenticated"),
    }
    identities.set_identity_pool_roles(IdentityPoolId=identity_pool, Roles=attached)
    outputs |= {"authenticated-role-arn": attached["authenticated"], "guest-role-arn": attached["unauthenticated"]}
    for name, group in config.groups.items():
        arn = outputs[f"groups/{name}/role-arn"] = role(name, group.policy, "authenticated")
        cognito.create_group(
            UserPoolId=pool["Id"], GroupName=config.group_names[name], Precedence=group.precedence, RoleArn=arn
        )
    for name, value in outputs.items():
        client(session, "ssm").put_parameter(Name=Names(config.name).parameter(name), Value=value, Type="String")


def document(*statements: dict[str, Any]) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement for statement in statements]}
    )


def at_deploy_time(text: str) -> str:
    for name, value in (("Partition", "aws"), ("Region", REGION), ("AccountId", ACCOUNT)):
        text = text.replace(f"${{AWS::{name}}}", value)
    return text


@cache
def client(session: Any, service: str) -> Any:
    """One of each: to make one takes longer than most calls."""
    return session.client(service)


@cache
def pool_of(session: Any) -> str:
    return str(client(session, "ssm").get_parameter(Name="/gatehouse/right/user-pool-id")["Parameter"]["Value"])


def users(session: Any) -> set[str]:
    found = client(session, "cognito-idp").list_users(UserPoolId=pool_of(session))["Users"]
    return {user["Username"] for user in found}
