"""Where a key belongs that stands at the wrong level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from config.api_names import NAME, answer
from config.errors import KeyPath
from config.schema import schema


def belongs(path: KeyPath) -> KeyPath | None:
    """Where the last key of `path` belongs, if there is one such place; below the same names as far as it may be."""
    places = _places().get(str(path[-1]), set())
    if len(places) != 1 or answer(path):
        return None
    place: list[str | int] = [*next(iter(places)), path[-1]]
    for index, (part, given) in enumerate(zip(place, path[:-1], strict=False)):
        if part not in (NAME, given):
            break
        place[index] = given
    return tuple(place)


@cache
def _places() -> dict[str, set[tuple[str, ...]]]:
    """By key: the paths of all that has it, but for items of lists."""
    found = defaultdict(set)
    for key, path in _keys(schema(), ()):
        found[key].add(path)
    return found


def _keys(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if "$ref" in node:
        yield from _keys(schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]], path)
    for option in node.get("anyOf", ()):
        yield from _keys(option, path)
    for values in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")):
        if isinstance(values, dict):
            yield from _keys(values, (*path, NAME))
    for key, setting in node.get("properties", {}).items():
        yield key, path
        yield from _keys(setting, (*path, key))
