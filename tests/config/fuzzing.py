"""What the fuzzed tests share."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, settings

from config.errors import KeyPath

FUZZED = settings(
    derandomize=True,  # the same examples everywhere, or a build breaks that changed nothing
    database=None,
    deadline=5000,  # ms; a busy machine is several times slower than an idle one, and what this is for takes for ever
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)


def paths(value: Any, path: KeyPath = ()) -> dict[KeyPath, Any]:
    """Every path that leads to a value, with the value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path: value} | {below: inner for key, item in items for below, inner in paths(item, (*path, key)).items()}


def written(data: Any) -> str:
    """As YAML, in brackets."""
    return json.dumps(data).replace("NaN", ".nan")


def written_in_lines(data: dict[str, Any] | list[Any], indent: int = 0) -> str:
    """As YAML, in lines: without brackets and, where the key is a plain word, without quotes."""
    text = ""
    for key, value in data.items() if isinstance(data, dict) else ((None, item) for item in data):
        start = "-" if key is None else f"{key if key.isalpha() else json.dumps(key)}:"
        nested = isinstance(value, dict | list) and value
        rest = f"\n{written_in_lines(value, indent + 2)}" if nested else f" {written(value)}\n"
        text += f"{' ' * indent}{start}{rest}"
    return text
