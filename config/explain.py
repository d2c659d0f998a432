"""pydantic's errors -> ours: the place in the file, the value, what is allowed, and how to mend it."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.api_names import answer, meant, same
from config.errors import KeyPath, Location, Problem, did_you_mean, dotted, near, nearest, shown
from config.places import belongs
from config.schema import schema
from config.yaml_file import Document

_WRONG_TYPE = "{value} has the wrong type"
_MAPPING = (_WRONG_TYPE, "write a mapping of keys (`key: value` lines)")
_OTHER = ("{value} is not allowed", "write another value. {description}")
_ABSENCES = {"missing", "too_short", "union_tag_not_found"}
"""What may be told only of a mapping that is known as a whole."""
_TOLD = {
    "missing": ("is missing", "add it: {description}"),
    "union_tag_not_found": ("has no `type`", "{tag}one of {tags}"),
    "greater_than_equal": ("{value} is too small", "write {ge} or more"),
    "less_than_equal": ("{value} is too large", "write {le} or less"),
    "string_too_short": ("{value} is too short", "write at least {min_length} characters"),
    "string_too_long": ("{value} is too long", "write at most {max_length} characters"),
    "too_short": ("has too few entries", "write at least {min_length}"),
    "too_long": ("has too many entries", "write at most {max_length}"),
    "string_type": (_WRONG_TYPE, "write text (in quotes, if it looks like a number, true or false)"),
    "int_type": (_WRONG_TYPE, "write a whole number, without quotes"),
    "bool_type": (_WRONG_TYPE, "write true or false, without quotes"),
    "tuple_type": (_WRONG_TYPE, "write a list ([a, b], or lines that start with `- `)"),
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
}
"""What is wrong, and the fix, by pydantic's name for the error. https://docs.pydantic.dev/latest/errors/validation_errors/"""
_HABITS = {
    "ALLOW_REFRESH_TOKEN_AUTH": "remove it: refresh tokens are always on, and rotate if refresh_token_rotation says so",
}
"""The fix for values that other tools want written here."""


def problems(error: ValidationError, document: Document) -> list[Problem]:
    """All of pydantic's findings as Problems, each place and finding once; none that follows from another problem."""
    fixes: dict[tuple[Location, KeyPath, str], list[str]] = {}
    meant = _meant(error, document)
    unsure = document.gaps | meant
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_is_below(other["loc"], detail["loc"]) for other in details):
            continue  # the list only counts as short because of items that are reported themselves
        path = _path_in_file(detail, document)
        if path in document.gaps or (detail["type"] in _ABSENCES and (path in unsure or _within(path, unsure))):
            continue
        what, fix = _told(detail, path, document.texts.get(path, ""))
        fixes.setdefault((_place(document, path, detail), path, what), []).append(fix)
    return [Problem(place, dotted(path), what, "; or ".join(ways)) for (place, path, what), ways in fixes.items()]


def listed(error: ValidationError, document: Document) -> dict[str, Any] | None:
    """What the file says, but that each mapping where a list of them belongs is one: so faults within it are told, too.
    None where there is no such mapping."""
    data, found = copy.deepcopy(document.data), False
    for detail in error.errors(include_url=False):
        if detail["type"] == "tuple_type" and isinstance(detail["input"], dict):
            *above, key = _path_in_file(detail, document)
            parent: Any = data
            for part in above:
                parent = parent[part]
            parent[key] = [detail["input"]]
            found = True
    return data if found else None


def gaps(error: ValidationError, document: Document) -> set[KeyPath]:
    """Where values stand that pydantic takes, and that nothing can be concluded from."""
    return document.gaps | _meant(error, document)


def incomplete(error: ValidationError, document: Document) -> set[KeyPath]:
    """Where mappings stand of which a name can't be read."""
    return {
        _path_in_file(detail, document)[:-1]
        for detail in error.errors(include_url=False)
        if detail["loc"] and detail["loc"][-1] == "[key]"
    }


def _meant(error: ValidationError, document: Document) -> set[KeyPath]:
    """What unknown keys may have been meant to be; the whole, if one may say what the file extends."""
    found: set[KeyPath] = set()
    for detail in error.errors(include_url=False):
        if detail["type"] == "extra_forbidden":
            path = _path_in_file(detail, document)
            found |= {(*path[:-1], key) for key in near(path[-1], _at(detail["loc"][:-1])["properties"], 20)}
            found |= {place for place in (belongs(path), *meant(path)) if place}
    return {() if path == ("extends",) else path for path in found}


def _within(path: KeyPath, gaps: set[KeyPath]) -> bool:
    return any(path[:depth] in gaps for depth in range(len(path)))


