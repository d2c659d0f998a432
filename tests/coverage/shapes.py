"""The leaves of a JSON Schema, and of an operation's input as botocore describes it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from botocore.model import Shape

Path = tuple[str, ...]
"""Member names, `*` for any key of a map; lists leave no trace."""

Words = tuple[str, ...]
"""The values of a setting that takes no other; none if it takes any."""


def schema_leaves(
    node: dict[str, Any], whole: dict[str, Any], path: Path = (), within: Path = ()
) -> Iterator[tuple[Path, Words]]:
    """Of a JSON Schema. `within`: the definitions around, so that one that holds itself ends as a leaf."""
    if "$ref" in node:
        reference = node["$ref"]
        if reference in within:
            yield path, ()
            return
        node = functools.reduce(lambda inner, part: inner[part], reference.split("/")[1:], whole)
        yield from schema_leaves(node, whole, path, (*within, reference))
        return
    inner = [((*path, name), child) for name, child in node.get("properties", {}).items()]
    inner += [
        ((*path, key), child) for pattern, child in node.get("patternProperties", {}).items() for key in keys(pattern)
    ]
    inner += [(path, node["items"])] if "items" in node else []
    options = [child for word in ("allOf", "anyOf", "oneOf") for child in node.get(word, ())]
    inner += [(path, child) for child in options if _has_leaves(child)]
    for below, child in inner:
        yield from schema_leaves(child, whole, below, within)
    if not inner:
        words = tuple(word for each in (node, *options) for word in _words_of(each))
        yield ((*path, "*"), ()) if "object" in str(node.get("type")) else (path, words)


def _has_leaves(node: dict[str, Any]) -> bool:
    return not {"$ref", "properties", "patternProperties", "items"}.isdisjoint(node)


def _words_of(node: dict[str, Any]) -> list[str]:
    told = node.get("enum") or ([node["const"]] if "const" in node else keys(node.get("pattern", "")))
    return [word for word in told if isinstance(word, str) and word != "*"]


def keys(pattern: str) -> list[str]:
    """The keys of a map; `*` if its pattern is more than a list of words."""
    pattern = re.sub(r"\[1-([2-9])\]", lambda last: f"({'|'.join(map(str, range(1, int(last[1]) + 1)))})", pattern)
    pattern = re.sub(r"\((\w+)\)\?(\w+)", r"(\1\2|\2)", pattern)
    return words(pattern.strip("^$")) if re.fullmatch(r"\^?[\w:-]*\([\w|()-]*\)\$?", pattern) else ["*"]


def words(pattern: str) -> list[str]:
    """What matches a pattern such as `a-(b|c-(d|e))`."""
    group = re.fullmatch(r"([^(]*)\((.*)\)", pattern)
    if not group:
        return [pattern]
    options = re.findall(r"(?:[^|()]|\([^()]*\))+", group[2])
    return [group[1] + word for option in options for word in words(option)]


def shape_leaves(shape: Shape, path: Path = (), within: Path = ()) -> Iterator[tuple[Path, Words]]:
    """Of a shape of botocore. `within`: as in `schema_leaves`."""
    if shape.name in within:
        yield path, ()
        return
    within = (*within, shape.name)
    match shape.type_name:
        case "structure" if shape.members:
            for name, member in shape.members.items():
                yield from shape_leaves(member, (*path, name), within)
        case "list":
            yield from shape_leaves(shape.member, path, within)
        case "map":
            for key in _words_of(shape.key.metadata) or ["*"]:
                yield from shape_leaves(shape.value, (*path, key), within)
        case _:
            yield path, tuple(_words_of(shape.metadata))
