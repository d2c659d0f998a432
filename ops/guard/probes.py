"""Requests made from a trust's own words: whoever it names, and whatever it asks for, must be the trustee's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from ops.guard.matrix import ACTIONS, IDENTITIES, PRINCIPALS, Caller, Cell, Policy, Trustee, Value, cell
from ops.guard.statements import statements

_ANYTHING = ("", "x")
"""What a wildcard may stand for."""
_MOST = 64
"""Combinations of one statement's values that are tried."""


def probes(trust: Policy, trustee: Trustee) -> list[Cell]:
    """For each statement: its principals, and the right caller, with all that it asks for at once; with that beside
    the right claims; with each of its values in place of the right one; with right claims alone, and with none."""
    asked = (
        cell(trustee, caller, claims)
        for statement in statements(trust)
        if statement["Effect"] == "Allow"  # another only narrows
        for caller in dict.fromkeys([*trustee.callers, *_callers(statement, trustee)])
        for claims in _claims(statement, trustee.perfect)
    )
    return list(dict.fromkeys(asked))


def _callers(statement: dict[str, Any], trustee: Trustee) -> Iterator[Caller]:
    principal = statement["Principal"]
    named = principal.items() if isinstance(principal, dict) else [(kind, [name]) for kind, name in PRINCIPALS]
    for kind, names in named:
        for name in (expanded for each in names for expanded in _expanded(each)):
            for action in dict.fromkeys((*ACTIONS, *statement["Action"], trustee.caller.action)):
                if "*" not in action:
                    yield Caller(action, kind, name)


def _claims(statement: dict[str, Any], perfect: dict[str, Value]) -> Iterator[dict[str, Value]]:
    asked = _values(statement, perfect)
    for values in islice(product(*asked.values()), _MOST):
        whole = dict(zip(asked, values, strict=True))
        yield whole
        yield perfect | whole
    for key, each in asked.items():
        yield from (perfect | {key: value} for value in each)
    yield perfect
    yield {}


def _values(statement: dict[str, Any], perfect: dict[str, Value]) -> dict[str, list[Value]]:
    """By key: what may stand there for the conditions to hold, and a little else. IAM reads keys in any case."""
    found: dict[str, list[Value]] = {}
    known = {key.lower(): key for key in perfect}
    for operator, keys in statement.get("Condition", {}).items():
        for key, asked in keys.items():
            texts = [expanded for each in asked for expanded in _expanded(each)]
            texts += ["something else"] if "Not" in operator else []
            name = known.get(key.lower(), key)
            of_key = found.setdefault(name, [])
            if ":" in operator:  # of many values
                logins = tuple(str(each) for each in perfect.get(name) or () if each not in IDENTITIES)
                beside: tuple[tuple[str, ...], ...] = ((), *((each,) for each in IDENTITIES), logins)
                of_key += [(*others, text) for text in texts for others in beside]
            else:
                of_key += texts
    return {key: list(dict.fromkeys(values)) for key, values in found.items()}


def _expanded(text: str) -> Iterator[str]:
    if "*" in text or "?" in text:
        yield from (text.replace("*", part).replace("?", "x") for part in _ANYTHING)
    else:
        yield text
