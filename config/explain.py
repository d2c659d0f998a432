"""pydantic's errors -> ours: the place in the file, the value, what is allowed, and how to mend it."""

from __future__ import annotations

import difflib
import re
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.errors import Location, Problem
from config.model import Environment
from config.yaml_file import Document, KeyPath

_LEAD_IN = re.compile(r"^\w+")
_KINDS = {
    "string_type": "text (in quotes, if it looks like a number)",
    "int_type": "a whole number, without quotes",
    "bool_type": "true or false, without quotes",
    "dict_type": "a mapping of keys (`key: value` lines)",
    "model_type": "a mapping of keys (`key: value` lines)",
    "tuple_type": "a list ([a, b], or lines that start with `- `)",
}


def problems(error: ValidationError, document: Document, name: str) -> list[Problem]:
    """All of pydantic's findings as Problems, each place and finding once."""
    found: dict[tuple[KeyPath, str], Problem] = {}
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_is_below(other["loc"], detail["loc"]) for other in details):
            continue  # the list only counts as short because of items that are reported themselves
        path = _path_in_file(detail, document)
        what, fix = _told(detail, path)
        found.setdefault(
            (path, what), Problem(_place(document, path, detail), ".".join(map(str, path)) or name, what, fix)
        )
    return list(found.values())


def _is_below(loc: tuple[int | str, ...], above: tuple[int | str, ...]) -> bool:
    return len(loc) > len(above) and loc[: len(above)] == above


def _path_in_file(detail: ErrorDetails, document: Document) -> KeyPath:
    """pydantic's path, without the names of union branches and validators that it puts between."""
    path: KeyPath = ()
    for part in detail["loc"]:
        if (*path, part) in document.values:
            path = (*path, part)
    if detail["type"] == "missing":
        return (*path, detail["loc"][-1])
    if detail["type"] == "union_tag_invalid":
        return (*path, "type")
    return path


def _place(document: Document, path: KeyPath, detail: ErrorDetails) -> Location:
    """Where to point: at the key, if the key is wrong or something is missing under it; else at the value."""
    at_key = detail["type"] in {"extra_forbidden", "missing"} or "[key]" in detail["loc"]
    while path not in document.values:
        path = path[:-1]
    return (document.keys.get(path) if at_key else None) or document.values[path]


def _told(detail: ErrorDetails, path: KeyPath) -> tuple[str, str]:
    """What is wrong, and the fix."""
    kind, value, context = detail["type"], _shown(detail.get("input")), detail.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return _unknown_key(path)
        case "missing":
            return "is missing", f"add it: {_described(path)}"
        case "literal_error":
            return f"{value} is not allowed", _one_of(str(detail.get("input")), str(context["expected"]))
        case "union_tag_invalid":
            return f"{context['tag']!r} is not allowed", _one_of(str(context["tag"]), str(context["expected_tags"]))
        case "union_tag_not_found":
            return "has no type", "add `type:` String, Number, DateTime or Boolean"
        case "string_pattern_mismatch":
            return (
                f"{value} does not have the right form",
                f"{_described(path)} It must match {context['pattern']}".strip(),
            )
        case "value_error":
            what, _, fix = str(context["error"]).partition(": ")
            return f"{value} {what}", fix
        case _ if kind in _KINDS:
            return f"{value} has the wrong type", f"write {_KINDS[kind]}"
        case _:
            return f"{value} is not allowed", _LEAD_IN.sub("it", detail["msg"]).replace(" after validation", "")


def _one_of(value: str, expected: str) -> str:
    """`expected` is pydantic's own list: 'OFF', 'OPTIONAL' or 'ON'."""
    names = {name.lower(): name for name in re.findall(r"'([^']*)'", expected)}
    near = difflib.get_close_matches(value.lower(), names, 1)
    return f"did you mean {names[near[0]]}? Write {expected}" if near else f"write {expected}"


def _shown(value: Any) -> str:
    text = (
        repr(value)
        if not isinstance(value, dict | list | tuple)
        else ("a mapping" if isinstance(value, dict) else "a list")
    )
    return text if len(text) <= 80 else f"{text[:77]}...'"


def _unknown_key(path: KeyPath) -> tuple[str, str]:
    model = _model_at(path[:-1])
    allowed = [name for name in (model.model_fields if model else {}) if not (model is Environment and name == "name")]
    near = difflib.get_close_matches(str(path[-1]), allowed, 1)
    fix = f"did you mean {near[0]!r}?" if near else f"remove it, or write one of {', '.join(allowed)}"
    return f"there is no such key as {str(path[-1])!r}", fix


def _described(path: KeyPath) -> str:
    model = _model_at(path[:-1])
    field = model.model_fields.get(str(path[-1])) if model and path else None
    return " ".join((field.description or "").split()) if field else ""


def _model_at(path: KeyPath) -> type[BaseModel] | None:
    """The model that a key path leads to, through mappings, lists, unions and Optional."""
    current: Any = Environment
    for part in path:
        if _is_model(current):
            field = current.model_fields.get(str(part))
            current = field.annotation if field else None
        elif get_origin(current) in (dict, tuple):
            current = get_args(current)[-1 if get_origin(current) is dict else 0]
        current = _first_model(current)
    return current if _is_model(current) else None


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _first_model(annotation: Any) -> Any:
    """X of `X | None` and `Annotated[X, ...]`; the first model of a union; a container as it is."""
    if _is_model(annotation) or get_origin(annotation) in (dict, tuple) or not get_args(annotation):
        return annotation
    options = [_first_model(option) for option in get_args(annotation) if option is not type(None)]
    return next((o for o in options if _is_model(o) or get_origin(o) in (dict, tuple)), None)
