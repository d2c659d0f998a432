"""IAM statements in YAML, in IAM's own grammar."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from config.model.base import Form, Model

_OPERATORS = (
    "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
    "StringNotLike",
    *(
        f"{of}{kind}"
        for of in ("Numeric", "Date")
        for kind in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    ),
    "Bool", "IpAddress", "NotIpAddress", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike",
)  # fmt: skip
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""
_ALONE = ("BinaryEquals", "Null")
"""These take neither a prefix nor IfExists."""
_ACTION = Form(r"^[a-z0-9-]+:[A-Za-z0-9*?]+$", "an action such as s3:GetObject or s3:Get*")
_PART = r"([^:\s$]|\$\{[^}\s]+\})"
_RESOURCE = Form(rf"^(\*|arn:{_PART}+:{_PART}+:{_PART}*:{_PART}*:\S+)$", "an ARN, or *")
ConditionOperator = Annotated[
    str,
    Form(
        f"^((ForAnyValue:|ForAllValues:)?({'|'.join(_OPERATORS)})(IfExists)?|{'|'.join(_ALONE)})$",
        "a condition operator of IAM, such as StringEquals",
        names=(*_OPERATORS, *_ALONE),
    ),
]


def _as_list(value: Any) -> tuple[Any, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(value)
    raise ValueError("has the wrong type: write text (in quotes, if it looks like a number, true or false), or a list")


def _one_or_many(one: dict[str, Any], **bounds: int) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, **bounds}]})


Actions = Annotated[
    tuple[Annotated[str, _ACTION], ...],
    Field(min_length=1),
    BeforeValidator(_as_list),
    _one_or_many(_ACTION.json_schema(), minItems=1),
]
Resources = Annotated[
    tuple[Annotated[str, _RESOURCE], ...],
    Field(min_length=1),
    BeforeValidator(_as_list),
    _one_or_many(_RESOURCE.json_schema(), minItems=1),
]
Values = Annotated[
    tuple[str, ...],
    Field(min_length=1),
    BeforeValidator(_as_list),
    _one_or_many({"type": "string"}, minItems=1),
]
Conditions = dict[ConditionOperator, Annotated[dict[str, Values], Field(min_length=1)]]
"""As in IAM: operator -> key -> value or values."""


class Statement(Model):
    """One statement of an identity policy. `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` are filled in
    at deploy time; IAM's own variables, such as `${cognito-identity.amazonaws.com:sub}`, are left to IAM."""

    Sid: Annotated[str, Form("^[A-Za-z0-9]+$", "letters and digits")] | None = None
    """A name for the statement."""
    Effect: Literal["Allow", "Deny"]
    """Allow or Deny."""
    Action: Actions
    """One action or a list, such as s3:GetObject. A bare `*` is refused."""
    Resource: Resources
    """One ARN or a list; `*` where the action knows no resources."""
    Condition: Conditions = {}
    """As in IAM: operator -> key -> value or values."""
    reason: Annotated[str, Form(r"\S", "why, in words")] | None = None
    """Why an Allow holds a wildcard in its actions or resources, or power over identities. Not deployed: it is for
    whoever reviews."""


Policy = tuple[Statement, ...]
