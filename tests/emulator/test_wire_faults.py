"""Thirteen faults on the wire between the function and AWS, in each of Create, Update and Delete: CloudFormation gets
one answer, in time, that tells the truth; and what it does next leads to the right end."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cloud import REGION, Cloud
from fake_cloudformation import Answers, event
from fake_lambda import TEN_TIMES_AS_FAST, invoke
from ops.aws import Target
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code
from wire_faults import FAULTS, proxy

HANDLER = "custom_resources.user.handler.on_event"
WRITES = {"Create": "AdminCreateUser", "Update": "AdminUpdateUserAttributes", "Delete": "AdminDeleteUser"}
CASES = [(fault, kind) for fault in FAULTS for kind in WRITES]
OLD, NEW = ("old", ["admins"]), ("new", ["editors"])
"""Name and groups of a user."""
END = {"Create": OLD, "Update": NEW, "Delete": None}
SECONDS = 300.0  # as deployed

State = tuple[str, list[str]] | None


@dataclass
class Case:
    """`told`: the one answer, after so many seconds. What stood then, after CloudFormation's next step, and after the
    event was sent again with nothing in its way."""

    told: dict[str, Any]
    seconds: float
    left: State
    after: State = None
    end: State = None


class Pool:
    """One user pool in the emulator, and the staged function beside it."""

    def __init__(self, cloud: Cloud, asset: Path) -> None:
        self.cloud, self.asset = cloud, asset
        self.cognito = cloud.session().client("cognito-idp")
        schema = [{"Name": "managed_by", "AttributeDataType": "String", "Mutable": True}]
        self.id = self.cognito.create_user_pool(PoolName="wire-faults", Schema=schema)["UserPool"]["Id"]
        for group in ("admins", "editors"):
            self.cognito.create_group(UserPoolId=self.id, GroupName=group)
        cloud.session().client("secretsmanager").create_secret(Name="wire-faults", SecretString="Correct-horse-1")

    def wanted(self, case: tuple[str, str], state: tuple[str, list[str]]) -> dict[str, Any]:
        name, groups = state
        return {
            "UserPoolId": self.id,
            "Username": username(case),
            "UserAttributes": [{"Name": "name", "Value": name}],
            "GroupNames": groups,
            "PasswordSecretId": "wire-faults",
        }

    def event(self, case: tuple[str, str], kind: str, *, back: bool = False) -> dict[str, Any]:
        """`back`: of a rollback."""
        old, new = (self.wanted(case, state) for state in ((NEW, OLD) if back else (OLD, NEW)))
        id_ = f"{self.id}/{username(case)}"
        if kind == "Update":
            return event(kind, new, old=old, physical_id=id_)
        return event(kind, old, physical_id=None if kind == "Create" else id_)

    def run(self, endpoint: str, *events: dict[str, Any]) -> tuple[list[dict[str, Any]], float]:
        """The answers, and how long they took."""
        answers = Answers()
        with answers.listening() as url:
            addressed = [happened | {"ResponseURL": url} for happened in events]
            variables = Target(REGION, endpoint).variables()
            ran = invoke(
                *addressed, asset=self.asset, handler=HANDLER, seconds=SECONDS, before=TEN_TIMES_AS_FAST, **variables
            )
        assert ran.exit_code == 0, ran.logs
        return answers.received, answers.times[-1] - ran.started

    def state(self, case: tuple[str, str]) -> State:
        try:
            user = self.cognito.admin_get_user(UserPoolId=self.id, Username=username(case))
        except self.cognito.exceptions.UserNotFoundException:
            return None
        assert user["UserStatus"] in ("CONFIRMED", "FORCE_CHANGE_PASSWORD")
        (name,) = [each["Value"] for each in user["UserAttributes"] if each["Name"] == "name"]
        groups = self.cognito.admin_list_groups_for_user(UserPoolId=self.id, Username=username(case))["Groups"]
        unfinished = [] if user["UserStatus"] == "CONFIRMED" else ["without a password"]
        return name, [group["GroupName"] for group in groups] + unfinished


def username(case: tuple[str, str]) -> str:
    return "-".join(case).lower().replace(" ", "-")


@pytest.fixture(scope="module")
def cases(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Case]:
    """All of them, side by side: a fault knows its case by the user."""
    asset = tmp_path_factory.mktemp("asset")
    stage_files(lifecycle_code(), asset)
    pool = Pool(cloud, asset)
    there = [case for case in CASES if case[1] != "Create"]
    pool.run(cloud.endpoint, *(pool.event(case, "Create") for case in there))
    rules = [
        {"service": "cognito-idp", "operation": WRITES[kind], "body": f"Username == '{username((fault, kind))}'"}
        | FAULTS[fault].rule
        for fault, kind in CASES
    ]
    with proxy(cloud.endpoint, rules) as (microburst, url), ThreadPoolExecutor(8) as threads:

        def suffer(case: tuple[str, str]) -> Case:
            (told,), seconds = pool.run(url, pool.event(case, case[1]))
            return Case(told, seconds, pool.state(case))

        found = dict(zip(CASES, threads.map(suffer, CASES), strict=True))
        assert all(rule.fired_count for rule in microburst.engine.rules)
    pool.run(cloud.endpoint, *(next_event(pool, case, found[case]) for case in CASES))
    for case in CASES:
        found[case].after = pool.state(case)
    pool.run(cloud.endpoint, *(pool.event(case, case[1]) for case in CASES))
    for case in CASES:
        found[case].end = pool.state(case)
    return found


def next_event(pool: Pool, case: tuple[str, str], suffered: Case) -> dict[str, Any]:
    """What CloudFormation sends next: the way back; after a success, at worst the same again."""
    _, kind = case
    if suffered.told["Status"] == "SUCCESS":
        return pool.event(case, kind)
    if kind == "Update":
        return pool.event(case, "Update", back=True)
    return pool.event(case, "Delete") | {"PhysicalResourceId": suffered.told["PhysicalResourceId"]}


@pytest.mark.parametrize("case", CASES, ids=username)
def test_cloudformation_is_told_the_truth_and_comes_to_the_right_end(
    case: tuple[str, str], cases: dict[tuple[str, str], Case]
) -> None:
    (fault, kind), suffered = case, cases[case]
    assert suffered.seconds < SECONDS / 10
    cause = FAULTS[fault].cause
    if cause:
        assert suffered.told["Status"] == "FAILED"
        assert re.fullmatch(cause, suffered.told["Reason"])
        assert suffered.after == {"Create": None, "Update": OLD, "Delete": None}[kind]
    else:
        assert suffered.told["Status"] == "SUCCESS", suffered.told["Reason"]
        assert suffered.left == suffered.after == END[kind]
    assert suffered.end == END[kind]
