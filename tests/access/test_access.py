"""`ops access` says of a template who may become what."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest
from rich.console import Console

from ops.access.picture import page, svg
from ops.access.roles import COGNITO, Role, roles
from ops.access.table import table
from ops.access.template import read, synthesized
from synthesis import ENVIRONMENTS, EXAMPLES, ROOT, resources, templates

PICTURE = ROOT / "docs/access.svg"


def identity_pool(environment: str) -> dict[str, Any]:
    (found,) = [each for each in templates(environment).values() if resources(each, "AWS::Cognito::IdentityPool")]
    return found


def shown(environment: str) -> dict[str, Role]:
    return {role.name: role for role in roles(read(identity_pool(environment)))}


def one(part: str, environment: str = "everything") -> Role:
    (found,) = [role for name, role in shown(environment).items() if part in name]
    return found


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_every_role_of_users_is_shown_with_what_gives_it(environment: str) -> None:
    trusting = [
        key for key, role in resources(identity_pool(environment), "AWS::IAM::Role").items() if COGNITO in str(role)
    ]
    found = shown(environment)
    assert list(found) == trusting
    for role in found.values():
        assert role.chosen_by, role.name
        assert role.who in {"signed in, of IdentityPool", "guests, of IdentityPool"}


def test_a_role_is_shown_with_its_logins_its_conditions_and_whose_data_it_reaches() -> None:
    auditor = one("Auditor")
    assert auditor.logins == [
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:saml-provider/corporate",
        "login.example.com/staff",
    ]
    assert "aws:RequestTag/team StringEquals audit" in auditor.conditions
    assert "rule of corporate: department StartsWith aud" in auditor.chosen_by
    (managed,) = auditor.rights
    assert managed.resources == ["arn:${AWS::Partition}:iam::aws:policy/SecurityAudit"]
    assert {right.whose for right in one("AuthenticatedRole").rights} == {
        "the caller's own",
        "that of the caller's tags",
    }
    assert [right.whose for right in one("Guest").rights] == ["anybody's"]
    assert one("Guest").logins == []


@pytest.mark.parametrize(
    ("operator", "said"), [("ForAnyValue:StringLike", "ANYBODY"), ("StringEquals", "ANY identity")]
)
def test_a_trust_that_lets_too_many_in_is_shown_as_that(operator: str, said: str) -> None:
    template = copy.deepcopy(identity_pool("dev"))
    (role,) = [each for key, each in resources(template, "AWS::IAM::Role").items() if "AuthenticatedRole" in key]
    del role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"][operator]
    assert [each.who for each in roles(read(template)) if said in each.who] != []


def test_the_table_and_the_page_name_every_role() -> None:
    found = list(shown("everything").values())
    console = Console(width=200, file=io.StringIO())
    console.print(table(found))
    told, drawn = console.file.getvalue(), page("everything", found)  # type: ignore[attr-defined]  # a StringIO
    for role in found:
        assert role.name in told
        assert role.name in drawn


def test_the_picture_in_docs_is_current() -> None:
    assert PICTURE.read_text(encoding="utf-8") == svg(list(shown("everything").values())), (
        "fix: .venv/bin/python -m ops access --env everything --svg docs/access.svg"
    )


def test_the_command_reads_what_cdk_would_write() -> None:
    assert json.dumps(synthesized("dev"), sort_keys=True) == json.dumps(read(identity_pool("dev")), sort_keys=True)
