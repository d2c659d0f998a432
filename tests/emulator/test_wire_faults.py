"""Thirteen faults on the wire between the function and AWS, in each of Create, Update and Delete: CloudFormation gets
one answer, in time, that tells the truth; and what it does next leads to the right end."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cloud import Cloud
from fake_cloudformation import Answers, event
from fake_lambda import NO_WAITING, faster, invoke
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code
from wire_faults import FAULTS, proxy
from wire_subjects import Case, Registrations, State, Subject, Users, named, variables

CASES = [(fault, kind) for fault in FAULTS for kind in ("Create", "Update", "Delete")]
SECONDS = 300.0  # as deployed


@dataclass
class Suffered:
    """`told`: the one answer, after so many seconds. What stood then, after CloudFormation's next step, and after the
    event was sent again with nothing in its way."""

    told: dict[str, Any]
    seconds: float
    left: State
    after: State = None
    end: State = None


class Trial:
    """One subject, and its function as staged."""

    def __init__(self, subject: Subject, asset: Path) -> None:
        self.subject, self.asset = subject, asset

    def results(self) -> dict[Case, Suffered]:
        """Of all cases, side by side: a fault knows its case by what the request is about."""
        with self.subject.upstream() as upstream:
            self.run(upstream, *(self.event(case, "Create") for case in CASES if case[1] != "Create"), clock=NO_WAITING)
            found = self._suffered(upstream)
            self.run(upstream, *(self.next_event(case, found[case]) for case in CASES), clock=NO_WAITING)
            for case in CASES:
                found[case].after = self.subject.state(case)
            self.run(upstream, *(self.event(case, case[1]) for case in CASES), clock=NO_WAITING)
            for case in CASES:
                found[case].end = self.subject.state(case)
        return found

    def _suffered(self, upstream: str) -> dict[Case, Suffered]:
        rules = [{"service": "cognito-idp"} | self.subject.rule(case) | FAULTS[case[0]].rule for case in CASES]
        with proxy(upstream, rules) as (microburst, url), ThreadPoolExecutor(8) as threads:

            def suffer(case: Case) -> Suffered:
                (told,), seconds = self.run(url, self.event(case, case[1]), clock=faster(self.subject.times))
                return Suffered(told, seconds, self.subject.state(case))

            found = dict(zip(CASES, threads.map(suffer, CASES), strict=True))
            assert all(rule.fired_count for rule in microburst.engine.rules)
        return found

    def event(self, case: Case, kind: str, *, back: bool = False) -> dict[str, Any]:
        """`back`: of a rollback."""
        states = (self.subject.old, self.subject.new)
        old, new = (self.subject.properties(case, state) for state in (reversed(states) if back else states))
        made = event(
            kind,
            new if kind == "Update" else old,
            old=old if kind == "Update" else None,
            physical_id=None if kind == "Create" else self.subject.id(case),
        )
        return made | {"ResourceType": self.subject.type_}

    def next_event(self, case: Case, suffered: Suffered) -> dict[str, Any]:
        """What CloudFormation sends next: the way back; after a success, at worst the same again."""
        _, kind = case
        if suffered.told["Status"] == "SUCCESS":
            return self.event(case, kind)
        if kind == "Update":
            return self.event(case, "Update", back=True)
        return self.event(case, "Delete") | {"PhysicalResourceId": suffered.told["PhysicalResourceId"]}

    def run(self, endpoint: str, *events: dict[str, Any], clock: str) -> tuple[list[dict[str, Any]], float]:
        """The answers, and how long they took."""
        answers = Answers()
        how: Any = {"asset": self.asset, "handler": self.subject.handler, "seconds": SECONDS, "before": clock}
        with answers.listening() as url:
            ran = invoke(*(each | {"ResponseURL": url} for each in events), **how, **variables(endpoint))
        assert ran.exit_code == 0, ran.logs
        return answers.received, answers.times[-1] - ran.started


@pytest.fixture(scope="module")
def results(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> dict[type, tuple[Subject, dict[Case, Suffered]]]:
    asset = tmp_path_factory.mktemp("asset")
    stage_files(lifecycle_code(), asset)
    subjects: tuple[Subject, ...] = (Users(cloud), Registrations())
    return {type(subject): (subject, Trial(subject, asset).results()) for subject in subjects}


@pytest.mark.parametrize("case", CASES, ids=named)
@pytest.mark.parametrize("kind_of_subject", [Users, Registrations])
def test_cloudformation_is_told_the_truth_and_comes_to_the_right_end(
    case: Case, kind_of_subject: type, results: dict[type, tuple[Subject, dict[Case, Suffered]]]
) -> None:
    (fault, kind), (subject, found) = case, results[kind_of_subject]
    suffered = found[case]
    end = {"Create": subject.old, "Update": subject.new, "Delete": subject.gone}[kind]
    assert suffered.seconds < SECONDS / subject.times
    if cause := FAULTS[fault].cause:
        assert suffered.told["Status"] == "FAILED"
        assert re.fullmatch(cause, suffered.told["Reason"])
        assert suffered.after == {"Create": subject.gone, "Update": subject.old, "Delete": subject.gone}[kind]
    else:
        assert suffered.told["Status"] == "SUCCESS", suffered.told["Reason"]
        assert suffered.left == suffered.after == end
    assert suffered.end == end
