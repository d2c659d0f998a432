"""Everything that can be wrong with an environment file, told once: where, what, which value, and the way out."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""The keys, and indexes into lists, that lead to a value."""


LONGEST = 60
"""How many characters of a value a message shows."""
_MANY = 20
"""Of so many names, only the nearest is shown."""
_SLIP = 0.85
"""How alike a name and its misspelling are, at least."""


def dotted(path: KeyPath) -> str:
    """`clients.web.auth_flows[0]`."""
    parts = (
        f"[{part}]" if isinstance(part, int) else f".{part if part.isprintable() else repr(part)}" for part in path
    )
    return "".join(parts).removeprefix(".")


def shown(value: object) -> str:
    """A value as it stands in the file, on one line."""
    if isinstance(value, dict | list | tuple):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None:
        return "an empty value"
    if isinstance(value, str):
        return repr(value if len(value) <= LONGEST else f"{value[:LONGEST]}...")
    return json.dumps(value)


def near(word: object, allowed: Iterable[str], most: int = 1, *, likeness: float = 0.6) -> list[str]:
    """Those of `allowed` that the word nearly is; those that say more (that it ends, or all parts of which it has); and
    those that it resembles: by at least `likeness`, of which 1 is the word itself. Capitals don't count."""
    names, text = {name.lower(): name for name in allowed}, str(word).lower()
    parts = set(text.split("_"))
    slips, similar = (difflib.get_close_matches(text, names, most, cutoff) for cutoff in (_SLIP, likeness))
    fuller = [name for name in names if name.endswith(f"_{text}") or (len(parts) > 1 and parts < set(name.split("_")))]
    return [names[match] for match in dict.fromkeys([*slips, *fuller, *similar])][:most]


def did_you_mean(word: object, allowed: Iterable[str]) -> str:
    """A question, or nothing."""
    return "".join(f"did you mean {name!r}?" for name in near(word, allowed))


def nearest(word: object, allowed: Collection[str]) -> str:
    """The fix for a name that does not exist: the one that was probably meant, or all there are."""
    question, names = did_you_mean(word, allowed), ", ".join(allowed)
    if question and len(allowed) > _MANY:
        return question
    return f"{question} Write one of {names}" if question else f"write one of {names}"


@dataclass(frozen=True, order=True)
class Location:
    """A place in an environment file; line and column count from 1. Line 0: the file as a whole."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: `path` is the dotted key, `what` includes the offending value, `fix` is the way out."""

    location: Location
    path: str
    what: str
    fix: str

    def __str__(self) -> str:
        subject = f"{self.path}: " if self.path else ""
        return f"{self.location}: {subject}{self.what}\n    fix: {self.fix}"


class ConfigError(Exception):
    """An environment can't be used. Carries every problem found, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.location, problem.path))
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        super().__init__("\n".join([*map(str, self.problems), f"{count} found; nothing was synthesized."]))
