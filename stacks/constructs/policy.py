"""The statements of an environment file, as IAM takes them."""

from __future__ import annotations

from config.model import policy as model
from stacks.constructs import pseudo
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
        rendered["Condition"] = {
            operator: {key: _one_or_many(values) for key, values in keys.items()}
            for operator, keys in statement.Condition.items()
        }
    return rendered


def _one_or_many(texts: tuple[str, ...]) -> str | list[str]:
    filled = [deploy_time(text) for text in texts]
    return filled[0] if len(filled) == 1 else filled


def deploy_time(text: str) -> str:
    """CloudFormation fills in its pseudo parameters; IAM's own variables stay as they are."""
    for name, token in (("Partition", pseudo.PARTITION), ("Region", pseudo.REGION), ("AccountId", pseudo.ACCOUNT_ID)):
        text = text.replace(f"${{AWS::{name}}}", token)
    return text
