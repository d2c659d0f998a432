"""Rules of the actions in policies."""

from __future__ import annotations

from collections.abc import Iterator

from config import iam_actions
from config.errors import KeyPath, did_you_mean
from config.gaps import certain
from config.model import Environment
from config.rules.policies import statements
from config.rules.violation import Violation

_NEWER = "(A new one? docs/decisions/0011-iam-actions.md)"


def actions_exist(environment: Environment) -> Iterator[Violation]:
    """IAM takes an action that does not exist: it allows nothing, and it denies nothing.
    https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""
    for path, statement in statements(environment):
        with certain:
            for index, action in enumerate(statement.Action):
                with certain:
                    yield from _unknown_action((*path, "Action", index), action)


def _unknown_action(path: KeyPath, action: str) -> Iterator[Violation]:
    service = action.partition(":")[0]
    if service not in iam_actions.services():
        what, question = f"IAM knows no service {service!r}", did_you_mean(service, iam_actions.services())
    elif not iam_actions.matching(action):
        what, question = f"IAM knows no action {action!r}", did_you_mean(action, iam_actions.actions(service))
    else:
        return
    yield Violation(path, what, f"{question or 'write one that exists.'} {_NEWER}")


RULES = (actions_exist,)
