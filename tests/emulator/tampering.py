"""What whoever may administer a deployed environment can change of it by hand, past its stacks."""

from __future__ import annotations

import json
from typing import Any

from settings import Settings
from victim import Victim


def change_pool(victim: Victim, **change: Any) -> None:
    victim.client("cognito-idp").update_user_pool(UserPoolId=victim.pool_id, **change)


def change_client(victim: Victim, name: str = "web", **change: Any) -> None:
    asked = {"UserPoolId": victim.pool_id, "ClientId": victim.client_id(name)}
    victim.client("cognito-idp").update_user_pool_client(**asked, **change)


def change_identity_pool(victim: Victim, settings: Settings, **change: Any) -> None:
    victim.client("cognito-identity").update_identity_pool(**settings.identity_pool | change)


def attach(victim: Victim, settings: Settings, **change: Any) -> None:
    kept = {key: value for key, value in settings.attachment.items() if key in ("Roles", "RoleMappings")}
    victim.client("cognito-identity").set_identity_pool_roles(IdentityPoolId=victim.identity_pool_id, **kept | change)


def let(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]})


def trust(victim: Victim, settings: Settings, principal: dict[str, str], action: str) -> None:
    """Without a condition, in each role that trusts this principal."""
    for role in settings.roles:
        if role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == principal:
            document = let(Principal=principal, Action=action)
            victim.client("iam").update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=document)
