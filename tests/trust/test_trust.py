"""Who may assume each role of each template is evaluated, by two judges, over a matrix of attacks."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import pytest

from ops.guard.judges import JUDGES, Case, judge, mistakes
from ops.guard.matrix import AMR, AUD, COGNITO, federated
from ops.guard.roles import Role, roles
from ops.guard.run import guard
from synthesis import ENVIRONMENTS, EXAMPLES, load, templates
from trust_mutants import IDENTITIES, broken, documented, mutants


@functools.cache
def every_role() -> list[Role]:
    return [
        role
        for name in ENVIRONMENTS + EXAMPLES
        for stack, template in templates(name).items()
        for role in roles(stack, template, load(name))
    ]


def survivors(cases: Iterable[tuple[str, Case]]) -> list[str]:
    """The cases in which not both judges, each alone, find a cell that is not as it must be."""
    names, asked = zip(*cases, strict=True)
    return [
        name
        for name, answers in zip(names, judge(asked), strict=True)
        if not all(any(verdicts[each] != cell.expected for cell, verdicts in answers) for each in JUDGES)
    ]


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_every_role_lets_in_its_trustee_and_nobody_else(environment: str) -> None:
    report = guard(load(environment), templates(environment))
    assert report.findings == []
    assert all(role.requests > 100 for role in report.roles)


def test_every_mutant_of_every_role_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [
        (f"{role.name}: {change}", Case(trust, role.trustee))
        for role in every_role()
        if role.trustee
        for change, trust in mutants(role.trust)
    ]
    alive = survivors(wrong)
    with capsys.disabled():
        print(f"\ntrust: {len(wrong) - len(alive)} of {len(wrong)} mutants caught, by each judge alone")
    assert alive == []


def test_the_documented_trust_passes() -> None:
    right = [Case(documented(who, "pool"), federated("pool", who)) for who in IDENTITIES]
    assert list(mistakes(right)) == [[], []]


def test_the_nine_known_broken_trusts_are_caught() -> None:
    nine = [
        (f"{name} ({who})", Case(trust, federated("pool", who)))
        for who in IDENTITIES
        for name, trust in broken(who, "pool").items()
    ]
    assert len(nine) == 9 * len(IDENTITIES)
    assert survivors(nine) == []


def test_a_disagreement_names_the_cell_and_both_answers() -> None:
    condition = {"StringEquals": {AUD: "pool"}, "ForAnyValue:StringLikeIfExists": {AMR: "authenticated"}}
    trust = documented("authenticated", "pool", Condition=condition)
    ((mistake,),) = mistakes([Case(trust, federated("pool", "authenticated"))])
    assert str(mistake) == (
        f"sts:AssumeRoleWithWebIdentity by Federated {COGNITO} with {{'{AUD}': 'pool'}}: "
        "must be refused: iam-simulate refused, ministack allowed"
    )
