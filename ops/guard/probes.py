"""Requests made from a trust's own words: whoever it names, and whatever values it asks for, must be the trustee's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ops.guard.matrix import ACTIONS, IDENTITIES, Caller, Cell, Policy, Trustee, Value, cell

_ANYTHING = ("", "x")
"""What a wildcard may stand for."""


def probes(trust: Policy, trustee: Trustee) -> list[Cell]:
    """Each principal of the trust with all claims right, and with none; the right caller with each value that a
    condition names, and what its wildcards let in, in place of the right one."""
    perfect = trustee.perfect
    callers = [
        Caller(action, kind, name)
        for statement in trust["Statement"]
        for kind, name in _principals(statement)
        for action in dict.fromkeys((*ACTIONS, trustee.caller.action))
    ]
    values = [pair for statement in trust["Statement"] for pair in _values(statement, perfect)]
    asked = [
        *((caller, claims) for caller in callers for claims in (perfect, {})),
        *((caller, perfect | {key: value}) for caller in trustee.callers for key, value in values),
    ]
    return list(dict.fromkeys(cell(trustee, caller, claims) for caller, claims in asked))


def _principals(statement: dict[str, Any]) -> Iterator[tuple[str, str]]:
    principal = statement["Principal"]
    if isinstance(principal, dict):  # else "*", which the matrix is enough for
        for kind, names in principal.items():
            yield from ((kind, name) for each in _many(names) for name in _expanded(each))


def _values(statement: dict[str, Any], perfect: dict[str, Value]) -> Iterator[tuple[str, Value]]:
    for operator, keys in statement.get("Condition", {}).items():
        for key, values in keys.items():
            for value in (expanded for each in _many(values) for expanded in _expanded(each)):
                if ":" in operator:  # of many values
                    logins = tuple(each for each in perfect.get(key) or () if each not in IDENTITIES)
                    yield from ((key, (*others, value)) for others in ((), *((each,) for each in IDENTITIES), logins))
                else:
                    yield key, value


def _expanded(text: str) -> Iterator[str]:
    if "*" in text or "?" in text:
        yield from (text.replace("*", part).replace("?", "x") for part in _ANYTHING)
    else:
        yield text


def _many(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
