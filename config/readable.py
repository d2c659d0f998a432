"""Plain data -> the Environment; where some values can't be read, one with gaps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import SchemaValidator, core_schema

from config.errors import KeyPath
from config.gaps import Gap, Incomplete, Listed
from config.model import Environment

_GAP = Gap()


def validated(data: dict[str, Any], root: Path) -> Environment:
    """`root`: where the paths in it start. Raises pydantic's ValidationError."""
    return Environment.model_validate_json(json.dumps(data), strict=True, context={"root": root})


def readable(data: dict[str, Any], root: Path, gaps: Iterable[KeyPath], incomplete: Iterable[KeyPath]) -> Environment:
    """The environment with a gap for each value that is broken or missing, and at each of `gaps`. Never an error."""
    environment: Environment = _lenient().validate_json(json.dumps(data), strict=True, context={"root": root})
    for path in incomplete:
        environment = _replaced(environment, path, Incomplete)
    for path in gaps:
        environment = _replaced(environment, path, lambda _: _GAP)
    return environment


@cache
def _lenient() -> SchemaValidator:
    """The model, but what it refuses becomes a gap, and unknown keys and names are left out."""
    return SchemaValidator(_with_gaps(Environment.__pydantic_core_schema__), _use_prebuilt=False)


def _with_gaps(schema: Any) -> Any:
    """https://docs.pydantic.dev/latest/api/pydantic_core_schema/"""
    if isinstance(schema, list):
        return [_with_gaps(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _with_gaps(part) for key, part in schema.items()}
    match schema.get("type"):
        case "model-fields":
            schema["extra_behavior"] = "ignore"
        case "model-field":
            inner = schema["schema"]
            default = inner["type"] == "default"
            schema["schema"] = inner | {"schema": _or_gap(inner["schema"])} if default else _or_gap(inner)
        case "tuple":
            schema["items_schema"] = [_or_gap(item) for item in schema["items_schema"]]
            return core_schema.no_info_after_validator_function(_listed, schema)
        case "dict":
            schema["keys_schema"] = {"type": "default", "schema": schema["keys_schema"], "on_error": "omit"}
            schema["values_schema"] = _or_gap(schema["values_schema"])
    return schema


def _listed(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return Listed(items) if any(isinstance(item, Gap) for item in items) else items


def _or_gap(schema: Any) -> dict[str, Any]:
    return {"type": "default", "schema": schema, "default": _GAP, "on_error": "default"}


def _replaced(node: Any, path: KeyPath, by: Any) -> Any:
    """A copy, in which what stands at the path is replaced; as it is, where a gap stands above that."""
    if not path:
        return node if isinstance(node, Gap) else by(node)
    key, below = path[0], path[1:]
    if isinstance(node, BaseModel) and key in type(node).model_fields:
        return node.model_copy(update={str(key): _replaced(getattr(node, str(key)), below, by)})
    if isinstance(node, tuple):
        return _listed(tuple(_replaced(item, below, by) if index == key else item for index, item in enumerate(node)))
    if isinstance(node, dict) and dict.__contains__(node, key):
        return type(node)(dict(dict.items(node)) | {key: _replaced(dict.get(node, key), below, by)})
    return node
