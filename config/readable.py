"""An environment of which some values can't be read: rules see the others, and stop where they meet one of those."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError

from config import explain
from config.errors import KeyPath
from config.model import Environment
from config.yaml_file import Document


class Unreadable(Exception):  # noqa: N818  # it ends a rule, and tells nobody anything
    """A rule came to a value that can't be read: what it would say next could be false."""


class _Gap:
    """Stands where such a value would. Whatever is done with it raises Unreadable."""

    def _meet(self, *_: object) -> NoReturn:
        raise Unreadable

    __getattr__ = __getitem__ = __iter__ = __contains__ = __len__ = __bool__ = __hash__ = __str__ = __repr__ = _meet
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __format__ = _meet


def validated(data: dict[str, Any], root: Path) -> Environment:
    """`root`: where the paths in it start. Raises pydantic's ValidationError."""
    return Environment.model_validate_json(json.dumps(data), strict=True, context={"root": root})


def readable(data: dict[str, Any], document: Document, error: ValidationError, root: Path) -> Environment | None:
    """The environment without unknown keys, and with a gap for each broken value; None if too much is broken."""
    unknown = explain.unknown_keys(error, document)
    gaps: set[KeyPath] = set()
    while True:
        found = {_whole(path) for path in explain.broken_values(error, document)} - gaps
        gaps |= found
        try:
            environment = validated(_without(data, [*unknown, *gaps]), root)
            break
        except ValidationError as still:  # a broken value was one that must be there: then so is what it stood in
            if not found or () in found:
                return None
            error = still
    for gap in sorted(gaps):
        environment = _with_gap(environment, gap)
    return environment


def _whole(path: KeyPath) -> KeyPath:
    """The list, where one item is broken: without it, the others would change their places."""
    return next((path[:depth] for depth, part in enumerate(path) if isinstance(part, int)), path)


def _without(data: Any, paths: list[KeyPath]) -> Any:
    """A copy of plain data without the keys at `paths`."""
    if isinstance(data, list):
        return [_without(item, _under(index, paths)) for index, item in enumerate(data)]
    if isinstance(data, dict):
        return {key: _without(value, _under(key, paths)) for key, value in data.items() if (key,) not in paths}
    return data


def _under(part: str | int, paths: list[KeyPath]) -> list[KeyPath]:
    return [path[1:] for path in paths if path[:1] == (part,) and len(path) > 1]


def _with_gap(node: Any, path: KeyPath) -> Any:
    if not path:
        return _Gap()
    key = path[0]
    if isinstance(node, BaseModel):
        return node.model_copy(update={str(key): _with_gap(getattr(node, str(key)), path[1:])})
    if isinstance(node, dict):
        return node | {key: _with_gap(node.get(key), path[1:])}
    return node  # already a gap, or a default that stands for a broken whole
