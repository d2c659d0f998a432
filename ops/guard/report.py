"""What the guard found: as a value, as a table, as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.text import Text

from ops.report import two_columns

_SHOWN = 3
"""Findings of one role, of which a broken trust has dozens alike."""


@dataclass(frozen=True)
class Finding:
    """Something that must not be deployed."""

    role: str
    what: str
    fix: str


@dataclass(frozen=True)
class Judged:
    """One role."""

    name: str
    """stack/logical id"""
    uses: tuple[str, ...]
    """What of the template uses it: `authenticated`, `group admins`, `function`, ..."""
    trustee: str
    """Who alone may assume it."""
    requests: int
    """How many requests each judge was asked about."""
    narrowing: tuple[str, ...]
    """Conditions of the file that are in the trust, and that no request was tried with."""
    findings: list[Finding]


@dataclass(frozen=True)
class Report:
    """Every role of an environment."""

    environment: str
    roles: list[Judged]

    @property
    def findings(self) -> list[Finding]:
        return [finding for role in self.roles for finding in role.findings]

    @property
    def ok(self) -> bool:
        return not self.findings

    @property
    def summary(self) -> str:
        requests = sum(role.requests for role in self.roles)
        bad = sum(bool(role.findings) for role in self.roles)
        ends = f"{bad} let in the wrong ones or can't be told" if bad else "each lets in its own and nobody else"
        return f"roles: {len(self.roles)}, requests to each of two judges: {requests}; {ends}"

    def to_json(self) -> str:
        return json.dumps({"ok": self.ok, "summary": self.summary, **asdict(self)}, indent=2)

    def show(self, console: Console) -> None:
        """Who alone may assume roles, and which roles; then what was found."""
        table = two_columns()
        for (well, uses, trustee, narrowing), names in self._rows().items():
            mark = Text("ok", style="green") if well else Text("!!", style="bold red")
            shown = Text(f"{', '.join(uses) or 'nothing'}: ", style="bold").append(trustee, style="not bold")
            notes = [f"narrowed by {each}, which no request was tried with" for each in narrowing]
            table.add_row(mark, shown.append("".join(f"\n{each}" for each in (*notes, *names)), style="not bold dim"))
        console.print(table)
        for role in self.roles:
            for finding in role.findings[:_SHOWN]:
                console.print(Text(f"\n{finding.role}: {finding.what}", style="red").append(f"\n  fix: {finding.fix}"))
            if len(role.findings) > _SHOWN:
                more = len(role.findings) - _SHOWN
                console.print(Text(f"  and {more} more requests of {role.name}, all told by --json", style="red"))
        console.print(Text(f"\n{self.summary}", style="bold green" if self.ok else "bold red"))

    def _rows(self) -> dict[tuple[bool, tuple[str, ...], str, tuple[str, ...]], list[str]]:
        """Roles that are judged and used alike, together."""
        rows = defaultdict(list)
        for role in self.roles:
            rows[not role.findings, role.uses, role.trustee, role.narrowing].append(role.name)
        return rows
