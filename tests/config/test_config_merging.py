"""A file over those that it extends, against a merge of plain dicts: the values, and the place of each."""

from __future__ import annotations

import tempfile
from functools import reduce
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from config import loader
from config.yaml_file import Document
from fuzzing import FUZZED, paths, written_in_lines

KEYS = st.text("abc", min_size=1, max_size=2)
VALUES = st.recursive(
    st.text("xyz", min_size=1) | st.integers(-9, 9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=10,
)
MAPPINGS = st.dictionaries(KEYS, VALUES, max_size=4)


def merge(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    both = {
        key for key in parent.keys() & child.keys() if isinstance(parent[key], dict) and isinstance(child[key], dict)
    }
    return {**parent, **child, **{key: merge(parent[key], child[key]) for key in both}}


def merged(*layers: dict[str, Any]) -> tuple[Document, dict[str, list[str]]]:
    """dev.yaml over further files, and the lines of each."""
    names = ["dev", *(f"layer-{number}" for number in range(1, len(layers)))]
    with tempfile.TemporaryDirectory() as folder:
        for name, layer, parent in zip(names, layers, [*names[1:], None], strict=True):
            text = written_in_lines(layer | ({"extends": parent} if parent else {}))
            Path(folder, f"{name}.yaml").write_text(text, encoding="utf-8")
        texts = {f"{Path(folder).name}/{file.name}": file.read_text().splitlines() for file in Path(folder).iterdir()}
        return loader.merged("dev", Path(folder)), texts


@FUZZED
@given(st.lists(MAPPINGS, min_size=1, max_size=3))
@example([{"a": {}}, {"a": "hides what lies below"}, {"a": {"b": 1}}])
def test_mappings_merge_key_by_key_and_all_else_is_replaced(layers: list[dict[str, Any]]) -> None:
    document, _ = merged(*layers)
    assert document.data == reduce(merge, reversed(layers))


@FUZZED
@given(st.lists(MAPPINGS, min_size=1, max_size=3))
def test_every_key_and_value_has_the_place_where_it_stands(layers: list[dict[str, Any]]) -> None:
    document, texts = merged(*layers)
    there = paths(document.data)
    assert {path for path in document.keys if path != ("extends",)} == {
        p for p in there if p and isinstance(p[-1], str)
    }
    assert {path for path in document.values if path != ("extends",)} == there.keys()
    for path, place in document.keys.items():
        assert texts[place.file][place.line - 1][place.column - 1 :].startswith(f"{path[-1]}:")
    for path, value in there.items():
        if isinstance(value, str):
            place = document.values[path]
            assert texts[place.file][place.line - 1][place.column - 1 :].startswith(f'"{value}"')


def test_yaml_merges_give_way_to_what_is_written_and_the_first_one_wins(folder: Path) -> None:
    (folder / "dev.yaml").write_text("a: &a {x: 1, y: 1}\nb: &b {x: 2, y: 2, z: 2}\nc: {x: 3, <<: [*a, *b]}\n")
    document = loader.merged("dev", folder)
    assert document.data["c"] == {"x": 3, "y": 1, "z": 2}
    assert [document.values["c", key].line for key in "xyz"] == [3, 1, 2]
