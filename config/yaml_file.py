"""YAML -> plain data plus the place of every key and value. Knows nothing of Cognito."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode

from config.errors import ConfigError, Location, Problem

KeyPath = tuple[str | int, ...]
MAX_NODES = 20_000
MAX_DEPTH = 40


@dataclass
class Document:
    """A mapping read from YAML: `data` holds only str, int, float, bool, None, list and dict."""

    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[KeyPath, Location] = field(default_factory=dict)
    values: dict[KeyPath, Location] = field(default_factory=dict)


def _one(file: str, what: str, fix: str, line: int = 1, column: int = 1) -> ConfigError:
    return ConfigError([Problem(Location(file, line, column), "", what, fix)])


def _parser() -> YAML:
    yaml = YAML(typ="rt")

    def scalar_as_text(loader: Any, node: ScalarNode) -> str:
        return str(node.value)

    class Constructor(yaml.Constructor):  # type: ignore[misc, name-defined]  # ruamel makes this class at run time
        """Dates stay text: no setting of ours is a YAML timestamp."""

    Constructor.add_constructor("tag:yaml.org,2002:timestamp", scalar_as_text)
    yaml.Constructor = Constructor
    return yaml


def read(path: Path, shown_as: str) -> Document:
    """Read one file.

    Raises ConfigError, with the place, for a file that can't be read or isn't a YAML mapping.
    """
    try:
        root = _parser().load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _one(
            shown_as, f"can't be read: {error.strerror}", "check that the file exists and may be read"
        ) from error
    except UnicodeDecodeError as error:
        raise _one(shown_as, f"is not UTF-8 text: {error.reason} at byte {error.start}", "save it as UTF-8") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = " ".join((error.problem or error.context or "can't be parsed").split())
        raise _one(shown_as, f"is not valid YAML: {problem}", "mend the YAML at this place", line, column) from error
    except (
        YAMLError,
        ValueError,
        ArithmeticError,
        RecursionError,
        AttributeError,
        AssertionError,
        KeyError,
        TypeError,
        NotImplementedError,
    ) as error:
        # ruamel raises plain Python errors for some malformed scalars and tags.
        what = f"is not valid YAML: {' '.join(str(error).split())[:200] or type(error).__name__}"
        raise _one(shown_as, what, "mend the YAML") from error
    if root is None:
        root = CommentedMap()
    if not isinstance(root, CommentedMap):
        raise _one(
            shown_as,
            f"holds a {_kind(root)}, not a mapping of keys",
            "write `key: value` lines, such as `extends: base`",
        )
    document = Document()
    _Flattener(document, shown_as).mapping(root, (), document.data)
    return document


def _kind(value: object) -> str:
    return "list" if isinstance(value, list) else "single value"


class _Flattener:
    """Copies ruamel's tree into plain data, and each place into the document."""

    def __init__(self, document: Document, file: str) -> None:
        self.document = document
        self.file = file
        self.nodes = 0

    def _plain(self, value: Any, path: KeyPath, place: Location) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(path) > MAX_DEPTH:
            raise _one(
                self.file,
                f"is too large: over {MAX_NODES} values or {MAX_DEPTH} levels",
                "remove the repeated aliases",
                place.line,
                place.column,
            )
        self.document.values[path] = place
        if isinstance(value, CommentedMap):
            return self.mapping(value, path, {})
        if isinstance(value, CommentedSeq):
            return [self._plain(item, (*path, i), self._place(value.lc.item, i, place)) for i, item in enumerate(value)]
        for scalar in (bool, int, float, str):
            if isinstance(value, scalar):
                return scalar(value)
        return None if value is None else str(value)

    def mapping(self, node: CommentedMap, path: KeyPath, into: dict[str, Any]) -> dict[str, Any]:
        for key, value in node.items():
            name = str(key)
            here = (*path, name)
            place = self._place(node.lc.key, key, self.document.values.get(path, Location(self.file)))
            self.document.keys[here] = place
            into[name] = self._plain(value, here, self._place(node.lc.value, key, place))
        return into

    def _place(self, look_up: Any, key: Any, fallback: Location) -> Location:
        try:
            line, column = look_up(key)
        except (KeyError, TypeError):  # a key that came by a YAML merge (<<) has no place of its own
            return fallback
        return Location(self.file, line + 1, column + 1)
