"""Each role of the identity pool: who may have it, by which login, under which conditions, and what it may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ops.access.template import Resources

COGNITO = "cognito-identity.amazonaws.com"
SUB, AMR, AUD = f"{COGNITO}:sub", f"{COGNITO}:amr", f"{COGNITO}:aud"
_ANY = "any login"


@dataclass(frozen=True)
class Right:
    """One statement of a policy, or a managed policy."""

    effect: str
    actions: list[str]
    resources: list[str]
    whose: str
    """Whose data that is: the caller's own, that of its tags, or anybody's."""
    conditions: list[str]


@dataclass(frozen=True)
class Role:
    """One role, as the template has it."""

    name: str
    who: str
    """`signed in` or `guests`, and of which identity pool."""
    logins: list[str]
    chosen_by: list[str]
    """What gives this role to somebody who may have it."""
    conditions: list[str]
    rights: list[Right]


def roles(resources: Resources) -> list[Role]:
    """Every role that trusts Cognito's identity pools, in the order of the template."""
    chosen = list(_choices(resources))
    return [
        _role(key, each["Properties"], [how for arn, how in chosen if arn == f"{key}.Arn"])
        for key, each in resources.items()
        if each["Type"] == "AWS::IAM::Role" and COGNITO in str(each["Properties"]["AssumeRolePolicyDocument"])
    ]


def _role(key: str, properties: dict[str, Any], chosen_by: list[str]) -> Role:
    (trust,) = properties["AssumeRolePolicyDocument"]["Statement"]
    conditions = trust.get("Condition", {})
    amr = [value for keys in conditions.values() for value in _many(keys.get(AMR, []))]
    kinds = {"authenticated": "signed in", "unauthenticated": "guests"}
    who = [kinds[value] for value in amr if value in kinds] or ["ANYBODY"]
    pools = [value for keys in conditions.values() for value in _many(keys.get(AUD, []))] or ["ANY identity pool"]
    logins = [value for value in amr if value not in kinds]
    managed = [
        Right("Allow", ["as it says"], [arn], "as it says", []) for arn in properties.get("ManagedPolicyArns", ())
    ]
    policies = [each["PolicyDocument"]["Statement"] for each in properties.get("Policies", ())]
    return Role(
        name=key,
        who=f"{' or '.join(who)}, of {' and '.join(pools)}",
        logins=logins or ([] if who == ["guests"] else [_ANY]),
        chosen_by=chosen_by,
        conditions=_conditions(conditions, without={AMR, AUD})
        + (["sessions carry tags"] if "sts:TagSession" in _many(trust["Action"]) else [])
        + [f"bounded by {arn}" for arn in _many(properties.get("PermissionsBoundary", []))],
        rights=[
            *(_right(statement) for policy in policies for statement in policy),
            *managed,
        ],
    )


def _right(statement: dict[str, Any]) -> Right:
    conditions = _conditions(statement.get("Condition", {}), without=set())
    return Right(
        statement["Effect"],
        _many(statement["Action"]),
        _many(statement["Resource"]),
        _whose(str(statement)),
        conditions,
    )


def _whose(statement: str) -> str:
    if f"${{{SUB}}}" in statement:
        return "the caller's own"
    return "that of the caller's tags" if "aws:PrincipalTag/" in statement else "anybody's"


def _conditions(conditions: dict[str, Any], without: set[str]) -> list[str]:
    return [
        f"{key} {operator} {' or '.join(_many(values))}"
        for operator, keys in conditions.items()
        for key, values in keys.items()
        if key not in without
    ]


def _choices(resources: Resources) -> Iterator[tuple[str, str]]:
    """(ARN of a role, what gives it)."""
    for each in resources.values():
        properties = each.get("Properties", {})
        match each["Type"]:
            case "AWS::Cognito::IdentityPoolRoleAttachment":
                for kind, arn in properties["Roles"].items():
                    yield arn, f"default ({kind})"
                yield from _rules(properties.get("RoleMappings", {}))
            case "AWS::Cognito::UserPoolGroup":
                yield properties["RoleArn"], f"group {properties['GroupName']}, by the token"
            case "AWS::SSM::Parameter" if "/roles/" in properties["Name"]:
                yield properties["Value"], "the token, or the app among those that the token names (CustomRoleArn)"


def _rules(mappings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for login, mapping in mappings.items():
        for rule in mapping.get("RulesConfiguration", {}).get("Rules", ()):
            yield rule["RoleARN"], f"rule of {login}: {rule['Claim']} {rule['MatchType']} {rule['Value']}"


def _many(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
