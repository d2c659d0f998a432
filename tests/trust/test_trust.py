"""Who may assume each role of each template is evaluated, by two judges, over a matrix of attacks."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import pytest

from config import loader
from synthesis import ENVIRONMENTS, EXAMPLES, load, templates
from trust_judges import JUDGES, judge, mistakes
from trust_matrix import AMR, AUD, COGNITO, federated
from trust_mutants import IDENTITIES, broken, documented, mutants
from trust_roles import Role, UnclassifiedError, roles


@functools.cache
def every_role() -> list[Role]:
    return [
        role
        for name in ENVIRONMENTS + EXAMPLES
        for stack, template in templates(name).items()
        for role in roles(stack, template, load(name))
    ]


def survivors(cases: Iterable[Role]) -> list[str]:
    """The cases in which not both judges, each alone, find a cell that is not as it must be."""
    cases = list(cases)
    return [
        role.name
        for role, answers in zip(cases, judge(cases), strict=True)
        if not all(any(verdicts[name] != cell.expected for cell, verdicts in answers) for name in JUDGES)
    ]


def test_every_role_lets_in_its_trustee_and_nobody_else() -> None:
    assert list(mistakes(every_role())) == []


def test_every_mutant_of_every_role_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [
        Role(f"{role.name}: {change}", trust, role.trustee)
        for role in every_role()
        for change, trust in mutants(role.trust)
    ]
    alive = survivors(wrong)
    with capsys.disabled():
        print(f"\ntrust: {len(wrong) - len(alive)} of {len(wrong)} mutants caught, by each judge alone")
    assert alive == []


def test_the_documented_trust_passes() -> None:
    right = [Role(who, documented(who, "pool"), federated("pool", who)) for who in IDENTITIES]
    assert list(mistakes(right)) == []


def test_the_nine_known_broken_trusts_are_caught() -> None:
    nine = [
        Role(f"{name} ({who})", trust, federated("pool", who))
        for who in IDENTITIES
        for name, trust in broken(who, "pool").items()
    ]
    assert len(nine) == 9 * len(IDENTITIES)
    assert survivors(nine) == []


def test_a_disagreement_names_the_role_the_cell_and_both_answers() -> None:
    condition = {"StringEquals": {AUD: "pool"}, "ForAnyValue:StringLikeIfExists": {AMR: "authenticated"}}
    trust = documented("authenticated", "pool", Condition=condition)
    (mistake,) = mistakes([Role("stack/Role", trust, federated("pool", "authenticated"))])
    assert mistake == (
        f"stack/Role: sts:AssumeRoleWithWebIdentity by Federated {COGNITO} with {{'{AUD}': 'pool'}}: "
        "must be refused: iam-simulate refused, ministack allowed"
    )


def test_a_role_without_a_known_use_is_named() -> None:
    with pytest.raises(UnclassifiedError, match=r"^stack/Forgotten: who may assume it\? Its uses say nothing$"):
        roles("stack", {"Resources": {"Forgotten": {"Type": "AWS::IAM::Role", "Properties": {}}}}, loader.load("dev"))


def test_a_role_for_both_users_and_guests_is_named() -> None:
    both = {identity: {"Fn::GetAtt": ["Role", "Arn"]} for identity in IDENTITIES}
    template = {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {}},
            "Attachment": {
                "Type": "AWS::Cognito::IdentityPoolRoleAttachment",
                "Properties": {"IdentityPoolId": "pool", "Roles": both},
            },
        }
    }
    with pytest.raises(UnclassifiedError, match=r"^stack/Role: .*=\('authenticated', .* and .*=\('unauthenticated',"):
        roles("stack", template, loader.load("dev"))
