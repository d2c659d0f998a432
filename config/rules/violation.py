"""What a rule yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """`path` leads to the value to change; `what` names it and why it can't be; `fix` is the way out."""

    path: tuple[str | int, ...]
    what: str
    fix: str
