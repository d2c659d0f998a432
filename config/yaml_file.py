"""YAML -> plain data plus the place of every key and value. Knows nothing of Cognito."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from config.errors import LONGEST, ConfigError, KeyPath, Location, Problem, dotted, shown

MAX_VALUES = 20_000
MAX_LEVELS = 40

_TAG = "tag:yaml.org,2002:"
_TOO_LARGE = (
    f"is too large: over {MAX_VALUES} values or {MAX_LEVELS} levels",
    "write fewer levels, and fewer aliases (`*name`)",
)


@dataclass
class Document:
    """A mapping read from YAML: `data` holds only str, int, float, bool, None, list and dict."""

    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[KeyPath, Location] = field(default_factory=dict)
    values: dict[KeyPath, Location] = field(default_factory=dict)
    texts: dict[KeyPath, str] = field(default_factory=dict)
    """Numbers, true and false, as they are written: 012, TRUE."""
    problems: list[Problem] = field(default_factory=list)
    gaps: set[KeyPath] = field(default_factory=set)
    """Where a value, or part of a mapping, can't be read. Nothing may be concluded from what `data` has there."""


def read(path: Path, shown_as: str) -> Document:
    """Read one file; what is wrong with it is in the document's `problems`."""
    document = Document(values={(): Location(shown_as)})
    try:
        root = _composed(_text(path, shown_as), shown_as)
        if isinstance(root, MappingNode):
            document.data = _Reader(document, shown_as).mapping(root, ())
        elif root is not None:
            what = f"holds a {'list' if isinstance(root, SequenceNode) else 'single value'}, not a mapping of keys"
            fix = "write `key: value` lines, such as `extends: base`"
            raise _unusable(_place(shown_as, root.start_mark), what, fix)
    except ConfigError as error:
        document.problems += error.problems
        document.gaps.add(())
    return document


