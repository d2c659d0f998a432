"""Each role of the identity pool: who may have it, by which login, under which conditions, and what it may do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from config.model.base import written
from ops.access.choices import Choice, choices
from ops.access.logins import NOBODY, Logins
from ops.access.template import Resources, of_type

COGNITO = "cognito-identity.amazonaws.com"
SUB, AMR, AUD = f"{COGNITO}:sub", f"{COGNITO}:amr", f"{COGNITO}:aud"
_KINDS = {"authenticated": "signed in", "unauthenticated": "guests"}
_TAG = "aws:PrincipalTag/"
_CONFINES = re.compile("(ForAllValues:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)")
"""Operators that hold for what they name alone: no negation, no IfExists, and not ForAnyValue, for which one among many
is enough. ForAllValues is also true of no value at all, and so needs a Null beside it."""
_NAMES_DATA = re.compile("s3:prefix|dynamodb:LeadingKeys|s3:ExistingObjectTag/.+|aws:ResourceTag/.+", re.IGNORECASE)
"""Keys about the data asked for. Others (aws:Referer, aws:RequestTag/..., s3:x-amz-acl) tell of the request, in which a
caller can say whose he is, of whatever data."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Reach:
    """One resource of a statement."""

    resource: str
    whose: str
    """Whose data that is: the caller's own, that of its tags, or anybody's."""


@dataclass(frozen=True)
class Right:
    """One statement of a policy."""

    effect: str
    actions: list[str]
    reaches: list[Reach]
    conditions: list[str]


@dataclass(frozen=True)
class Role:
    """One role, as the template has it."""

    name: str
    """As it is published: `authenticated`, `guest`, `group admins`, `role auditor`."""
    logical_id: str
    who: str
    """`signed in` or `guests`, and of which identity pool."""
    logins: list[str]
    """Those that the trust lets in."""
    chosen_by: list[Choice]
    conditions: list[str]
    rights: list[Right]
    managed_policies: list[str]
    """Whose statements can't be seen here."""


def roles(resources: Resources) -> list[Role]:
    """Every role that trusts Cognito's identity pools, in the order of the template."""
    logins = Logins(resources)
    chosen = list(choices(resources, logins))
    return [
        _role(key, resources, logins, [choice for arn, choice in chosen if arn == f"{key}.Arn"])
        for key, each in resources.items()
        if each["Type"] == "AWS::IAM::Role" and COGNITO in str(each["Properties"]["AssumeRolePolicyDocument"])
    ]


def _role(key: str, resources: Resources, logins: Logins, chosen_by: list[Choice]) -> Role:
    properties = resources[key]["Properties"]
    (trust,) = properties["AssumeRolePolicyDocument"]["Statement"]
    conditions = trust.get("Condition", {})
    amr = [value for keys in conditions.values() for value in _many(keys.get(AMR, []))]
    who = [_KINDS[value] for value in amr if value in _KINDS] or ["ANYBODY"]
    named = [login for value in amr if value not in _KINDS for login in logins.named(value)]
    guests = [] if who == ["signed in"] else [NOBODY]
    let_in = named or (guests if who == ["guests"] else logins.all + guests)
    given = [Choice(each.how, [login for login in each.logins if login in let_in]) for each in chosen_by]
    longest = timedelta(seconds=properties.get("MaxSessionDuration", _HOUR.seconds))
    policies = [each["PolicyDocument"]["Statement"] for each in properties.get("Policies", ())]
    return Role(
        name=_published(key, resources),
        logical_id=key,
        who=f"{' or '.join(who)}, of {_pools(conditions, resources)}",
        logins=let_in,
        chosen_by=[choice for choice in given if choice.logins],
        conditions=_conditions(conditions, without={AMR, AUD})
        + (["sessions carry tags"] if "sts:TagSession" in _many(trust["Action"]) else [])
        + [f"bounded by {arn}" for arn in _many(properties.get("PermissionsBoundary", []))]
        + ([f"sessions of up to {written(longest)}"] if longest != _HOUR else []),
        rights=[_right(statement) for policy in policies for statement in policy],
        managed_policies=_many(properties.get("ManagedPolicyArns", [])),
    )


def _published(key: str, resources: Resources) -> str:
    """`groups/admins/role-arn` -> `group admins`, `guest-role-arn` -> `guest`."""
    for parameter in of_type(resources, "AWS::SSM::Parameter"):
        if parameter["Value"] == f"{key}.Arn":
            path = parameter["Name"].split("/", 3)[-1].removesuffix("-role-arn").removesuffix("/role-arn")
            return str(path.replace("s/", " ", 1))
    return key


def _pools(conditions: dict[str, Any], resources: Resources) -> str:
    named = [value for keys in conditions.values() for value in _many(keys.get(AUD, []))]
    return " and ".join("this identity pool" if value in resources else value for value in named) or "ANY identity pool"


def _right(statement: dict[str, Any]) -> Right:
    conditions = statement.get("Condition", {})
    return Right(
        statement["Effect"],
        _many(statement["Action"]),
        [Reach(each, _whose(each, conditions)) for each in _many(statement["Resource"])],
        _conditions(conditions, without=set()),
    )


def _whose(resource: str, conditions: dict[str, Any]) -> str:
    """What the resource names, and what each condition demands, narrows it."""
    narrowings = [[resource], *_confining(conditions)]
    if any(all(f"${{{SUB}}}" in value for value in values) for values in narrowings):
        return "the caller's own"
    tagged = any(all(f"${{{_TAG}" in value for value in values) for values in narrowings)
    return "that of the caller's tags" if tagged else "anybody's"


def _confining(conditions: dict[str, Any]) -> list[list[str]]:
    """The values of each condition that keeps to them, and that is about the data asked for."""
    present = {key for key, values in conditions.get("Null", {}).items() if _many(values) == ["false"]}
    return [
        _many(values)
        for operator, keys in conditions.items()
        for key, values in keys.items()
        if _CONFINES.fullmatch(operator)
        and _NAMES_DATA.fullmatch(key)
        and (key in present or not operator.startswith("ForAllValues:"))
    ]


def _conditions(conditions: dict[str, Any], without: set[str]) -> list[str]:
    return [
        f"{key} {operator} {' or '.join(_many(values))}"
        for operator, keys in conditions.items()
        for key, values in keys.items()
        if key not in without
    ]


def _many(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
