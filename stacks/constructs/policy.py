"""The statements of an environment file, as IAM takes them."""

from __future__ import annotations

from typing import Any

from config.model import policy as model
from stacks.constructs.pseudo import deploy_time
from stacks.constructs.role import Statement


def statements(policy: model.Policy) -> list[Statement]:
    """Each in IAM's own grammar."""
    return [_statement(statement) for statement in policy]


def _statement(statement: model.Statement) -> Statement:
    rendered: Statement = {
        "Effect": statement.Effect,
        "Action": _one_or_many(statement.Action),
        "Resource": _one_or_many(statement.Resource),
    }
    if statement.Sid:
        rendered = {"Sid": statement.Sid, **rendered}
    if statement.Condition:
        rendered["Condition"] = conditions(statement.Condition)
    return rendered


def conditions(config: model.Conditions) -> dict[str, dict[str, Any]]:
    """Operator -> key -> value or values."""
    return {operator: {key: _one_or_many(values) for key, values in keys.items()} for operator, keys in config.items()}


def _one_or_many(texts: tuple[str, ...]) -> str | list[str]:
    filled = [deploy_time(text) for text in texts]
    return filled[0] if len(filled) == 1 else filled
