"""environments/<name>.yaml, and what it extends -> one Environment; or every problem, each with its place."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config import explain, rules
from config.errors import ConfigError, Location, Problem
from config.model import Environment
from config.yaml_file import Document, KeyPath, read

ENVIRONMENTS = Path(__file__).resolve().parent.parent / "environments"
SHARED = "base"
"""environments/base.yaml: what the others extend. Never an environment itself."""


def names(directory: Path = ENVIRONMENTS) -> list[str]:
    """The environments that exist, in alphabetical order."""
    return sorted(path.stem for path in directory.glob("*.yaml") if path.stem != SHARED)


def load(name: str, directory: Path = ENVIRONMENTS) -> Environment:
    """Load and check one environment.

    Raises ConfigError with every problem found: first those of single values, then, once there are none, those
    between values (config/rules).
    """
    if name not in names(directory):
        raise _unknown(name, directory)
    document = _with_parents(name, directory)
    document.data["name"] = name
    try:
        environment = Environment.model_validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        raise ConfigError(explain.problems(error, document, name)) from error
    broken = [
        Problem(locate(document, violation.path), ".".join(map(str, violation.path)), violation.what, violation.fix)
        for violation in rules.check(environment)
    ]
    if broken:
        raise ConfigError(broken)
    return environment


def locate(document: Document, path: KeyPath) -> Location:
    """The place of a key path: its value, or that of the nearest key above that stands in a file."""
    for length in range(len(path), 0, -1):
        if path[:length] in document.values:
            return document.keys.get(path[:length]) or document.values[path[:length]]
    return document.values[()]


def _unknown(name: str, directory: Path) -> ConfigError:
    known = names(directory)
    near = difflib.get_close_matches(name, known, 1)
    fix = f"did you mean {near[0]!r}? " if near else ""
    there = ", ".join(known) or "none"
    return ConfigError([
        Problem(Location(_shown(directory / f"{name}.yaml")), "", f"there is no environment {name!r}", f"{fix}These exist: {there}")
    ])  # fmt: skip


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _with_parents(name: str, directory: Path) -> Document:
    """The file `name` laid over those it extends, nearest first."""
    merged = Document()
    chain: list[str] = []
    current: Any = name
    said_at = Location(_shown(directory / f"{name}.yaml"))
    while current is not None:
        path = directory / f"{current}.yaml"
        if current in chain:
            circle = " -> ".join([*chain, current])
            raise ConfigError([Problem(said_at, "extends", f"goes round in a circle: {circle}", "break the circle")])
        if not isinstance(current, str) or current not in {p.stem for p in directory.glob("*.yaml")}:
            there = ", ".join(sorted({p.stem for p in directory.glob("*.yaml")} - set(chain)))
            raise ConfigError(
                [Problem(said_at, "extends", f"names no file of this folder: {current!r}", f"name one of {there}")]
            )
        chain.append(current)
        document = read(path, _shown(path))
        document.values[()] = Location(_shown(path))
        if "name" in document.data:
            raise ConfigError([
                Problem(document.keys[("name",)], "name", "is the file's own name, never written in it", "remove this line (user_pool.name is the pool's)")
            ])  # fmt: skip
        said_at = document.keys.get(("extends",), said_at)
        current = document.data.pop("extends", None)
        _lay_over(document, merged)
    return merged


def _lay_over(parent: Document, child: Document) -> None:
    """Put what `parent` has and `child` lacks into `child`: mappings merge key by key, everything else is the child's."""

    def fill(below: dict[str, Any], above: dict[str, Any], path: KeyPath) -> None:
        for key, value in below.items():
            here = (*path, key)
            if key not in above:
                above[key] = value
                _adopt_places(parent, child, here)
            elif isinstance(value, dict) and isinstance(above[key], dict):
                fill(value, above[key], here)

    fill(parent.data, child.data, ())
    child.values.setdefault((), parent.values[()])


def _adopt_places(parent: Document, child: Document, path: KeyPath) -> None:
    def below(places: Iterable[KeyPath]) -> list[KeyPath]:
        return [place for place in places if place[: len(path)] == path]

    for place in below(parent.keys):
        child.keys[place] = parent.keys[place]
    for place in below(parent.values):
        child.values[place] = parent.values[place]


def schema() -> dict[str, Any]:
    """The JSON Schema of an environment file, for editors: as the model, but nothing is required, since a file may extend another."""
    whole = Environment.model_json_schema()
    whole["properties"].pop("name")
    whole["properties"] = {
        "extends": {"type": "string", "description": "The file that this one builds on, without .yaml."}
    } | whole["properties"]
    for part in (whole, *whole["$defs"].values()):
        part.pop("required", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A Gatehouse environment"} | whole
