"""Environments that the rules accept: those of environments/everything*.yaml, changed in many places at once."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import regex
from hypothesis import strategies as st
from pydantic import ValidationError

from config import loader, rules
from config.errors import KeyPath, dotted
from config.model import Environment
from config.model.files import ROOT
from config.readable import validated
from config.schema import schema

Data = dict[str, Any]

BASES = {name: loader.merged(name).data for name in loader.names() if name.startswith("everything")}
MOST_CHANGES = 20


GONE = object()
"""The value of what is not there."""


class Change(NamedTuple):
    """One value in a new place, or in another's, or gone."""

    path: KeyPath
    value: Any

    def __str__(self) -> str:
        return f"without {dotted(self.path)}" if self.value is GONE else f"{dotted(self.path)}: {self.value!r}"

    def applied(self, data: Data) -> Data:
        """Raises LookupError if there is no such place."""
        changed = copy.deepcopy(data)
        parent: Any = functools.reduce(lambda inner, key: inner[key], self.path[:-1], changed)
        if self.value is GONE:
            del parent[self.path[-1]]
        else:
            parent[self.path[-1]] = copy.deepcopy(self.value)
        return changed


@dataclass(frozen=True)
class Variant:
    """One of the environments, changed."""

    base: str
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        return "\n    ".join([f"{self.base}.yaml, but", *map(str, self.changes)])

    def environment(self) -> Environment | None:
        """None if it isn't accepted."""
        try:
            return accepted(functools.reduce(lambda data, change: change.applied(data), self.changes, BASES[self.base]))
        except LookupError:
            return None

    def smallest(self, holds: Callable[[Environment], object]) -> Variant:
        """With no change that can be left out, and it still holds."""
        smallest = self
        for change in self.changes:
            fewer = Variant(self.base, tuple(each for each in smallest.changes if each is not change))
            environment = fewer.environment()
            if environment and holds(environment):
                smallest = fewer
        return smallest


def accepted(data: Data) -> Environment | None:
    """As the loader judges."""
    try:
        environment = validated({"name": "property"} | data, ROOT)
    except ValidationError:
        return None
    return None if rules.check(environment) else environment


@st.composite
def variants(draw: st.DrawFn) -> Variant:
    """A change that the rules refuse is not made."""
    base = draw(st.sampled_from(sorted(BASES)))
    data, changes = BASES[base], []
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        change = _change(draw, data)
        changed = change.applied(data)
        if changed != data and accepted(changed):
            data = changed
            changes.append(change)
    return Variant(base, tuple(changes))


def _change(draw: st.DrawFn, data: Data) -> Change:
    place = draw(st.sampled_from(list(places(data, schema(), ()))))
    key = draw(place.key) if isinstance(place.key, st.SearchStrategy) else place.key
    gone = isinstance(place.parent, dict) and key in place.parent and draw(st.integers(0, 3)) == 0
    return Change((*place.path, key), GONE if gone else draw(values(place.node)))


class Place(NamedTuple):
    """Where a value stands, or could. `key` is drawn where it may be any; `node` is the value's schema."""

    path: KeyPath
    parent: Any
    key: Any
    node: Data


def places(data: Any, node: Data, path: KeyPath) -> Iterator[Place]:
    """All of them, from the top."""
    node = _resolved(node)
    if "discriminator" in node and isinstance(data, dict):
        node = _resolved({"$ref": node["discriminator"]["mapping"][data["type"]]})
    for option in node.get("anyOf", ()):
        yield from places(data, option, path)
    inner: dict[Any, Data] = {}
    if isinstance(data, dict):
        known = {key: child for key, child in node.get("properties", {}).items() if key != "extends"}
        inner = {key: child for child in _mapped(node) for key in data} | known
        for child in _mapped(node):
            yield Place(path, data, _names(node), child)
    elif isinstance(data, list) and "items" in node:
        inner = dict.fromkeys(range(len(data)), node["items"])
    for key, child in inner.items():
        yield Place(path, data, key, child)
        if isinstance(data, list) or key in data:
            yield from places(data[key], child, (*path, key))


