"""`ops access` says of a template who may become what."""

from __future__ import annotations

import copy
import io
from html import escape
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from ops.access.choices import Choice
from ops.access.logins import NOBODY
from ops.access.picture import page, svg
from ops.access.roles import COGNITO, Role, roles
from ops.access.table import table
from ops.access.template import identity_pool as of_identity_pool
from ops.access.template import read
from ops.templates import Template, resources
from synthesis import ENVIRONMENTS, EXAMPLES, ROOT, templates

PICTURES = {ROOT / "docs/access" / f"{name.rpartition('/')[2]}.svg": name for name in ["everything", *EXAMPLES]}


def identity_pool(environment: str) -> Template:
    return of_identity_pool(templates(environment))


def shown(environment: str) -> dict[str, Role]:
    return {role.name: role for role in roles(read(identity_pool(environment)))}


def role_named(part: str, template: Template) -> dict[str, Any]:
    (role,) = [each for key, each in resources(template, "AWS::IAM::Role").items() if part in key]
    return role


def told(found: list[Role]) -> str:
    text = io.StringIO()
    Console(width=300, file=text).print(table(found))
    return text.getvalue()


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES)
def test_every_role_of_users_is_shown_with_what_gives_it(environment: str) -> None:
    trusting = [
        key for key, role in resources(identity_pool(environment), "AWS::IAM::Role").items() if COGNITO in str(role)
    ]
    found = shown(environment)
    assert [role.logical_id for role in found.values()] == trusting
    assert {role.who for role in found.values()} <= {
        "signed in, of this identity pool",
        "guests, of this identity pool",
    }
    assert {role.name for role in found.values() if not role.chosen_by} <= {"authenticated"}, (
        "where all are told by token"
    )


def test_roles_are_shown_by_the_names_under_which_they_are_published() -> None:
    assert list(shown("everything")) == [
        *("authenticated", "guest", "role auditor", "role reporter"),
        *("group admins", "group readers"),
    ]


def test_a_role_is_shown_with_its_logins_its_conditions_and_whose_data_it_reaches() -> None:
    roles = shown("everything")
    auditor = roles["role auditor"]
    assert auditor.logins == ["corporate", "login.example.com/staff"]
    assert "aws:RequestTag/team StringEquals audit" in auditor.conditions
    assert Choice("rule: department StartsWith aud", ["corporate"]) in auditor.chosen_by
    assert (auditor.rights, auditor.managed_policies) == ([], ["arn:${AWS::Partition}:iam::aws:policy/SecurityAudit"])
    assert {reach.whose for right in roles["authenticated"].rights for reach in right.reaches} == {
        "the caller's own",
        "that of the caller's tags",
    }
    assert [reach.whose for right in roles["guest"].rights for reach in right.reaches] == ["anybody's"]
    assert roles["guest"].chosen_by == [Choice("default", [NOBODY])]


SUB, TAG = "${cognito-identity.amazonaws.com:sub}", "${aws:PrincipalTag/team}"
OWN, TAGGED, ANYBODY = "the caller's own", "that of the caller's tags", "anybody's"


