"""`ops guard`: what it finds in templates gone wrong, and how it ends."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from config.model import Environment
from config.model.roles import Trust
from ops.cli import app
from ops.errors import OpsError
from ops.guard.judges import ask
from ops.guard.run import guard
from ops.templates import Template, resources
from synthesis import load, templates

COGNITO = "cognito-identity.amazonaws.com"
NO_USE = "who may assume it? nothing that the environment's file knows uses it"


def of_roles(template: Template, part: str) -> dict[str, Any]:
    """The trust of the one role whose logical id holds `part`."""
    ((_, role),) = [each for each in resources(template, "AWS::IAM::Role").items() if part in each[0]]
    statement: dict[str, Any] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    return statement


def role_of(found: dict[str, Template], part: str) -> dict[str, Any]:
    """All of such a role's properties."""
    ((_, role),) = [each for each in resources(pool_template(found), "AWS::IAM::Role").items() if part in each[0]]
    properties: dict[str, Any] = role["Properties"]
    return properties


def changed(environment: str = "local") -> dict[str, Template]:
    return copy.deepcopy(templates(environment))


def pool_template(found: dict[str, Template], environment: str = "local") -> Template:
    return found[f"gatehouse-{environment}-identity-pool"]


def findings(templates: dict[str, Template], config: Environment) -> list[tuple[str, str]]:
    return [(finding.role.partition("/")[2], finding.what) for finding in guard(config, templates).findings]


def lost_role() -> dict[str, Any]:
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}


def test_a_role_that_nothing_uses_is_named() -> None:
    found = changed()
    pool_template(found)["Resources"]["Lost"] = lost_role()
    assert findings(found, load("local")) == [("Lost", NO_USE)]


def test_a_role_for_both_users_and_guests_is_named() -> None:
    found = changed()
    (attachment,) = resources(pool_template(found), "AWS::Cognito::IdentityPoolRoleAttachment").values()
    attached = attachment["Properties"]["Roles"]
    attached["unauthenticated"] = attached["authenticated"]
    told = [what for role, what in findings(found, load("local")) if "AuthenticatedRole" in role]
    assert "who may assume it? its uses ask for different callers: authenticated, unauthenticated" in told


def test_a_group_that_the_file_does_not_know_is_no_use() -> None:
    found = changed()
    (group,) = resources(pool_template(found), "AWS::Cognito::UserPoolGroup").values()
    group["Properties"]["GroupName"] = "strangers"
    ((role, said),) = findings(found, load("local"))
    assert role.startswith("GroupAdminsRole")
    assert said == NO_USE


def test_a_named_role_that_nothing_gives_is_found() -> None:
    found = changed("everything")
    template = pool_template(found, "everything")
    for parameter in resources(template, "AWS::SSM::Parameter").values():
        parameter["Properties"]["Name"] = "elsewhere"
    for attachment in resources(template, "AWS::Cognito::IdentityPoolRoleAttachment").values():
        del attachment["Properties"]["RoleMappings"]["staff"]
    ((role, said),) = findings(found, load("everything"))
    assert role.startswith("IdentityPoolRoleReporter")
    assert said == NO_USE


def test_a_role_for_guests_where_the_file_has_none_is_found() -> None:
    config = load("local")
    closed = config.identity_pool.model_copy(update={"allow_unauthenticated_identities": False})
    ((role, said),) = findings(changed(), config.model_copy(update={"identity_pool": closed}))
    assert role.startswith("IdentityPoolGuestRole")
    assert said == NO_USE


def test_guests_who_get_in_as_users_are_found_by_both_judges() -> None:
    found = changed()
    del of_roles(pool_template(found), "AuthenticatedRole")["Condition"]["ForAnyValue:StringLike"]
    told = [what for _, what in findings(found, load("local"))]
    assert (
        f"sts:AssumeRoleWithWebIdentity by Federated {COGNITO} with {{'{COGNITO}:aud': 'IdentityPool', "
        f"'{COGNITO}:amr': ('unauthenticated',)}}: must be refused: iam-simulate allowed, ministack allowed"
    ) in told


