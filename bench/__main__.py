"""`make bench`: how long things take here, beside what they should take and what others take."""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.custom_resources import custom_resources
from bench.local import local
from bench.measure import TOOLS, Row, output
from bench.parts import asset, scale, synth
from ops.errors import OpsError
from ops.progress import step


class Part(StrEnum):
    SYNTH = "synth"
    SCALE = "scale"
    LOCAL = "local"
    ASSET = "asset"
    CUSTOM_RESOURCES = "custom-resources"


MEASURE = {
    Part.SYNTH: synth,
    Part.SCALE: scale,
    Part.LOCAL: local,
    Part.ASSET: asset,
    Part.CUSTOM_RESOURCES: custom_resources,
}

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def bench(
    parts: Annotated[list[Part] | None, typer.Argument(help="All, unless named.", show_default=False)] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Each number is the median of so many.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")] = False,
) -> None:
    """Measure this checkout on this machine: whole processes, in rounds that take turns.

    synth: each environment, an empty stack, and Amplify's construct with like features; none runs CDK's own validation.
    scale: 1, 10 and 50 environments in one app.
    local: `make local` from a fresh clone: what it sets up, the first run, and again; with an emulator of its own.
    asset: the custom resources' Lambda code, its size and its first event.
    custom-resources: how many functions they take and how those start, beside the CDK's own ways; their calls.

    A missed aim is no failure, as other machines are slower: exit code 1 says that something could not be measured.

    Examples: `python -m bench` · `python -m bench --rounds 9 synth` · `python -m bench --json asset | jq .rows`
    """
    about = machine()
    report: dict[str, list[Row]] = {}
    if not as_json:
        print(about)
    for part in parts or Part:
        with step(part) as say:
            try:
                report[part] = MEASURE[part](rounds, say)
            except (OpsError, OSError) as error:
                report[part] = [Row("all", problem=str(error))]
            say("measured")
    if as_json:
        rows = [{"part": part} | row.as_json() for part, found in report.items() for row in found]
        print(json.dumps({"machine": about, "rounds": rounds, "rows": rows}, indent=2))
    else:
        show(report)
    sys.exit(int(any(row.problem for rows in report.values() for row in rows)))


def machine() -> str:
    """What all numbers depend on."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    cpu = next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.processor())
    node = output([TOOLS / "node", "--version"]).strip()
    software = f"Python {platform.python_version()}, Node {node}, aws-cdk-lib {version('aws-cdk-lib')}"
    return f"{os.cpu_count()} x {cpu}, load {os.getloadavg()[0]:.1f}; {platform.system()}; {software}"


def show(report: dict[str, list[Row]]) -> None:
    table = Table("", "", "median", "min-max", "ratio", "aim", "", box=None, pad_edge=False)
    for part, rows in report.items():
        for number, row in enumerate(rows):
            table.add_row("" if number else part, *cells(row), end_section=row is rows[-1])
    Console(width=None if sys.stdout.isatty() else 110, highlight=False).print(table)
    for part, rows in report.items():
        for row in rows:
            if row.problem:
                print(f"\n{part}, {row.what}: not measured. {row.problem}")


def cells(row: Row) -> tuple[str, ...]:
    if row.problem:
        return row.what, "not measured"
    spread = f"{short(min(row.values))}-{short(max(row.values))}" if len(row.values) > 1 else ""
    ratio = "" if row.ratio is None else f"{row.ratio:.2f} x {row.against}"
    aim = "" if row.aim is None else f"{row.aim:g} x" if row.base else f"{row.aim:g} {row.unit}"
    verdict = {None: "", True: "[green]met[/]", False: "[red]missed[/]"}[row.met]
    return row.what, f"{short(median(row.values))} {row.unit}", spread, ratio, aim, verdict


def short(value: float) -> str:
    """Three digits that count."""
    return f"{float(f'{value:.3g}'):g}"


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the emulator is stopped on any way out
    app()
