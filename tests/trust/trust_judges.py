"""Two judges who know nothing of each other say who may assume a role, and what its keys may do: one process each, for
any number of cases."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from synthesis import ROOT
from trust_matrix import Cell, matrix
from trust_roles import Role

HERE = Path(__file__).parent
JUDGES: dict[str, list[str | Path]] = {
    "iam-simulate": ["node", HERE / "judge.mjs"],
    "ministack": [ROOT / ".gatehouse/emulator/bin/python", HERE / "judge_ministack.py"],
}
SAID = {True: "allowed", False: "refused"}


class Answer(NamedTuple):
    cell: Cell
    verdicts: dict[str, bool]
    """Judge -> whether it lets the caller in."""


def judge(roles: Iterable[Role]) -> list[list[Answer]]:
    """The answers to each role's matrix, in order. Equal roles are asked for once."""
    keys = [(json.dumps(role.trust), role.trustee) for role in roles]
    unique = list(dict.fromkeys(keys))
    requests = {trustee: json.dumps([asdict(cell.request) for cell in matrix(trustee)]) for _, trustee in unique}
    said = ask(f'{{"trust": {trust}, "requests": {requests[trustee]}}}' for trust, trustee in unique)
    answers = {key: _answers(matrix(key[1]), verdicts) for key, *verdicts in zip(unique, *said.values(), strict=True)}
    return [answers[key] for key in keys]


def mistakes(cases: Iterable[Role]) -> Iterator[str]:
    """Each cell of each role in which a judge answers otherwise than must be."""
    cases = list(cases)
    for role, answers in zip(cases, judge(cases), strict=True):
        for cell, verdicts in answers:
            if set(verdicts.values()) != {cell.expected}:
                said = ", ".join(f"{name} {SAID[verdict]}" for name, verdict in verdicts.items())
                yield f"{role.name}: {cell.request}: must be {SAID[cell.expected]}: {said}"


def ask(cases: Iterable[str]) -> dict[str, list[list[bool]]]:
    """What each judge says to each request of each case: JSON as judge.mjs describes it."""
    batch = f"[{','.join(cases)}]"
    with ThreadPoolExecutor() as pool:
        return dict(zip(JUDGES, pool.map(lambda command: _run(command, batch), JUDGES.values()), strict=True))


def _answers(cells: list[Cell], verdicts: list[list[bool]]) -> list[Answer]:
    return [Answer(cell, dict(zip(JUDGES, both, strict=True))) for cell, *both in zip(cells, *verdicts, strict=True)]


def _run(command: list[str | Path], batch: str) -> list[list[bool]]:
    result = subprocess.run(command, input=batch, stdout=subprocess.PIPE, text=True, check=True)
    verdicts: list[list[bool]] = json.loads(result.stdout)
    return verdicts
