"""IAM statements in YAML, in IAM's own grammar."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from config.model.base import Model

_ACTION = r"^[a-z0-9-]+:[A-Za-z0-9*?]+$"
_RESOURCE = r"^(\*|arn:[^\s]+)$"
Action = Annotated[str, Field(pattern=_ACTION)]
Resource = Annotated[str, Field(pattern=_RESOURCE)]
ConditionOperator = Annotated[
    str,
    Field(
        pattern=r"^(ForAnyValue:|ForAllValues:)?((String(Not)?(Equals(IgnoreCase)?|Like))|(Numeric|Date)(NotEquals|Equals|LessThan(Equals)?|GreaterThan(Equals)?)"
        r"|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?$"
    ),
]


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _one_or_many(pattern: str) -> dict[str, Any]:
    one = {"type": "string", "pattern": pattern}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


Actions = Annotated[
    tuple[Action, ...], Field(min_length=1), BeforeValidator(_as_list), WithJsonSchema(_one_or_many(_ACTION))
]
Resources = Annotated[
    tuple[Resource, ...], Field(min_length=1), BeforeValidator(_as_list), WithJsonSchema(_one_or_many(_RESOURCE))
]
Values = Annotated[tuple[str, ...], BeforeValidator(_as_list), WithJsonSchema(_one_or_many(""))]


class Statement(Model):
    """One statement of an identity policy. `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` are filled in at
    deploy time; IAM's own variables, such as `${cognito-identity.amazonaws.com:sub}`, are left to IAM."""

    Sid: Annotated[str, Field(pattern=r"^[A-Za-z0-9]+$")] | None = None
    Effect: Literal["Allow", "Deny"]
    Action: Actions
    """One action or a list, such as s3:GetObject. A bare `*` is refused."""
    Resource: Resources
    """One ARN or a list; `*` where the action knows no resources."""
    Condition: dict[ConditionOperator, dict[str, Values]] = {}
    """As in IAM: operator -> key -> value or values."""


Policy = tuple[Statement, ...]