@pytest.fixture(scope="module")
def narrowed() -> tuple[Environment, dict[str, Template]]:
    """`local`, its group narrowed by a condition that no request is tried with."""
    conditions = {
        "StringLike": {"aws:RequestTag/team": "audit-${AWS::Region}-*"},
        "StringEquals": {"aws:RequestTag/site": "${AWS::AccountId}"},
    }
    config = load("local")
    group = config.groups["admins"].model_copy(update={"trust": Trust.model_validate({"conditions": conditions})})
    found = changed()
    condition = of_roles(pool_template(found), "GroupAdmins")["Condition"]
    condition["StringLike"] = {"aws:RequestTag/team": "audit-eu-central-1-*"}
    condition["StringEquals"]["aws:RequestTag/site"] = {"Ref": "AWS::AccountId"}
    return config.model_copy(update={"groups": {"admins": group}}), found


def test_a_condition_that_only_narrows_is_shown_as_not_tried(narrowed: tuple[Environment, dict[str, Template]]) -> None:
    config, found = narrowed
    report = guard(config, found)
    assert report.findings == []
    assert {role.narrowing for role in report.roles} == {(), ("StringLike aws:RequestTag/team",)}


def test_a_condition_of_the_file_that_is_not_there_is_found(narrowed: tuple[Environment, dict[str, Template]]) -> None:
    config, there = narrowed
    found = copy.deepcopy(there)
    condition = of_roles(pool_template(found), "GroupAdmins")["Condition"]
    condition["StringLike"] = {"aws:RequestTag/team": "*"}
    first, *_ = (what for _, what in findings(found, config))
    assert first == "its trust lacks the condition StringLike aws:RequestTag/team"
    found = copy.deepcopy(there)
    del of_roles(pool_template(found), "GroupAdmins")["Condition"]["StringEquals"]["aws:RequestTag/site"]
    told = [what for _, what in findings(found, config)]
    assert [what for what in told if "'aws:RequestTag/site': 'another'" in what and "must be refused" in what]


