"""Statements of policies, however IAM lets them be written, in one form; and what of a trust needs no judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ops.guard.matrix import Policy, Trustee
from ops.templates import resolve

_KNOWN = {"Sid", "Effect", "Principal", "Action", "Condition"}
"""Of a trust's statement. NotPrincipal and NotAction say who is left out, and let in whoever comes to be."""


def statements(document: Any) -> list[dict[str, Any]]:
    """Those of a policy of a template: a list, values of conditions as text, what is one of many in a list."""
    found = resolve(document).get("Statement", [])
    return [_statement(each) for each in (found if isinstance(found, list) else [found])]


def _statement(statement: dict[str, Any]) -> dict[str, Any]:
    lists: dict[str, Any] = {key: many(statement[key]) for key in ("Action", "Resource") if key in statement}
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        lists["Principal"] = {kind: many(names) for kind, names in principal.items()}
    conditions = {
        operator: {key: many(values) for key, values in keys.items()}
        for operator, keys in statement.get("Condition", {}).items()
    }
    return {**statement, **lists, **({"Condition": conditions} if conditions else {})}


def many(value: Any) -> list[str]:
    return [_text(each) for each in (value if isinstance(value, list | tuple) else [value])]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def strangers(trust: Policy, trustee: Trustee) -> Iterator[str]:
    """Whoever else a statement lets in, under whatever conditions, and whatever else it lets the trustee do."""
    may = {caller.action for caller in trustee.callers}
    for statement in statements(trust):
        if unknown := sorted(statement.keys() - _KNOWN):
            yield f"its trust has {' and '.join(unknown)}, which nobody can hold against who may assume it"
        if statement["Effect"] == "Allow":
            principal = statement.get("Principal", {})
            named = principal.items() if isinstance(principal, dict) else [("anybody", ["*"])]
            for kind, names in named:
                for name in names:
                    if (kind, name) != (trustee.caller.kind, trustee.caller.principal):
                        yield f"its trust lets in {kind} {name}"
            for action in statement.get("Action", []):
                if action not in may:
                    yield f"its trust allows {action}"