def _composed(text: str, shown_as: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = MAX_LEVELS
    yaml.composer.warn_double_anchors = False
    try:
        root: Node | None = yaml.compose(text)
    except MaxDepthExceededError as error:
        raise _unusable(_place(shown_as, error.problem_mark), *_TOO_LARGE) from error
    except MarkedYAMLError as error:
        what = f"is not valid YAML: {': '.join(filter(None, (error.context, error.problem)))}"
        raise _unusable(_place(shown_as, error.problem_mark), what, "mend the YAML at this place") from error
    except ReaderError as error:
        what = f"holds {text[error.position]!r}, which YAML doesn't allow"
        raise _unusable(_place_of(error.position, text, shown_as), what, "remove it") from error
    except (OverflowError, ValueError) as error:  # ruamel passes on what chr() says to "\UFFFFFFFF"
        escape = re.search(r"\\U(?!000|0010)", text)
        place = _place_of(escape.start() if escape else 0, text, shown_as)
        raise _unusable(place, "escapes a character that doesn't exist", "write \\U00000000 to \\U0010FFFF") from error
    return root


def _text(path: Path, shown_as: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        fix = "make it a file that you may read"
        raise _unusable(Location(shown_as, 0), f"can't be read: {error.strerror}", fix) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _unusable(Location(shown_as, line), f"is not UTF-8: {error.reason}", "save it as UTF-8") from error


def _unusable(place: Location, what: str, fix: str) -> ConfigError:
    return ConfigError([Problem(place, "", what, fix)])


def _place(file: str, mark: Any) -> Location:
    return Location(file, mark.line + 1, mark.column + 1)


def _place_of(index: int, text: str, file: str) -> Location:
    return Location(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


class _Reader:
    """Copies a tree of YAML nodes into plain data, and each place into the document."""

    def __init__(self, document: Document, file: str) -> None:
        self._document = document
        self._file = file
        self._count = 0

    def mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for name, (key, value) in self._pairs(node, path).items():
            here = (*path, name)
            self._document.keys[here] = _place(self._file, key.start_mark)
            data[name] = self._value(value, here)
            if data[name] is None:  # of an empty value, ruamel says that it stands at the next key
                self._document.values[here] = self._document.keys[here]
        return data

    def _pairs(self, node: MappingNode, path: KeyPath) -> dict[str, tuple[Node, Node]]:
        """The mapping's own keys over those that it merges (`<<`)."""
        own: dict[str, tuple[Node, Node]] = {}
        merged: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value:
            self._limit(key, path)
            if key.tag == f"{_TAG}merge":
                for source in reversed(value.value if isinstance(value, SequenceNode) else [value]):
                    if isinstance(source, MappingNode):
                        merged |= self._pairs(source, (*path, "<<"))
                    else:
                        self._problem(source, path, "`<<` merges something that is no mapping", "name a mapping")
            elif not isinstance(key, ScalarNode) or not _is_text(key.value):
                self._problem(key, path, "has a key that is no text", "write a plain word before the colon")
            elif key.value in own:
                first = own[key.value][0].start_mark.line + 1
                what = f"is written twice; the first time in line {first}"
                self._problem(key, (*path, key.value), what, "put both into one, or remove one")
                own[key.value] = own[key.value][0], _both(own[key.value][1], value)
            else:
                own[key.value] = key, value
        return merged | own

    def _value(self, node: Node, path: KeyPath) -> Any:
        self._limit(node, path)
        self._document.values[path] = _place(self._file, node.start_mark)
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if isinstance(node, MappingNode) and node.tag == f"{_TAG}map":
            return self.mapping(node, path)
        if isinstance(node, SequenceNode) and node.tag == f"{_TAG}seq":
            return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._unreadable(node, path, "can't be read")

    def _scalar(self, node: ScalarNode, path: KeyPath) -> Any:
        try:
            value = _SCALARS[str(node.tag)](node.value)
        except OverflowError:
            what = f"{shown(node.value)} is too large for a number"
            return self._problem(node, path, what, "write a smaller one, or put it in quotes if it is text")
        except (KeyError, ValueError):
            return self._unreadable(node, path, f"{shown(node.value)} can't be read")
        if isinstance(value, bool | int | float) and len(node.value) <= LONGEST:
            self._document.texts[path] = node.value
        if isinstance(value, str) and not _is_text(value):
            return self._problem(node, path, f"{shown(value)} holds half a character", "write the whole character")
        return value

    def _unreadable(self, node: Node, path: KeyPath, what: str) -> None:
        fix = "write it without a tag (`!...`), in quotes if it is text"
        self._problem(node, path, f"{what} as {str(node.tag).replace(_TAG, '!!')}", fix)

    def _problem(self, node: Node, path: KeyPath, what: str, fix: str) -> None:
        self._document.problems.append(Problem(_place(self._file, node.start_mark), dotted(path), what, fix))
        self._document.gaps.add(tuple(part for part in path if part != "<<"))

    def _limit(self, node: Node, path: KeyPath) -> None:
        """Aliases can make a short file endless."""
        self._count += 1
        if self._count > MAX_VALUES or len(path) > MAX_LEVELS:
            raise _unusable(_place(self._file, node.start_mark), *_TOO_LARGE)


def _both(first: Node, second: Node) -> Node:
    """Of a key that is written twice: two mappings as one, so that what is wrong in either is told."""
    if isinstance(first, MappingNode) and isinstance(second, MappingNode):
        return MappingNode(first.tag, [*first.value, *second.value], first.start_mark, second.end_mark)
    return first


def _is_text(value: str) -> bool:
    """False for a lone surrogate: YAML can escape one, and no encoding can write it."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _integer(text: str) -> int:
    value = int(text, 0 if text.lstrip("+-").startswith(("0x", "0o", "0b")) else 10)
    if abs(value) >= 2**63:
        raise OverflowError(text)
    return value


_SCALARS: dict[str, Callable[[str], object]] = {
    f"{_TAG}str": str,
    f"{_TAG}timestamp": str,
    f"{_TAG}value": str,
    f"{_TAG}null": lambda _: None,
    f"{_TAG}bool": lambda text: {"true": True, "false": False}[text.lower()],
    f"{_TAG}int": _integer,
    f"{_TAG}float": lambda text: float(text.lower().replace(".inf", "inf").replace(".nan", "nan")),
}
"""Dates stay text: no setting is a YAML timestamp."""
