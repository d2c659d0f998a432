"""What is set in a deployed environment, as AWS tells it: what `describe-...` and the like answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from guard_rules import guard
from ops.templates import Template, resources
from victim import Victim

Described = dict[str, Any]


@dataclass
class Settings:
    """Of one environment, at one moment."""

    pool: Described
    clients: dict[str, Described]
    """All that the pool has, by name."""
    written: dict[str, Described]
    """What the stack's template says of its clients, by name."""
    precedences: list[int]
    identity_pool: Described
    attachment: Described
    """Roles and role mappings of the identity pool."""
    roles: list[Described]
    """Those of the environment's stacks."""
    guest_policies: list[Any]
    """Of the role that guests receive, if there is one."""
    trigger: str
    """The ARN of the function that runs before tokens are made."""
    trigger_policy: Described

    @property
    def template(self) -> Template:
        """The same as a template, as far as the names of the properties are the same."""
        clients = [{**client, "GenerateSecret": "ClientSecret" in client} for client in self.clients.values()]
        described = {
            "AWS::Cognito::UserPool": [self.pool],
            "AWS::Cognito::UserPoolClient": clients,
            "AWS::Cognito::IdentityPool": [self.identity_pool],
            "AWS::Cognito::IdentityPoolRoleAttachment": [self.attachment],
        }
        made = {
            f"{kind.rpartition(':')[2]}{index}": {"Type": kind, "Properties": properties}
            for kind, several in described.items()
            for index, properties in enumerate(several)
        }
        return dict(json.loads(json.dumps({"Resources": made}, default=str)))

    @cached_property
    def broken_rules(self) -> set[str]:
        """Our Guard rules (tests/lint/gatehouse.guard) that this breaks."""
        return {finding.rule for finding in guard({"described": self.template})}


def described(victim: Victim) -> Settings:
    """As they are, but for the alterations that the victim was given."""
    cognito, identities, iam = (victim.client(name) for name in ("cognito-idp", "cognito-identity", "iam"))
    functions, names = victim.client("lambda"), victim.names
    in_pool = {"UserPoolId": victim.pool_id}
    pool = _set(cognito.describe_user_pool(**in_pool)["UserPool"])
    listed = cognito.list_user_pool_clients(**in_pool, MaxResults=60)["UserPoolClients"]
    ids = [each["ClientId"] for each in listed]
    clients = [_set(cognito.describe_user_pool_client(**in_pool, ClientId=each)["UserPoolClient"]) for each in ids]
    template = victim.client("cloudformation").get_template(StackName=names.user_pool_stack)["TemplateBody"]
    written = [each["Properties"] for each in resources(template, "AWS::Cognito::UserPoolClient").values()]
    attachment = _set(identities.get_identity_pool_roles(IdentityPoolId=victim.identity_pool_id))
    roles = iam.get_paginator("list_roles").paginate().search("Roles")
    trigger = str(pool["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaArn"])
    settings = Settings(
        pool=pool,
        clients={each["ClientName"]: each for each in clients},
        written={each["ClientName"]: each for each in written},
        precedences=[group["Precedence"] for group in cognito.list_groups(**in_pool)["Groups"]],
        identity_pool=_set(identities.describe_identity_pool(IdentityPoolId=victim.identity_pool_id)),
        attachment=attachment,
        roles=[
            role for role in roles if role["RoleName"].startswith((names.user_pool_stack, names.identity_pool_stack))
        ],
        guest_policies=list(_policies(iam, attachment["Roles"].get("unauthenticated", "").rpartition("/")[2])),
        trigger=trigger,
        trigger_policy=json.loads(functions.get_policy(FunctionName=trigger)["Policy"]),
    )
    for alter in victim.alterations:
        alter(settings)
    return settings


def _policies(iam: Any, role: str) -> Iterator[Any]:
    if role:
        yield from iam.list_role_policies(RoleName=role)["PolicyNames"]
        yield from iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]


def _set(answer: Described) -> Described:
    """What is set: the emulator answers with empty values what AWS leaves out."""
    return {
        key: value for key, value in answer.items() if key != "ResponseMetadata" and value not in (None, "", [], {})
    }
