"""What a run found: as a value, as a table, as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from rich.console import Console
from rich.text import Text

from ops.report import two_columns

TOKEN = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*")


class Status(StrEnum):
    """How a check ended. Only `passed` says that something was shown."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_PROVABLE = "not provable here"
    NOT_RUN = "not run"
    DOES_NOT_APPLY = "not applicable"


STYLES = {
    Status.PASSED: "green",
    Status.FAILED: "bold red",
    Status.NOT_PROVABLE: "yellow",
    Status.NOT_RUN: "yellow",
    Status.DOES_NOT_APPLY: "dim",
}


@dataclass(frozen=True)
class Result:
    """One check's end."""

    theme: str
    name: str
    claim: str
    status: Status
    detail: str
    seconds: float


@dataclass(frozen=True)
class Report:
    """Every check's end, in the order of the run."""

    environment: str
    region: str
    endpoint: str
    emulator: bool
    results: tuple[Result, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Nothing failed."""
        return not self.count[Status.FAILED]

    @property
    def count(self) -> Counter[Status]:
        return Counter(result.status for result in self.results)

    @property
    def summary(self) -> str:
        return ", ".join(f"{self.count[status]} {status}" for status in Status if self.count[status])

    def to_json(self) -> str:
        return json.dumps({"ok": self.ok, "summary": self.summary, **asdict(self)}, indent=2)

    def show(self, console: Console) -> None:
        """A table by theme."""
        table = two_columns()
        theme = ""
        for result in self.results:
            if result.theme != theme:
                theme = result.theme
                table.add_row(Text(f"\n{theme}", style="bold"), "")
            shown = Text(result.claim)
            shown.append(f"\n{result.name}: {result.detail}", style="red" if result.status is Status.FAILED else "dim")
            table.add_row(Text(result.status, style=STYLES[result.status]), shown)
        where = "emulator" if self.emulator else "AWS"
        console.print(Text(f"{self.environment} in {self.region}, {where} at {self.endpoint}", style="bold"))
        console.print(table)
        for result in self.results:
            if result.status is Status.FAILED:
                console.print(Text(f"\n{result.name} failed: {result.detail}", style="red"))
        console.print(Text(f"\n{self.summary}, in {self.seconds:.1f} s", style="bold green" if self.ok else "bold red"))


def redacted(text: str, secrets: Iterable[str]) -> str:
    """`text` without tokens and without any of `secrets`."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    return TOKEN.sub("[token]", text)
