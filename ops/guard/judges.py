"""Two judges who know nothing of each other say who may assume a role, and what its keys may do: one process each, for
any number of cases."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from ops.errors import OpsError
from ops.guard.matrix import Cell, Policy, Trustee, matrix
from ops.guard.probes import probes
from ops.templates import ROOT, tool_path

_HERE = Path(__file__).parent
Command = list[str | Path]
JUDGES: dict[str, Command] = {
    "iam-simulate": ["node", _HERE / "judge_iam_simulate.mjs"],
    "ministack": [ROOT / ".gatehouse/emulator/bin/python", _HERE / "judge_ministack.py"],
}
_SAID = {True: "allowed", False: "refused"}


class Case(NamedTuple):
    """A trust, and who alone it must let in."""

    trust: Policy
    trustee: Trustee

    @property
    def cells(self) -> list[Cell]:
        return [*matrix(self.trustee), *probes(self.trust, self.trustee)]


class Answer(NamedTuple):
    cell: Cell
    verdicts: dict[str, bool]
    """Judge -> whether it lets the caller in."""

    def __str__(self) -> str:
        said = ", ".join(f"{name} {_SAID[verdict]}" for name, verdict in self.verdicts.items())
        return f"{self.cell.request}: must be {_SAID[self.cell.expected]}: {said}"


def judge(cases: Iterable[Case]) -> list[list[Answer]]:
    """The answers to each case's cells, in order. Equal cases are asked for once. OpsError as `ask`."""
    asked = [(json.dumps(case.trust), case) for case in cases]
    unique = {(trust, case.trustee): case.cells for trust, case in asked}
    said = ask(
        f'{{"trust": {trust}, "requests": {json.dumps([each.request.to_json() for each in cells])}}}'
        for (trust, _), cells in unique.items()
    )
    answers = {
        key: _answers(cells, verdicts) for (key, cells), *verdicts in zip(unique.items(), *said.values(), strict=True)
    }
    return [answers[trust, case.trustee] for trust, case in asked]


def mistakes(cases: Iterable[Case]) -> Iterator[list[Answer]]:
    """For each case, the cells in which a judge answers otherwise than must be."""
    for answers in judge(cases):
        yield [answer for answer in answers if set(answer.verdicts.values()) != {answer.cell.expected}]


def ask(cases: Iterable[str], judges: Mapping[str, Command] = JUDGES) -> dict[str, list[list[bool]]]:
    """What each judge says to each request of each case: JSON as judge_iam_simulate.mjs describes it.
    OpsError where a judge is not installed, or ends without a verdict."""
    batch = f"[{','.join(cases)}]"
    with ThreadPoolExecutor() as pool:
        return dict(zip(judges, pool.map(lambda name: _run(name, judges[name], batch), judges), strict=True))


def _answers(cells: list[Cell], verdicts: list[list[bool]]) -> list[Answer]:
    return [Answer(cell, dict(zip(JUDGES, both, strict=True))) for cell, *both in zip(cells, *verdicts, strict=True)]


def _run(name: str, command: Command, batch: str) -> list[list[bool]]:
    try:
        environ = {**os.environ, "PATH": tool_path()}
        done = subprocess.run(command, input=batch, capture_output=True, text=True, check=False, env=environ)
    except FileNotFoundError as error:
        raise OpsError(f"The judge {name} is not installed: {error.filename}", fix="make guard, which does") from None
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        said = next((line for line in lines if "Error" in line), "\n".join(lines[-3:]))
        raise OpsError(f"The judge {name} gave no verdict: {said}", fix="make guard, which installs it")
    verdicts: list[list[bool]] = json.loads(done.stdout)
    return verdicts