def _resolved(node: Data) -> Data:
    if "$ref" in node:
        return schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return node


def _mapped(node: Data) -> list[Data]:
    """The schemas of what stands behind the keys of a mapping."""
    inner = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    return [each for each in inner if isinstance(each, dict)]


def values(node: Data) -> st.SearchStrategy[Any]:
    """What the JSON Schema allows, or nearly: the model has the last word."""
    if "$ref" in node:
        return _object(node["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in node:
        return st.one_of([values(option) for option in node["anyOf"] if option.get("type") != "null"])
    if "enum" in node or "const" in node:
        return st.sampled_from(node.get("enum") or [node["const"]])
    return _KINDS[node["type"]](node)


@functools.cache
def _object(name: str) -> st.SearchStrategy[Data]:
    definition = schema()["$defs"][name]
    required = Environment.model_json_schema()["$defs"][name].get("required", [])
    properties = {
        key: st.deferred(lambda inner=inner: values(inner)) for key, inner in definition["properties"].items()
    }
    return st.fixed_dictionaries(
        {key: properties[key] for key in required},
        optional={key: value for key, value in properties.items() if key not in required},
    )


def _list(node: Data) -> st.SearchStrategy[list[Any]]:
    low, high = node.get("minItems", 0), node.get("maxItems", 4)
    return st.lists(values(node["items"]), min_size=low, max_size=max(low, min(high, 4)), unique_by=repr)


def _mapping(node: Data) -> st.SearchStrategy[Data]:
    return st.dictionaries(_names(node), st.one_of([values(inner) for inner in _mapped(node)]), max_size=2)


def _names(node: Data) -> st.SearchStrategy[str]:
    """The keys that a mapping may have."""
    names = node.get("propertyNames", {})
    pattern = next(iter(node.get("patternProperties", ())), "")
    return values({"type": "string", "pattern": pattern} | names)


def _text(node: Data) -> st.SearchStrategy[str]:
    low, high = node.get("minLength", 0), node.get("maxLength", 200)
    pattern = node.get("pattern", "")
    known = [word for word in _words() if low <= len(word) <= high and regex.search(pattern, word)]
    found = st.text(_ALPHABET, min_size=low, max_size=min(high, 200))
    if "examples" in node:  # a duration
        found = st.builds("{}{}".format, st.integers(1, 90), st.sampled_from("mhd"))
    elif pattern:
        found = st.from_regex(_in_python(pattern), fullmatch=True, alphabet=_ALPHABET)
    return st.one_of(st.sampled_from(known), found) if known else found


@functools.cache
def _words() -> list[str]:
    """Every text in use: what must name something else hardly ever does by chance. None with a variable: in most places
    it is no mistake to CloudFormation, which leaves it as it stands, and one to the linters."""
    return sorted({text for text in _texts(BASES) if "${" not in text})


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in (*value, *value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


_ALPHABET = st.characters(exclude_categories=["C"], include_characters="\n\r\t", max_codepoint=0x2FFF)
_CLASSES = {
    "L": "A-Za-zéßЖ漢",
    "M": "\u0301",
    "S": "$+<=>^|~€",
    "N": "0-9²",
    "P": "!-#%-*,-/:;?@_¿",
    "Z": " \u2028",
    "C": "\x00-\x1f\x7f",
}


def _in_python(pattern: str) -> re.Pattern[str]:
    """With a few characters for each of Unicode's categories, which Python's patterns do not know."""
    return re.compile(
        re.sub(r"\\p\{(\w)\}", lambda found: _CLASSES[found[1]], pattern).removeprefix("^").removesuffix("$")
    )


_KINDS: dict[str, Callable[[Data], st.SearchStrategy[Any]]] = {
    "boolean": lambda _: st.booleans(),
    "integer": lambda node: st.integers(node.get("minimum"), node.get("maximum")),
    "array": _list,
    "object": _mapping,
    "string": _text,
}
