"""A judge of JSON Schema, of as much as editors need for environment.schema.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

Schema = dict[str, Any]
TYPES = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict, "null": type(None)}
ANNOTATIONS = {"writeOnly", "$schema", "$defs", "title", "description", "default", "examples", "discriminator"}
"""They say nothing about a value."""


def complaints(schema: Schema, value: Any, whole: Schema) -> Iterator[str]:
    """What a validator would say of a value. Raises KeyError for a keyword that it doesn't know."""
    for keyword, expected in schema.items():
        if keyword not in ANNOTATIONS and not CHECKS[keyword](expected, value, schema, whole):
            yield f"{value!r} fails {keyword}: {str(expected)[:80]}"


def valid(schema: Schema, value: Any, whole: Schema) -> bool:
    return not any(complaints(schema, value, whole))


def resolved(reference: str, whole: Schema) -> Schema:
    assert reference.startswith("#/$defs/")
    definition: Schema = whole["$defs"][reference.removeprefix("#/$defs/")]
    return definition


def _is_type(expected: str, value: Any, *_: Schema) -> bool:
    return isinstance(value, TYPES[expected]) and not (expected == "integer" and isinstance(value, bool))


def _matching(patterns: Schema, key: str) -> list[Schema]:
    return [schema for pattern, schema in patterns.items() if regex.search(pattern, key)]


def _only_known(extra: Any, value: Any, schema: Schema, whole: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    unknown = [
        item
        for key, item in value.items()
        if key not in schema.get("properties", {}) and not _matching(schema.get("patternProperties", {}), key)
    ]
    return all(valid(extra, item, whole) for item in unknown) if isinstance(extra, dict) else extra or not unknown


CHECKS: dict[str, Any] = {
    "$ref": lambda expected, value, _, whole: valid(resolved(expected, whole), value, whole),
    "type": _is_type,
    "anyOf": lambda expected, value, _, whole: any(valid(option, value, whole) for option in expected),
    "enum": lambda expected, value, *_: value in expected,
    "const": lambda expected, value, *_: value == expected,
    "pattern": lambda expected, value, *_: not isinstance(value, str) or bool(regex.search(expected, value)),
    "minLength": lambda expected, value, *_: not isinstance(value, str) or len(value) >= expected,
    "maxLength": lambda expected, value, *_: not isinstance(value, str) or len(value) <= expected,
    "minimum": lambda expected, value, *_: not isinstance(value, int) or value >= expected,
    "maximum": lambda expected, value, *_: not isinstance(value, int) or value <= expected,
    "minItems": lambda expected, value, *_: not isinstance(value, list) or len(value) >= expected,
    "maxItems": lambda expected, value, *_: not isinstance(value, list) or len(value) <= expected,
    "maxProperties": lambda expected, value, *_: not isinstance(value, dict) or len(value) <= expected,
    "items": lambda expected, value, _, whole: (
        not isinstance(value, list) or all(valid(expected, item, whole) for item in value)
    ),
    "properties": lambda expected, value, _, whole: (
        not isinstance(value, dict)
        or all(valid(expected[key], item, whole) for key, item in value.items() if key in expected)
    ),
    "patternProperties": lambda expected, value, _, whole: (
        not isinstance(value, dict)
        or all(valid(schema, item, whole) for key, item in value.items() for schema in _matching(expected, key))
    ),
    "propertyNames": lambda expected, value, _, whole: (
        not isinstance(value, dict) or all(valid(expected, key, whole) for key in value)
    ),
    "additionalProperties": _only_known,
}