@pytest.mark.parametrize(
    ("resources", "condition", "whose"),
    [
        ([f"mine/{SUB}/*"], {}, [OWN]),
        (["everybody/*", f"mine/{SUB}/*", f"teams/{TAG}/*"], {}, [ANYBODY, OWN, TAGGED]),
        (["files"], {"StringLike": {"s3:prefix": f"{SUB}/*"}}, [OWN]),
        (["files"], {"StringLike": {"s3:prefix": [f"{SUB}/*", f"shared/{SUB}/*"]}}, [OWN]),
        (["files"], {"StringLike": {"s3:prefix": [f"{SUB}/*", "public/*"]}}, [ANYBODY]),
        (["files"], {"StringNotLike": {"s3:prefix": f"{SUB}/*"}}, [ANYBODY]),
        (["table"], {"StringEqualsIfExists": {"dynamodb:LeadingKeys": SUB}}, [ANYBODY]),
        (["table"], {"ForAnyValue:StringEquals": {"dynamodb:LeadingKeys": SUB}}, [ANYBODY]),
        (["table"], {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": SUB}}, [ANYBODY]),
        (
            ["table"],
            {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": SUB}, "Null": {"dynamodb:LeadingKeys": "true"}},
            [ANYBODY],
        ),
        (
            ["table"],
            {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": SUB}, "Null": {"dynamodb:LeadingKeys": "false"}},
            [OWN],
        ),
        (["queue"], {"StringEquals": {"aws:ResourceTag/team": TAG}}, [TAGGED]),
        (["queue"], {"StringNotEquals": {"aws:ResourceTag/team": TAG}}, [ANYBODY]),
        (["queue"], {"StringEquals": {"aws:PrincipalTag/team": "legal"}}, [ANYBODY]),
        (["queue"], {"StringEquals": {"cognito-identity.amazonaws.com:sub": SUB}}, [ANYBODY]),
        (["file"], {"StringEquals": {"S3:ExistingObjectTag/owner": SUB}}, [OWN]),
        *(
            (["file"], {"StringEquals": {key: SUB}}, [ANYBODY])
            for key in ("aws:Referer", "aws:UserAgent", "aws:RequestTag/owner", "aws:userid", "s3:x-amz-acl")
        ),
    ],
)
def test_whose_data_it_is_is_told_of_each_resource(
    resources: list[str], condition: dict[str, dict[str, str | list[str]]], whose: list[str]
) -> None:
    template = copy.deepcopy(identity_pool("dev"))
    statement = {"Effect": "Allow", "Action": "any:Action", "Resource": resources, "Condition": condition}
    properties = role_named("AuthenticatedRole", template)["Properties"]
    properties["Policies"] = [{"PolicyName": "policy", "PolicyDocument": {"Statement": [statement]}}]
    (role,) = [role for role in roles(read(template)) if role.name == "authenticated"]
    assert [[(reach.resource, reach.whose) for reach in right.reaches] for right in role.rights] == [
        list(zip(resources, whose, strict=True))
    ]
    for resource, owner in zip(resources, whose, strict=True):
        assert f"{owner}: {resource}" in told([role])
        assert escape(f"{owner}: {resource}") in svg([role])


def test_the_table_tells_what_a_role_that_nothing_gives_would_let_in_and_for_how_long() -> None:
    template = copy.deepcopy(identity_pool("everything"))
    role_named("RoleAuditor", template)["Properties"]["MaxSessionDuration"] = 43_200
    for attachment in resources(template, "AWS::Cognito::IdentityPoolRoleAttachment").values():
        attachment["Properties"]["RoleMappings"] = {}
    (auditor,) = [role for role in roles(read(template)) if role.name == "role auditor"]
    for text in (
        "given by NOTHING",
        "lets in after corporate, login.example.com/staff",
        "sessions of up to 12h",
        "what the managed policy arn:${AWS::Partition}:iam::aws:policy/SecurityAudit allows",
    ):
        assert text in told([auditor])
    assert "sessions of" not in told(list(shown("everything").values()))


def test_the_default_is_for_logins_that_no_mapping_decides() -> None:
    (choice,) = shown("everything")["authenticated"].chosen_by
    assert choice.logins == [
        "eu-west-1_Partners1, client 1example23456789",
        *("www.amazon.com", "graph.facebook.com", "accounts.google.com", "appleid.apple.com", "api.twitter.com"),
        *("login.example.com", "payroll.example.com"),
        "corporate",  # after its rules, as its mapping says
        "everything-agency",
    ]
    assert shown("examples/b2b")["authenticated"].chosen_by == []


def test_what_the_token_gives_goes_to_the_logins_that_the_trust_lets_in() -> None:
    roles = shown("everything")
    client = ["user pool, client web"]
    assert roles["group admins"].chosen_by == [Choice("group Administrators, by the token", client)]
    by_token = "the token, or the app among those in it (CustomRoleArn)"
    assert Choice(by_token, client) in roles["role reporter"].chosen_by
    assert by_token not in [choice.how for choice in roles["role auditor"].chosen_by]


def test_in_the_classic_flow_the_app_picks_any_role() -> None:
    template = copy.deepcopy(identity_pool("everything"))
    (pool,) = resources(template, "AWS::Cognito::IdentityPool").values()
    pool["Properties"]["AllowClassicFlow"] = True
    for role in roles(read(template)):
        how, logins = role.chosen_by[-1].how, role.chosen_by[-1].logins
        assert (how, set(logins)) == ("the app (classic flow)", set(role.logins))


@pytest.mark.parametrize(
    ("operator", "said", "guests"),
    [("ForAnyValue:StringLike", "ANYBODY", True), ("StringEquals", "ANY identity", False)],
)
def test_a_trust_that_lets_too_many_in_is_shown_as_that(operator: str, said: str, *, guests: bool) -> None:
    template = copy.deepcopy(identity_pool("dev"))
    del role_named("AuthenticatedRole", template)["Properties"]["AssumeRolePolicyDocument"]["Statement"][0][
        "Condition"
    ][operator]
    (found,) = [each for each in roles(read(template)) if said in each.who]
    assert (NOBODY in found.logins) is guests


def test_the_table_and_the_page_name_every_role() -> None:
    found = list(shown("everything").values())
    for role in found:
        assert role.name in told(found)
        assert role.name in page("everything", found)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_the_pictures_in_docs_are_current(picture: Path) -> None:
    drawn = svg(list(shown(PICTURES[picture]).values()))
    assert picture.read_text(encoding="utf-8") == drawn, "fix: make docs"


def test_there_is_a_picture_of_each_example_and_of_nothing_else() -> None:
    assert set((ROOT / "docs/access").iterdir()) == set(PICTURES)
