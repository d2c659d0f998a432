"""`python -m config.reference`: writes docs/configuration.md, every key of an environment file in one place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from config import loader
from config.changes import CHANGES
from config.errors import KeyPath
from config.model import Environment
from config.plans import NEEDS, PLANS
from config.schema import schema

FILE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
MANY = 20
"""Of more values, one is shown."""
OPTIONAL = ("plan", "change")
"""Columns that stand only where they have something to tell."""
INTRODUCTION = """# Configuration

Every key of `environments/*.yaml`. Each is in use in [everything.yaml](../environments/everything.yaml) or, where that
excludes it, in [everything-aliases.yaml](../environments/everything-aliases.yaml) or
[everything-passwordless.yaml](../environments/everything-passwordless.yaml), and editors complete them. Names are
Cognito's own, in snake_case. NAME stands for a key of a mapping: one of those listed where the mapping stands, or one
of yours, as it is described there.

Where no *plan* is told, every
[feature plan](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html) offers a
setting. Where no *change* is told, it is made in place.

Written by `make docs` from the model in `config/`.
"""

Node = dict[str, Any]


def document() -> str:
    """docs/configuration.md."""
    sections = dict(_sections("", "", schema(), set()))
    headings = {name: heading for heading, (name, _) in sections.items()}
    return INTRODUCTION + "".join(_section(heading, name, node, headings) for heading, (name, node) in sections.items())


def write(file: Path = FILE) -> None:
    """Write the document as people read it."""
    file.write_text(document(), encoding="utf-8")


def _sections(heading: str, name: str, node: Node, met: set[str]) -> Iterator[tuple[str, tuple[str, Node]]]:
    """What has keys of its own, each once, under the first path that leads to it."""
    yield heading, (name, node)
    for key, setting in node["properties"].items():
        for below, inner in _definitions(f"{_path(heading)}.{key}".lstrip("."), setting):
            if inner not in met:
                met.add(inner)
                yield from _sections(below, inner, schema()["$defs"][inner], met)


def _definitions(path: str, node: Node) -> Iterator[tuple[str, str]]:
    """What a setting is made of: heading and name of each definition."""
    kinds: dict[str, list[str]] = {}
    for kind, target in node.get("discriminator", {}).get("mapping", {}).items():
        kinds.setdefault(_name(target), []).append(kind)
    for name, told in kinds.items():
        yield f"{path} ({' or '.join(told)})", name
    if "$ref" in node:
        yield path, _name(node["$ref"])
    for option in () if kinds else node.get("anyOf", ()):
        yield from _definitions(path, option)
    for values in _values(node):
        yield from _definitions(f"{path}.NAME", values)
    if "items" in node:
        yield from _definitions(path, node["items"])


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


def _path(heading: str) -> str:
    return heading.partition(" ")[0]


def _values(node: Node) -> list[Node]:
    """What stands behind the keys of a mapping."""
    values = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    return [value for value in values if isinstance(value, dict)]


def _section(heading: str, name: str, node: Node, headings: dict[str, str]) -> str:
    rows = []
    for key, setting in node["properties"].items():
        path = f"{_path(heading)}.{key}".lstrip(".")
        rows.append(
            {
                "key": f"`{key}`",
                "what may stand there": _type(setting | {"description": ""}, headings),
                "default": "*required*" if key in _required(name) else _default(setting),
                "what it is": _line(setting),
                "plan": _plan(path),
                "change": _change(path),
            }
        )
    columns = [column for column in rows[0] if column not in OPTIONAL or any(row[column] for row in rows)]
    table = [columns, ["---"] * len(columns), *([row[column] for column in columns] for row in rows)]
    lines = "".join(f"| {' | '.join(cells)} |\n" for cells in table)
    return f"\n## {heading or 'The file'}\n\n{_line(node)}\n\n{lines}"


def _line(node: Node) -> str:
    """What is said of it, in one line of Markdown: `<` and `|` mean nothing in it."""
    line = " ".join(node["description"].split()) if "description" in node else ""
    return re.sub("`[^`]*`|<", lambda found: found[0].replace("|", r"\|") if len(found[0]) > 1 else "&lt;", line)


def _default(node: Node) -> str:
    value = node.get("default")
    if value in (None, [], {}):
        return ""
    return f"`{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}`"


@cache
def _required(name: str) -> list[str]:
    """The keys that a definition can't be without."""
    whole = Environment.model_json_schema()
    required: list[str] = (whole["$defs"][name] if name else whole).get("required", [])
    return required


def _type(node: Node, headings: dict[str, str]) -> str:
    """What may stand there, in words."""
    if "$ref" in node:
        heading = headings[_name(node["$ref"])]
        return f"[{heading}](#{re.sub(r'[^a-z0-9_ -]', '', heading.lower()).replace(' ', '-')})"
    if "anyOf" in node:
        options = (_type(option, headings) for option in node["anyOf"] if option.get("type") != "null")
        return " or ".join(dict.fromkeys(options))
    match node["type"]:
        case "array":
            return f"list: {_type(node['items'], headings)}"
        case "object":
            return f"{_keys(node)}: {' or '.join(_type(value, headings) for value in _values(node))}"
        case kind:
            return _scalar(node, kind)


def _keys(node: Node) -> str:
    """What the keys of a mapping may be."""
    names = node.get("propertyNames", {})
    if "enum" in names:
        return f"NAME, one of {', '.join(f'`{name}`' for name in names['enum'])}"
    return f"NAME ({_line(names)})" if _line(names) else "NAME"


def _scalar(node: Node, kind: str) -> str:
    allowed = node.get("enum") or [node[word] for word in ("const",) if word in node]
    if kind == "boolean":
        allowed = ["true", "false"]
    if len(allowed) > MANY:
        return f"one of {len(allowed)}, such as `{allowed[0]}`"
    if allowed:
        return ", ".join(f"`{value}`" for value in allowed)
    if "examples" in node:
        return "a duration, `{}` to `{}`".format(*node["examples"])
    if kind == "integer":
        return f"{node['minimum']} to {node['maximum']}" if "maximum" in node else "whole number"
    return node.get("description") or "text"


def _plan(path: str) -> str:
    """Which plans offer it, where not all do: as told of it, or of the nearest key above."""
    while path and path not in _plans():
        path = path.rpartition(".")[0]
    return "; ".join(_plans().get(path, ()))


@cache
def _plans() -> dict[str, list[str]]:
    """By path: which plans offer it, where not all do."""
    told: dict[str, list[str]] = {}
    environment = loader.load("everything")
    for need in NEEDS:
        plans = " or ".join(PLANS[PLANS.index(need.plan) :])
        for place in {*need.besides, *(_place(environment, path) for path in need.where(environment))}:
            told.setdefault(place, []).append(f"{plans}: {need.what}")
    return told


def _place(environment: Environment, path: KeyPath) -> str:
    """A path with NAME for the keys of mappings, up to the first list."""
    node: Any = environment
    keys: list[str] = []
    for part in takewhile(lambda part: isinstance(part, str), path):
        keys.append("NAME" if isinstance(node, dict) else str(part))
        node = node[part] if isinstance(node, dict) else getattr(node, str(part))
    return ".".join(keys)


def _change(path: str) -> str:
    """What it costs, told where it first holds."""
    return " ".join(text for key, text in CHANGES.items() if key.removesuffix(".NAME") == path)


if __name__ == "__main__":  # pragma: no cover  # tested is write()
    write()
