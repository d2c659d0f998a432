"""What a run found: as a table, as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.text import Text

from ops.posture.judge import Status, Verdict
from ops.report import two_columns


@dataclass(frozen=True)
class Report:
    """Every verdict, and the explanations that explained nothing."""

    verdicts: list[Verdict]
    idle: list[str]

    @property
    def failed(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if not verdict.ok]

    @property
    def ok(self) -> bool:
        return not self.failed and not self.idle

    @property
    def summary(self) -> str:
        passed = sum(verdict.seen.status is Status.PASS for verdict in self.verdicts)
        parts = [
            f"{passed} passed",
            f"{len(self.verdicts) - passed - len(self.failed)} explained",
            *([f"{len(self.failed)} failed"] if self.failed else []),
            *([f"{len(self.idle)} explanations match nothing"] if self.idle else []),
        ]
        return ", ".join(parts)

    def to_json(self) -> str:
        verdicts = [{**asdict(verdict.seen), "ok": verdict.ok, "reason": verdict.reason} for verdict in self.verdicts]
        found = {"ok": self.ok, "summary": self.summary, "idle": self.idle, "verdicts": verdicts}
        return json.dumps(found, indent=2)

    def show(self, console: Console) -> None:
        """What passed, what is explained and why, and last what isn't."""
        table = two_columns()
        for (mark, why), names in self._rows().items():
            shown = Text("\n".join(names))
            shown.append(f"\n{why}" if why else "", style="dim")
            table.add_row(Text(f"{mark}, explained", style="yellow") if why else Text(mark, style="green"), shown)
        for verdict in self.failed:
            seen = verdict.seen
            shown = Text(f"{seen.check} {seen.resource}".strip())
            table.add_row(Text(seen.status, style="bold red"), shown.append(f"\n{seen.text}", style="red"))
        for name in self.idle:
            table.add_row(Text("IDLE", style="bold red"), Text(f"explains nothing any more: {name}", style="red"))
        console.print(table)
        console.print(Text(f"\n{self.summary}", style="bold green" if self.ok else "bold red"))

    def _rows(self) -> dict[tuple[str, str], list[str]]:
        """(status, reason) -> the checks; with the resources that something is to be explained of."""
        resources: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for verdict in self.verdicts:
            if verdict.ok:
                seen = verdict.seen
                resources[seen.status, verdict.reason or ""][seen.check].append(seen.resource if verdict.reason else "")
        return {
            key: [f"{check}: {', '.join(found)}" if any(found) else check for check, found in checks.items()]
            for key, checks in resources.items()
        }
