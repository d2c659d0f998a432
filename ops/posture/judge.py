"""What prowler observed, held against what is explained: nothing fails unexplained, and no explanation is idle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from config.model import Environment


class Status(StrEnum):
    """Prowler's three, and what it does not say aloud."""

    PASS = "PASS"  # noqa: S105 - no password
    FAIL = "FAIL"
    MANUAL = "MANUAL"
    SILENT = "SILENT"
    """A check that judged nothing of ours."""
    ERROR = "ERROR"
    """A call, or a check, that failed: what follows was judged without it."""
    UNSEEN = "UNSEEN"
    """A deployed resource that no check judged."""


@dataclass(frozen=True)
class Observation:
    """One check on one of our resources."""

    check: str
    """Prowler's name of it; of an ERROR, the module that logged it."""
    status: Status
    text: str
    resource: str = ""
    """Its logical id."""


@dataclass(frozen=True)
class Explanation:
    """Why checks may end as they do."""

    status: Status
    checks: tuple[str, ...]
    """Names; `*` stands for anything."""
    reason: str
    resource: str = "*"
    """Logical id, likewise."""
    says: str = ".*"
    """A pattern for the whole of the text."""
    while_: Callable[[Environment], object] = lambda _: True
    """It holds only for an environment that says so: what was changed behind its back is not explained."""

    def covers(self, name: str, seen: Observation, environment: Environment) -> bool:
        return bool(
            self.status is seen.status
            and fnmatchcase(seen.check, name)
            and fnmatchcase(seen.resource, self.resource)
            and re.fullmatch(self.says, seen.text, re.DOTALL)
            and self.while_(environment)
        )


@dataclass(frozen=True)
class Verdict:
    """An observation, and why it may be."""

    seen: Observation
    reason: str | None = None

    @property
    def ok(self) -> bool:
        return self.seen.status is Status.PASS or self.reason is not None


def judge(
    observations: Iterable[Observation], explanations: Sequence[Explanation], environment: Environment
) -> tuple[list[Verdict], list[str]]:
    """A verdict on each observation, and the names in the explanations that explained none."""
    verdicts, used = [], set()
    for seen in observations:
        reasons = {
            (index, name): each.reason
            for index, each in enumerate(explanations)
            for name in each.checks
            if seen.status is not Status.PASS and each.covers(name, seen, environment)
        }
        used |= set(reasons)
        verdicts.append(Verdict(seen, next(iter(reasons.values()), None)))
    idle = [
        f"{name} ({each.status}): {each.reason}"
        for index, each in enumerate(explanations)
        for name in each.checks
        if (index, name) not in used
    ]
    return verdicts, idle
