"""`python -m config.schema`: writes the JSON Schema of environment files, by which editors complete and check them."""

from __future__ import annotations

import ast
import inspect
import json
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from config.model import Environment
from config.model.base import Model, written

FILE = Path(__file__).resolve().parent.parent / "environments" / "environment.schema.json"


class _ForOneFile(GenerateJsonSchema):
    """As the model, but nothing is required and every mapping may be empty: the rest may stand in an extended file."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        model = _without(super().model_schema(schema), "required", "title")
        for name, text in documentation(schema["cls"]).items():
            model["properties"][name]["description"] = text
        return model

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        mapping = _without(super().dict_schema(schema), "minProperties")
        return mapping | ({"additionalProperties": False} if "patternProperties" in mapping else {})

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        union = super().tagged_union_schema(schema)
        return _without(union, "oneOf") | {"anyOf": union["oneOf"]}  # without its tag, a value may fit several branches

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        value = super().default_schema(schema)
        return _without(value, "default") if "$ref" in value or value.get("default") is None else value

    def encode_default(self, dft: Any) -> Any:
        return written(dft) if isinstance(dft, timedelta) else super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # a title would repeat the key
        return False


def _without(schema: JsonSchemaValue, *keywords: str) -> JsonSchemaValue:
    return {keyword: value for keyword, value in schema.items() if keyword not in keywords}


def documentation(model: type) -> dict[str, str]:
    """The docstring below each field, own or inherited. Read here: pydantic would read them at every start."""
    (definition,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(definition, ast.ClassDef)
    inherited = {} if model.__base__ in (None, Model) else documentation(model.__base__)
    return inherited | {
        ast.unparse(field.target): inspect.cleandoc(ast.literal_eval(below.value))
        for field, below in pairwise(definition.body)
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr)
    }


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of an environment file. Treat it as read-only."""
    whole = Environment.model_json_schema(schema_generator=_ForOneFile)
    extends = {"type": "string", "description": "The file that this one builds on, without .yaml."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "properties": {"extends": extends} | _without(whole["properties"], "name"),
    }


def write(file: Path = FILE) -> None:
    """Write the schema as editors read it."""
    file.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":  # pragma: no cover  # tested is write()
    write()
