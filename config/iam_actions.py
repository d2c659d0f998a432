"""Which actions IAM knows: iam_actions.txt, a line a service, which `make iam-actions` writes."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".txt")


@cache
def services() -> dict[str, str]:
    """The actions of each service by its prefix, in one text."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {prefix: actions for prefix, _, actions in (line.partition(" ") for line in lines)}


def actions(service: str) -> list[str]:
    """The actions of a service, each with its prefix; none of one that IAM doesn't know."""
    return [f"{service}:{action}" for action in services().get(service, "").split()]


def matching(pattern: str) -> list[str]:
    """The actions that a statement's action stands for, which may hold * and ?; IAM ignores capitals."""
    matches = re.compile(translate(pattern), re.IGNORECASE).match
    return [action for action in actions(pattern.partition(":")[0]) if matches(action)]
