"""Where a key belongs that stands at the wrong level, and which of Cognito's keys belong nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from config.errors import KeyPath
from config.schema import schema

NAME = "NAME"
"""Stands in a path for a name of the user's."""
_NONE_HAS_ONE = "remove it: no client here has a secret, which browsers and phones can't keep"
_EXPOSED = "; if a real one stood here, change it"
_NOWHERE = {
    ("clients", NAME, "generate_secret"): f"{_NONE_HAS_ONE}; programs call with AWS credentials of their own (IAM)",
    ("clients", NAME, "client_secret"): f"{_NONE_HAS_ONE}{_EXPOSED}",
    ("clients", NAME, "enable_propagate_additional_user_context_data"): (
        "remove it: Cognito takes it only for a client with a secret, and no client here has one"
    ),
    ("identity_pool", "unauthenticated_role"): "write guest_role",
    ("user_pool", "custom_attributes", NAME, "required"): "remove it: Cognito can't require a custom attribute",
    ("user_pool", "custom_attributes", NAME, "developer_only_attribute"): (
        "remove it: what users may change is what stands in their client's write_attributes"
    ),
    ("seed_users", NAME, "password"): (
        f"remove it: it is generated in Secrets Manager, or stands in the secret that password_secret names{_EXPOSED}"
    ),
}
"""What Cognito has and is left out on purpose, or has another name here, with what to do instead."""


def nowhere(path: KeyPath) -> str:
    """What to do about a key that belongs nowhere; nothing about any other."""
    return next((fix for keys, fix in _NOWHERE.items() if _matches(keys, path)), "")


def _matches(keys: tuple[str, ...], path: KeyPath) -> bool:
    return len(keys) == len(path) and all(key in (NAME, part) for key, part in zip(keys, path, strict=True))


def belongs(path: KeyPath) -> KeyPath | None:
    """Where the last key of `path` belongs, if there is one such place; below the same names as far as it may be."""
    places = _places().get(str(path[-1]), set())
    if len(places) != 1 or nowhere(path):
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
