"""Nothing that Cognito can be told is forgotten: what AWS adds fails here by its name."""

from __future__ import annotations

import json
import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import botocore.model
import botocore.session
import pytest

import ledger
from accepted import BASES
from excused import EXCUSED, Kind
from ledger import leaves
from operations import CONFIGURES, classified
from shapes import keys, schema_leaves, shape_leaves
from synthesis import templates
from values import values

ONLY_READ = {"Custom::CognitoPublished"}
"""Custom resources that configure nothing."""
EXCUSES = "tests/coverage/excused.py"
API = ("cognito-idp", "service-2")


def excused(kind: Kind) -> list[str]:
    return [entry for entry, excuse in EXCUSED.items() if excuse.kind == kind]


@pytest.mark.parametrize("of", list(dict.fromkeys(leaf.of for leaf in leaves())))
def test_every_setting_is_seen_or_excused(of: str) -> None:
    told = ledger.forgotten(leaf for leaf in leaves() if leaf.of == of)
    assert not told, "\n".join(told)


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
    needed = {entry for thing in (*leaves(), *values()) if not thing.seen for entry in thing.excuses}
    assert [entry for entry in EXCUSED if entry not in needed] == [], (
        f"excuses nothing: what it names is seen, or gone\n    fix: remove it from {EXCUSES}, and run `make coverage`"
    )


@pytest.mark.parametrize("entry", excused("alias"))
def test_what_stands_for_another_setting_is_seen_itself(entry: str) -> None:
    assert ledger.is_seen(EXCUSED[entry].of)


@pytest.mark.parametrize("entry", excused("default"))
def test_what_is_a_default_can_be_left_out(entry: str) -> None:
    for leaf in [value.leaf for value in values() if entry in value.excuses]:
        assert any(not leaf.seen_in(ledger.by_type(templates(name).values())) for name in BASES)


@pytest.mark.parametrize("entry", excused("discouraged"))
def test_what_is_discouraged_is_so_by_the_api(entry: str) -> None:
    told = json.dumps(botocore.session.get_session().get_component("data_loader").load_service_model(*API))
    quoted = EXCUSED[entry].reason.partition("the API says: ")[2]
    assert quoted
    assert quoted in " ".join(re.sub("<[^>]*>", "", told).split())


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
    assert dict(schema_leaves({"$ref": "#/definitions/Tree"}, whole)) == {("Name",): (), ("Children",): ()}


def test_a_shape_that_holds_itself_comes_to_an_end() -> None:
    tree = {"Name": {"shape": "Text"}, "Children": {"shape": "Trees"}}
    shapes = {
        "Text": {"type": "string"},
        "Trees": {"type": "list", "member": {"shape": "Tree"}},
        "Tree": {"type": "structure", "members": tree},
    }
    shape = botocore.model.ShapeResolver(shapes).get_shape_by_name("Tree")
    assert dict(shape_leaves(shape)) == {("Name",): (), ("Children",): ()}


def test_a_map_whose_keys_are_known_has_a_leaf_for_each() -> None:
    assert keys("^of:(a|b-(c|d)|e)$") == ["of:a", "of:b-c", "of:b-d", "of:e"]
    assert keys("Level[1-3]") == ["Level1", "Level2", "Level3"]
    assert keys("(un)?known") == ["unknown", "known"]
    assert keys("^[a-z]+$") == keys("") == ["*"]


@pytest.mark.parametrize("nothing", [None, {}, [], [{}], {"a": None}, {"b": 1}, {"a": False}])
def test_what_is_empty_is_not_seen(nothing: object) -> None:
    assert not ledger.reached({"x": nothing}, ("x", "a"))
    assert ledger.reached({"x": [{"a": 0}]}, ("x", "a"))