def _is_below(loc: KeyPath, above: KeyPath) -> bool:
    return len(loc) > len(above) and loc[: len(above)] == above


def _path_in_file(detail: ErrorDetails, document: Document) -> KeyPath:
    """The path in pydantic's words, without the names of union branches and validators that it puts between."""
    loc = detail["loc"]
    path: KeyPath = ()
    for index, part in enumerate(loc):
        missing = detail["type"] == "missing" and index == len(loc) - 1
        if missing or ((*path, part) in document.values and part not in _tags(loc[:index])):
            path = (*path, part)
    if detail["type"] == "union_tag_invalid":
        return (*path, "type")
    return path


def _place(document: Document, path: KeyPath, detail: ErrorDetails) -> Location:
    """Where to point: at the key, if the key is wrong or something is missing under it; else at the value."""
    at_key = detail["type"] in {"extra_forbidden", "missing", "union_tag_not_found"} or "[key]" in detail["loc"]
    while path not in document.values:
        path = path[:-1]
    return (document.keys.get(path) if at_key else None) or document.values[path]


def _told(detail: ErrorDetails, path: KeyPath, text: str) -> tuple[str, str]:
    """What is wrong, and the fix. `text`: how a number, true or false is written."""
    loc, context = detail["loc"], detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f"there is no such key as {loc[-1]!r}", _fix_of_key(path, _at(loc[:-1])["properties"])
        case "literal_error":
            texts = re.findall("'([^']*)'", context["expected"])
            word = str(detail["input"]).removeprefix("cognito:")  # as CreateTerms calls languages
            fix = nearest(word, texts) if texts else f"write {context['expected']}"
            return f"{text or shown(detail['input'])} is not allowed", _HABITS.get(str(detail["input"]), fix)
        case "union_tag_invalid":
            tag = detail["input"]["type"]
            return f"{shown(tag)} is not allowed", nearest(tag, _tags(loc))
        case "form":
            question = did_you_mean(detail["input"], context["names"].split())
            fix = f"{question} Write {detail['msg']}" if question else f"write {detail['msg']}"
            value = "what stands here" if context["hidden"] else shown(detail["input"])
            return f"{value} does not have the right form", fix
        case "value_error":
            what, _, fix = str(context["error"]).partition(": ")
            value = "what stands here" if _at(loc).get("writeOnly") else shown(detail["input"])
            return f"{value} {what}", fix
    what, fix = _TOLD.get(detail["type"], _OTHER)
    if text and detail["type"] == "string_type":
        fix = f'write it in quotes: "{text}"'
    known = {
        **context,
        "value": text or shown(detail["input"]),
        "tag": "".join(f"write `type` for {key!r}: " for key in near("type", detail["input"])) or "add "
        if detail["type"] == "union_tag_not_found"
        else "",
        "tags": ", ".join(_tags(loc)),
        "description": " ".join(_at(loc).get("description", "").split()),
    }
    return what.format(**known), fix.format(**known)


def _fix_of_key(path: KeyPath, siblings: Collection[str]) -> str:
    """A key that was nearly written right; or that is right at another level; or that resembles one a little."""
    place = belongs(path)
    if (fix := answer(path)) and not any(same(path[-1], key) for key in siblings):
        return fix
    if near(path[-1], siblings, likeness=0.8) or place in (None, path):
        return nearest(path[-1], siblings)
    return f"it belongs {f'under {dotted(place[:-1])}' if place[:-1] else 'at the top'}"


def _tags(loc: KeyPath) -> dict[str, str]:
    """The values that `type:` may have at a place."""
    tags: dict[str, str] = _at(loc).get("discriminator", {}).get("mapping", {})
    return tags


def _at(loc: KeyPath) -> dict[str, Any]:
    """The JSON Schema of a place; empty where it says no more."""
    node: dict[str, Any] = schema()
    for part in loc:
        node = _resolved(_step(node, part))
    return node


def _step(node: dict[str, Any], part: str | int) -> Any:
    tags = node.get("discriminator", {}).get("mapping", {})
    if part in tags:
        return {"$ref": tags[part]}
    if isinstance(part, int):
        return node.get("items", {})
    if part in node.get("properties", {}):
        return node["properties"][part]
    return next(iter(node.get("patternProperties", {}).values()), node.get("additionalProperties") or {})


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Without `$ref`, and X for `X | None`."""
    if "$ref" in node:
        target = schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    elif "anyOf" in node and "discriminator" not in node:
        target = node["anyOf"][0]
    else:
        return node
    return _resolved(target | {keyword: value for keyword, value in node.items() if keyword not in {"$ref", "anyOf"}})
