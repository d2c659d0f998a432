"""Everything that can be wrong with an environment file, told once: where, what, which value, and the way out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Location:
    """A place in an environment file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


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
