"""What gives a role to somebody who may have it: a default, a rule, the token, or the app itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ops.access.logins import NOBODY, Logins
from ops.access.template import Resources, of_type


@dataclass(frozen=True)
class Choice:
    """What gives a role, and after which logins."""

    how: str
    logins: list[str]


def choices(resources: Resources, logins: Logins) -> Iterator[tuple[str, Choice]]:
    """(ARN of a role, what gives it)."""
    attachments = of_type(resources, "AWS::Cognito::IdentityPoolRoleAttachment")
    mappings = [mapping for each in attachments for mapping in each.get("RoleMappings", {}).values()]
    by_token, decided = _after(mappings, logins, Type="Token"), _after(mappings, logins, AmbiguousRoleResolution="Deny")
    for attachment in attachments:
        for kind, arn in attachment["Roles"].items():
            undecided = [login for login in logins.all if login not in decided]
            yield arn, Choice("default", undecided if kind == "authenticated" else [NOBODY])
    for mapping in mappings:
        for rule in mapping.get("RulesConfiguration", {}).get("Rules", ()):
            how = f"rule: {rule['Claim']} {rule['MatchType']} {rule['Value']}"
            yield rule["RoleARN"], Choice(how, logins.named(mapping["IdentityProvider"]))
    for group in of_type(resources, "AWS::Cognito::UserPoolGroup"):
        yield group["RoleArn"], Choice(f"group {group['GroupName']}, by the token", by_token)
    classic = any(pool["AllowClassicFlow"] for pool in of_type(resources, "AWS::Cognito::IdentityPool"))
    for published in of_type(resources, "AWS::SSM::Parameter"):
        if "/roles/" in published["Name"]:
            yield published["Value"], Choice("the token, or the app among those in it (CustomRoleArn)", by_token)
        if classic:
            yield published["Value"], Choice("the app (classic flow)", [*logins.all, NOBODY])


def _after(mappings: list[dict[str, str]], logins: Logins, **kind: str) -> list[str]:
    """The logins whose mapping is of this kind."""
    return [
        login
        for mapping in mappings
        if kind.items() <= mapping.items()
        for login in logins.named(mapping["IdentityProvider"])
    ]
