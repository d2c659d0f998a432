"""The JSON Schema that editors use: current, valid, telling, and never stricter than the model."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import loader, schema
from config.errors import near
from config.yaml_file import read
from json_schema import ANNOTATIONS, CHECKS, Schema, complaints, resolved, valid

WHOLE = schema.schema()
FILES = sorted(loader.ENVIRONMENTS.glob("*.yaml"))


def subschemas(node: Schema) -> Iterator[Schema]:
    """A schema and all those within it."""
    yield node
    within = [node[keyword] for keyword in ("items", "additionalProperties", "propertyNames") if keyword in node]
    for keyword in ("$defs", "properties", "patternProperties"):
        within += node.get(keyword, {}).values()
    for child in [*within, *node.get("anyOf", [])]:
        if isinstance(child, dict):
            yield from subschemas(child)


ALL = list(subschemas(WHOLE))


def test_the_file_is_current(tmp_path: Path) -> None:
    schema.write(tmp_path / "schema.json")
    assert schema.FILE.read_text() == (tmp_path / "schema.json").read_text(), "fix: run `make docs`"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_environment_points_at_the_schema(file: Path) -> None:
    assert file.read_text().splitlines()[0] == f"# yaml-language-server: $schema={schema.FILE.name}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_editors_find_no_fault_with_any_environment(file: Path) -> None:
    assert list(complaints(WHOLE, read(file, file.name).data, WHOLE)) == []


def test_speaks_json_schema_of_2020_12() -> None:
    assert WHOLE["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {keyword for node in ALL for keyword in node} <= ANNOTATIONS | CHECKS.keys()
    kinds: dict[str, Any] = {
        "type": str, "$ref": str, "pattern": str, "description": str, "enum": list, "anyOf": list, "items": dict,
        "properties": dict, "patternProperties": dict, "propertyNames": dict, "additionalProperties": (bool, dict),
        "minimum": int, "maximum": int, "minLength": int, "maxLength": int, "minItems": int, "maxItems": int,
    }  # fmt: skip
    for node in ALL:
        assert [
            keyword for keyword in node.keys() & kinds.keys() if not isinstance(node[keyword], kinds[keyword])
        ] == []


def test_every_reference_leads_somewhere() -> None:
    references = {node["$ref"] for node in ALL if "$ref" in node}
    assert references
    assert all(resolved(reference, WHOLE) for reference in references)


def test_editors_can_read_every_pattern() -> None:
    """They are JavaScript programs, and read patterns with the flag u."""
    patterns = {
        pattern for node in ALL for pattern in (node.get("pattern"), *node.get("patternProperties", ())) if pattern
    }
    script = "for (const pattern of JSON.parse(require('fs').readFileSync(0))) new RegExp(pattern, 'u')"
    node = subprocess.run(
        ["node", "-e", script], input=json.dumps(sorted(patterns)), text=True, capture_output=True, check=False
    )
    assert (node.returncode, node.stderr) == (0, "")


def test_every_setting_is_described() -> None:
    """By its own sentence, or that of what it refers to."""
    silent = [
        f"{node.get('description', 'the file')} {name}"
        for node in ALL
        for name, setting in node.get("properties", {}).items()
        if not (setting | resolved(setting["$ref"], WHOLE) if "$ref" in setting else setting).get("description")
    ]
    assert silent == []


def test_every_default_is_a_value_that_may_be_written() -> None:
    defaults = [node for node in ALL if "default" in node]
    assert defaults
    assert [node["default"] for node in defaults if not valid(node, node["default"], WHOLE)] == []


def test_nothing_is_required_of_a_file_since_it_may_extend_another() -> None:
    assert valid(WHOLE, {"extends": "base"}, WHOLE)
    assert valid(WHOLE, {"clients": {}, "groups": {"admins": {}}}, WHOLE)
    assert valid(WHOLE, {"user_pool": {"custom_attributes": {"level": {"mutable": False}}}}, WHOLE)


@pytest.mark.parametrize(
    "data",
    [
        {"name": "dev"},
        {"clients": {"Web": {}}},
        {"clients": {"web": {"auth_flow": []}}},
        {"user_pool": {"mfa": {"configuration": "on"}}},
        {"user_pool": {"password_policy": {"minimum_length": 5}}},
        {"user_pool": {"custom_attributes": {"level": {"max_vale": 1}}}},
        {"account": 444444444444},
        {"tags": {"a": "\x07"}},
    ],
    ids=str,
)
def test_editors_mark_what_the_model_refuses(data: dict[str, Any]) -> None:
    assert not valid(WHOLE, data, WHOLE)


def test_a_slip_in_any_key_is_told_from_every_key_beside_it() -> None:
    astray = [
        (slip, key, near(slip, keys))
        for keys in (node["properties"] for node in ALL if "properties" in node)
        for key in keys
        for slip in (key[:-1], f"{key}s", key[1:], key.replace("_", ""))
        if len(slip) > len("s3") and slip not in keys and near(slip, keys, likeness=0.8) != [key]
    ]
    assert [slip for slip, *_ in astray] == ["cr_configuration"], astray  # of acr_configuration and dcr_configuration
