"""Nothing that Cognito can be told is forgotten: what AWS adds fails here by its name."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import botocore.model
import pytest

import ledger
from excused import EXCUSED
from ledger import leaves
from operations import CONFIGURES, classified

ONLY_READ = {"Custom::CognitoPublished"}
"""Custom resources that configure nothing."""
EXCUSES = "tests/coverage/excused.py"


@pytest.mark.parametrize("of", list(dict.fromkeys(leaf.of for leaf in leaves())))
def test_every_setting_is_seen_or_excused(of: str) -> None:
    forgotten = [leaf.name for leaf in leaves() if leaf.of == of and not leaf.seen and not leaf.excuse]
    assert forgotten == [], (
        "no template of environments/everything*.yaml shows this\n"
        "    fix: make it a setting (config/model, stacks/constructs) and use it in environments/everything*.yaml; if "
        f"it has another name in CloudFormation, say so in tests/coverage/operations.py; or else say why in {EXCUSES}"
    )


def test_every_operation_is_classified_once() -> None:
    twice = [name for name, count in Counter(classified()).items() if count > 1]
    assert twice == [], "stands in two lists of tests/coverage/operations.py\n    fix: leave it in one"
    assert sorted(set(ledger.known_operations()) - set(classified())) == [], (
        "is new in botocore\n    fix: does it configure something? Say so in tests/coverage/operations.py"
    )
    assert sorted(set(classified()) - set(ledger.known_operations())) == [], (
        "is gone from botocore\n    fix: remove it from tests/coverage/operations.py"
    )


def test_every_excuse_is_still_needed() -> None:
    needed = {entry for leaf in leaves() if not leaf.seen for entry in leaf.excuses}
    assert [entry for entry in EXCUSED if entry not in needed] == [], (
        f"excuses nothing: what it names is seen, or gone\n    fix: remove it from {EXCUSES}, and run `make coverage`"
    )


@pytest.mark.parametrize("entry", [entry for entry, excuse in EXCUSED.items() if excuse.kind == "alias"])
def test_what_stands_for_another_setting_is_seen_itself(entry: str) -> None:
    assert ledger.is_seen(EXCUSED[entry].of)


def test_every_new_name_is_of_a_member_that_there_is() -> None:
    members = {name: {".".join(path) for path in ledger.members_of(name)} for name in CONFIGURES}
    assert [
        f"{name}: {old}"
        for name, told in CONFIGURES.items()
        for old in told.renamed
        if not any(member == old or member.startswith(f"{old}.") for member in members[name])
    ] == []


def test_every_custom_resource_is_named_by_an_operation() -> None:
    named = {kind for told in CONFIGURES.values() for kind in told.types if kind.startswith("Custom::")}
    assert {kind for kind in ledger.resources() if kind.startswith("Custom::Cognito")} == named | ONLY_READ, (
        "fix: name it in tests/coverage/operations.py, at the operations that it calls"
    )


def test_the_document_is_current() -> None:
    report: dict[str, Any] = runpy.run_path(str(Path(__file__).parent / "__main__.py"))
    assert report["FILE"].read_text(encoding="utf-8") == report["document"](), "fix: run `make coverage`"


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    tree = {"properties": {"Name": {"type": "string"}, "Children": {"items": {"$ref": "#/definitions/Tree"}}}}
    whole = {"definitions": {"Tree": tree}}
    assert list(ledger.schema_leaves({"$ref": "#/definitions/Tree"}, whole)) == [("Name",), ("Children",)]


def test_a_shape_that_holds_itself_comes_to_an_end() -> None:
    tree = {"Name": {"shape": "Text"}, "Children": {"shape": "Trees"}}
    shapes = {
        "Text": {"type": "string"},
        "Trees": {"type": "list", "member": {"shape": "Tree"}},
        "Tree": {"type": "structure", "members": tree},
    }
    shape = botocore.model.ShapeResolver(shapes).get_shape_by_name("Tree")
    assert list(ledger.shape_leaves(shape)) == [("Name",), ("Children",)]


def test_a_map_whose_keys_are_known_has_a_leaf_for_each() -> None:
    assert ledger.keys("^of:(a|b-(c|d)|e)$") == ["of:a", "of:b-c", "of:b-d", "of:e"]
    assert ledger.keys("^[a-z]+$") == ledger.keys("") == ["*"]


@pytest.mark.parametrize("nothing", [None, {}, [], [{}], {"a": None}, {"b": 1}, {"a": False}])
def test_what_is_empty_is_not_seen(nothing: object) -> None:
    assert not ledger.reached({"x": nothing}, ("x", "a"))
    assert ledger.reached({"x": [{"a": 0}]}, ("x", "a"))
