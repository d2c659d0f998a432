"""environments/<name>.yaml, and what it extends -> one Environment; or every problem, each with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config import explain, rules
from config.advice import advise
from config.errors import ConfigError, KeyPath, Location, Problem, did_you_mean, dotted, shown
from config.model import Environment
from config.model.environment import NAME
from config.readable import readable, validated
from config.rules.violation import Violation
from config.yaml_file import Document, read

ENVIRONMENTS = Path(__file__).resolve().parent.parent / "environments"
SHARED = "base"
"""environments/base.yaml: what the others extend. Never an environment itself."""


def names(directory: Path = ENVIRONMENTS) -> list[str]:
    """The environments that exist, in alphabetical order. A file whose name can't be one may only be extended."""
    return [name for name in _files(directory) if name != SHARED and re.fullmatch(NAME.pattern, name)]


def load(name: str, directory: Path = ENVIRONMENTS) -> Environment:
    """Load and check one environment.

    Raises ConfigError with every problem that is certain: those of the files, those of single values, and those
    between values (config/rules) as far as these can be read. None follows from another.
    """
    return load_with_advice(name, directory)[0]


def load_with_advice(name: str, directory: Path = ENVIRONMENTS) -> tuple[Environment, list[Problem]]:
    """As load(), with what can be deployed and is hardly meant (config/advice.py)."""
    if name not in names(directory):
        raise ConfigError([_absent(name, directory)])
    document = merged(name, directory)
    data = document.data | {"name": name}
    problems, gaps, incomplete = list(document.problems), document.gaps, set[KeyPath]()
    try:
        environment = validated(data, directory.parent)
    except ValidationError as error:
        problems += explain.problems(error, document)
        if listed := explain.listed(error, document):
            problems = list(dict.fromkeys([*problems, *_problems_of(listed | {"name": name}, document, directory)]))
        gaps, incomplete = explain.gaps(error, document), explain.incomplete(error, document)
    if problems:
        environment = readable(data, directory.parent, gaps, incomplete)
    problems += _placed(rules.check(environment), document)
    if problems:
        raise ConfigError(problems)
    return environment, _placed(advise(environment), document)


def _problems_of(data: dict[str, Any], document: Document, directory: Path) -> list[Problem]:
    try:
        validated(data, directory.parent)
    except ValidationError as error:
        return explain.problems(error, document)
    return []


def merged(name: str, directory: Path = ENVIRONMENTS) -> Document:
    """The file `name` laid over those that it extends, nearest first."""
    files = _files(directory)
    chain: dict[str, Document] = {}
    current: str | None = name
    while current is not None:
        path = files[current]
        chain[current] = document = read(path, f"{path.parent.name}/{path.name}")
        if "name" in document.data:
            what, fix = "is the file's own name, never written in it", "remove this line (user_pool.name is the pool's)"
            document.problems.append(Problem(document.keys["name",], "name", what, fix))
        current = _extended(document, chain, files)
    *nearer, document = chain.values()
    for child in reversed(nearer):
        _lay_over(document, child)
        document = child
    return document


def locate(document: Document, path: KeyPath) -> Location:
    """The place of a key path: its key, or that of the nearest key above that stands in a file."""
    while path not in document.values:
        path = path[:-1]
    return document.keys.get(path) or document.values[path]


def _placed(violations: list[Violation], document: Document) -> list[Problem]:
    return [Problem(locate(document, each.path), dotted(each.path), each.what, each.fix) for each in violations]


def _files(directory: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(directory.glob("*.yaml"))}


def _absent(name: str, directory: Path) -> Problem:
    """There is no such environment; or there is, but for its file's name."""
    for path in sorted(directory.glob("*.[yY]*")):
        if path.stem == name and name != SHARED:
            place = Location(f"{directory.name}/{path.name}", 0)
            if path.suffix != ".yaml":
                return Problem(place, "", f"ends in {path.suffix}", f"rename it to {name}.yaml")
            return Problem(place, "", f"{name!r} can't be the name of an environment", f"rename it: {NAME.words}")
    return Problem(Location(directory.name, 0), "", f"there is no environment {name!r}", _near(name, names(directory)))


def _near(name: str, known: list[str]) -> str:
    return f"{did_you_mean(name, known)} These exist: {', '.join(known) or 'none'}".lstrip()


def _extended(document: Document, chain: dict[str, Document], files: dict[str, Path]) -> str | None:
    """What the last document of the chain extends; a problem of the document, if that can't be."""
    if "extends" not in document.data:
        return None
    name = document.data.pop("extends")
    if isinstance(name, str) and name in files and name not in chain:
        return name
    if isinstance(name, str) and name in chain:
        what, fix = f"goes round in a circle: {' -> '.join([*chain, name])}", "break the circle"
    elif not isinstance(name, str):
        what, fix = (
            f"{shown(name)} stands where one name belongs",
            "write the name of one file, which may extend another",
        )
    else:
        what, fix = f"{shown(name)} is no file of this folder", _near(name, [f for f in files if f not in chain])
    document.problems.append(Problem(document.values["extends",], "extends", what, fix))
    document.gaps.add(())
    return None


def _lay_over(parent: Document, child: Document) -> None:
    """Put what `parent` has and `child` lacks into `child`: mappings merge key by key, all else is the child's."""

    def fill(below: dict[str, Any], above: dict[str, Any], path: KeyPath) -> None:
        for key, value in below.items():
            here = (*path, key)
            if key not in above:
                above[key] = value
                adopt(value, here)
            elif isinstance(above[key], dict):
                child.gaps |= {here} & parent.gaps
                fill(value if isinstance(value, dict) else {}, above[key], here)

    def adopt(value: Any, path: KeyPath) -> None:
        child.values[path] = parent.values[path]
        child.gaps |= {path} & parent.gaps
        if path in parent.keys:
            child.keys[path] = parent.keys[path]
        if path in parent.texts:
            child.texts[path] = parent.texts[path]
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            adopt(item, (*path, key))

    child.problems += parent.problems
    child.gaps |= {()} & parent.gaps
    fill(parent.data, child.data, ())