def test_a_statement_more_that_lets_somebody_in_is_found_whatever_it_asks_of_them() -> None:
    found = changed()
    document = role_of(found, "GroupAdmins")["AssumeRolePolicyDocument"]
    condition = {"StringEquals": {"sts:ExternalId": "x"}}
    document["Statement"].append(
        {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": condition}
    )
    told = [what for _, what in findings(found, load("local"))]
    assert told[:2] == ["its trust lets in anybody *", "its trust allows sts:AssumeRole"]
    assert any(
        "with {'sts:ExternalId': 'x'}: must be refused: iam-simulate allowed, ministack" in what for what in told
    )


def test_what_says_only_who_is_left_out_is_found_and_asks_no_judge() -> None:
    found = changed()
    statement = of_roles(pool_template(found), "GroupAdmins")
    statement["NotPrincipal"] = statement.pop("Principal")
    assert [what for _, what in findings(found, load("local"))] == [
        "its trust has NotPrincipal, which nobody can hold against who may assume it"
    ]


def test_a_statement_may_stand_by_itself_and_a_truth_be_none_of_text() -> None:
    found = changed()
    document = role_of(found, "GroupAdmins")["AssumeRolePolicyDocument"]
    (document["Statement"],) = document["Statement"]
    assert findings(found, load("local")) == []
    document["Statement"]["Condition"]["Bool"] = {"aws:SecureTransport": True}
    assert {what.rpartition(": must be ")[2].partition(":")[0] for _, what in findings(found, load("local"))} == {
        "allowed"
    }


def test_a_key_of_a_condition_may_be_written_in_any_case() -> None:
    found = changed()
    equal = of_roles(pool_template(found), "GroupAdmins")["Condition"]["StringEquals"]
    equal[f"{COGNITO}:AUD"] = equal.pop(f"{COGNITO}:aud")
    assert findings(found, load("local")) == []


def test_a_statement_that_only_denies_lets_nobody_in() -> None:
    found = changed()
    condition = {"StringEquals": {"aws:PrincipalOrgID": "o-another"}}
    denied = {"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Condition": condition}
    role_of(found, "GroupAdmins")["AssumeRolePolicyDocument"]["Statement"].append(denied)
    assert findings(found, load("local")) == []


def test_roles_that_stand_in_each_others_place_are_found() -> None:
    found = changed()
    template = pool_template(found)
    (attachment,) = resources(template, "AWS::Cognito::IdentityPoolRoleAttachment").values()
    (group,) = resources(template, "AWS::Cognito::UserPoolGroup").values()
    roles, group = attachment["Properties"]["Roles"], group["Properties"]
    roles["authenticated"], group["RoleArn"] = group["RoleArn"], roles["authenticated"]
    assert {what for _, what in findings(found, load("local"))} == {
        "as authenticated: its policy is not what identity_pool.authenticated_role says",
        "as group admins: its policy is not what groups.admins says",
    }


def test_what_nobody_granted_is_found() -> None:
    found = changed()
    guest = role_of(found, "GuestRole")
    guest["ManagedPolicyArns"] = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    guest["PermissionsBoundary"] = "arn:aws:iam::aws:policy/AdministratorAccess"
    assert [what for _, what in findings(found, load("local"))] == [
        "as unauthenticated: its managed policies are not those of identity_pool.guest_role",
        "as unauthenticated: its boundary is not that of identity_pool.guest_role",
    ]


def written(found: dict[str, Template], folder: Path) -> Path:
    """As an assembly."""
    artifacts: dict[str, Any] = {"Tree": {"type": "cdk:tree"}}
    for stack, template in found.items():
        artifacts[stack] = {"type": "aws:cloudformation:stack", "properties": {"templateFile": f"{stack}.json"}}
        (folder / f"{stack}.json").write_text(json.dumps(template))
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return folder


def command(*options: str | Path) -> Result:
    return CliRunner().invoke(app, ["guard", *map(str, options)])


def test_templates_that_let_nobody_else_in_pass() -> None:
    ended = command("--env", "examples/spa")
    assert ended.exit_code == 0, ended.output
    assert "each lets in its own and nobody else" in " ".join(ended.stdout.split())


def test_an_assembly_that_lets_others_in_is_refused(tmp_path: Path) -> None:
    found = changed()
    del of_roles(pool_template(found), "GuestRole")["Condition"]
    pool_template(found)["Resources"]["Lost"] = lost_role()
    assembly = written(found, tmp_path)
    options = ("--env", "local", "--assembly", assembly)
    table, as_json = command(*options), command(*options, "--json")
    assert (table.exit_code, as_json.exit_code) == (1, 1)
    shown = " ".join(table.stdout.split())
    assert "fix: mend the trust where it is written" in shown
    assert "more requests of" in shown
    told = json.loads(as_json.stdout)
    assert told["ok"] is False
    assert told["summary"].endswith("2 let in the wrong ones or can't be told")
    assert sum(bool(role["findings"]) for role in told["roles"]) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--env", "nope"], "there is no environment 'nope'"),
        (["--env", "dev", "--assembly", "docs"], "docs: not a cloud assembly"),
    ],
)
def test_what_cannot_be_judged_ends_with_2(options: list[str], said: str) -> None:
    ended = command(*options)
    assert ended.exit_code == 2
    assert said in ended.stderr


def test_an_assembly_of_something_else_is_not_judged(tmp_path: Path) -> None:
    ended = command("--env", "dev", "--assembly", written(changed(), tmp_path))
    assert ended.exit_code == 2
    assert (
        "These are templates of gatehouse-local-identity-pool, gatehouse-local-user-pool, and not of "
        "gatehouse-dev-identity-pool, gatehouse-dev-user-pool\n  fix: npx cdk synth -c env=dev"
    ) in ended.stderr
    assert command("--env", "dev", "--assembly", written({}, tmp_path)).exit_code == 2


def test_what_cannot_be_worked_out_offline_ends_with_2(tmp_path: Path) -> None:
    found = changed()
    of_roles(pool_template(found), "GuestRole")["Condition"] = {"Fn::If": ["A", "B", "C"]}
    ended = command("--env", "local", "--assembly", written(found, tmp_path))
    assert ended.exit_code == 2
    assert "Fn::If can't be worked out offline" in ended.stderr


def test_a_judge_that_is_missing_or_says_nothing_is_named() -> None:
    with pytest.raises(OpsError, match="The judge none is not installed: no-such-judge\n  fix: make guard"):
        ask([], {"none": ["no-such-judge"]})
    with pytest.raises(OpsError, match=r"The judge broken gave no verdict: Error: Cannot find module '.*nowhere.mjs'"):
        ask([], {"broken": ["node", Path("nowhere.mjs")]})
