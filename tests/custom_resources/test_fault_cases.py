"""What CloudFormation hears from the staged asset, in a fresh interpreter, when something goes wrong.

The first twelve are the fault cases by which libraries for custom resources were compared; the decision to run our own
lifecycle rests on them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from custom_resources.lifecycle import ANSWER_LIMIT
from custom_resources.request import NOT_CREATED
from custom_resources.user.resource import UserKey
from fake_cloudformation import SIGNATURE, Answers, event, properties
from fake_cognito import POOL
from fake_endpoint import FakeEndpoint
from fake_lambda import Invocation, invoke
from fake_users import PASSWORDS, StoredUser

HANDLER = "custom_resources.user.handler.on_event"
ALICE = f"{POOL}/alice"

Run = Callable[..., Invocation]


@pytest.fixture
def aws() -> FakeEndpoint:
    return FakeEndpoint()


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def run(asset: Path, aws: FakeEndpoint, answers: Answers) -> Iterator[Run]:
    with aws.listening() as endpoint, answers.listening() as url:

        def deliver(*events: dict[str, Any], **how: Any) -> Invocation:
            function: Any = {"asset": asset, "handler": HANDLER} | how
            return invoke(*(e | {"ResponseURL": url} for e in events), AWS_ENDPOINT_URL=endpoint, **function)

        yield deliver


def test_a_create_that_raises_is_answered_failed_with_the_cause(run: Run, aws: FakeEndpoint, answers: Answers) -> None:
    aws.refusals["AdminCreateUser"] = ("InvalidParameterException", "Attributes did not conform to the schema")
    run(event("Create", properties()))
    (answer,) = answers.received
    assert answer["Status"] == "FAILED"
    assert answer["Reason"] == (
        "AdminCreateUser: Attributes did not conform to the schema (InvalidParameterException); "
        "to mend it, change what the message names in the environment's file, and deploy again"
    )


def test_a_delete_that_raises_keeps_the_id(run: Run, aws: FakeEndpoint, answers: Answers) -> None:
    aws.refusals["AdminDeleteUser"] = ("InternalErrorException", "no")
    run(event("Create", properties()), event("Delete", properties(), physical_id=ALICE))
    assert [(answer["Status"], answer["PhysicalResourceId"]) for answer in answers.received] == [
        ("SUCCESS", ALICE),
        ("FAILED", ALICE),
    ]


def test_near_the_timeout_a_valid_failure_is_sent(run: Run, aws: FakeEndpoint, answers: Answers) -> None:
    aws.hanging.add("AdminCreateUser")
    invocation = run(event("Create", properties()), seconds=3)
    (answer,) = answers.received
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith("the function ran out of time during AdminCreateUser; to mend it, ")
    assert answer["PhysicalResourceId"] == ALICE
    assert answers.times[0] - invocation.started < 3


def test_an_answer_met_with_503_is_sent_again(run: Run, answers: Answers) -> None:
    answers.trouble = [503, 503]
    run(event("Create", properties()))
    assert len(answers.attempts) == 3
    assert [answer["Status"] for answer in answers.received] == ["SUCCESS"]


def test_an_answer_whose_connection_is_reset_is_sent_again(run: Run, answers: Answers) -> None:
    answers.trouble = ["reset", "reset"]
    run(event("Create", properties()))
    assert len(answers.attempts) == 3
    assert [answer["Status"] for answer in answers.received] == ["SUCCESS"]


def test_data_that_is_not_json_becomes_a_failure_that_says_so(run: Run, answers: Answers) -> None:
    run(event("Create", {"Returns": "unserialisable"}), handler="faulty_resource.on_event")
    (answer,) = answers.received
    assert answer["Status"] == "FAILED"
    assert answer["Reason"] == (
        "the resource's Data cannot be written as JSON: Object of type object is not JSON serializable; "
        "to mend it, report it, with the traceback in the function's log"
    )


def test_an_answer_over_4096_bytes_becomes_a_failure_that_says_so(run: Run, answers: Answers) -> None:
    run(event("Create", {"Returns": "too large"}), handler="faulty_resource.on_event")
    (answer,) = answers.received
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].endswith("bytes and CloudFormation reads 4096; to mend it, return less Data")


def test_an_overlong_reason_is_cut(run: Run, aws: FakeEndpoint, answers: Answers) -> None:
    aws.refusals["AdminCreateUser"] = ("InvalidParameterException", "\N{SNOWMAN}" * 5000)
    run(event("Create", properties()))
    (answer,) = answers.received
    assert answer["Reason"].startswith("AdminCreateUser: \N{SNOWMAN}")
    assert answer["Reason"].endswith("... (cut: the log has all of it)")
    assert len(answers.attempts[0][1]) <= ANSWER_LIMIT


def test_an_update_keeps_the_id_until_the_identity_changes(run: Run, answers: Answers) -> None:
    old, edited, renamed = properties(), properties(GroupNames=["editors"]), properties("bob")
    run(
        event("Create", old),
        event("Update", edited, old=old, physical_id="an id from an earlier version"),
        event("Update", renamed, old=edited, physical_id=ALICE),
    )
    assert [answer["Status"] for answer in answers.received] == ["SUCCESS"] * 3
    assert [answer["PhysicalResourceId"] for answer in answers.received] == [
        ALICE,
        "an id from an earlier version",
        f"{POOL}/bob",
    ]


def test_a_redelivered_create_gives_the_same_answer_and_writes_nothing(
    run: Run, aws: FakeEndpoint, answers: Answers
) -> None:
    run(event("Create", properties()), event("Create", properties()))
    assert answers.received[0] == answers.received[1]
    assert answers.received[0]["PhysicalResourceId"] == ALICE
    assert aws.cognito.writes == ["AdminCreateUser", "AdminAddUserToGroup", "AdminSetUserPassword"]


def test_neither_a_secret_nor_the_url_gets_out(run: Run, aws: FakeEndpoint, answers: Answers) -> None:
    """Even if Cognito quotes the password, and if no answer can be delivered."""
    password = json.loads(PASSWORDS["seed/two"])["password"]
    wanted = properties(PasswordSecretId="seed/two")
    aws.refusals["AdminSetUserPassword"] = ("InvalidPasswordException", f"{password!r} {PASSWORDS['seed/two']}")
    refused = run(event("Create", wanted))
    assert "InvalidPasswordException" in answers.received[0]["Reason"]
    assert "InvalidPasswordException" in refused.logs
    aws.refusals.clear()
    answers.trouble = [503] * 99
    undelivered = run(event("Create", wanted), seconds=2)
    assert undelivered.exit_code == 1
    assert "the answer could not be delivered" in undelivered.logs
    told = refused.logs + undelivered.logs + json.dumps(answers.received)
    for needle in (password, PASSWORDS["seed/two"], SIGNATURE, "/answer"):
        assert needle not in told
        assert json.dumps(needle)[1:-1] not in told


def test_an_unknown_request_type_is_answered_failed(run: Run, answers: Answers) -> None:
    run(event("Reconcile", properties(), physical_id=ALICE))
    (answer,) = answers.received
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith("RequestType 'Reconcile' is none of Create, Update, Delete")
    assert answer["PhysicalResourceId"] == ALICE


def test_code_that_cannot_be_imported_is_answered_and_its_delete_succeeds(
    run: Run, asset: Path, answers: Answers, tmp_path: Path
) -> None:
    broken = shutil.copytree(asset, tmp_path / "asset")
    (broken / "custom_resources/user/gateway.py").write_text("import nothing_like_this\n")
    run(event("Create", properties()), event("Delete", properties(), physical_id=NOT_CREATED), asset=broken)
    created, deleted = answers.received
    assert created["Status"] == "FAILED"
    assert created["Reason"].startswith("ModuleNotFoundError: No module named 'nothing_like_this'; to mend it, ")
    assert created["PhysicalResourceId"] == NOT_CREATED
    assert deleted["Status"] == "SUCCESS"


def test_what_a_failed_create_could_not_clean_up_is_deleted_by_its_delete(
    run: Run, aws: FakeEndpoint, answers: Answers
) -> None:
    aws.refusals["AdminSetUserPassword"] = aws.refusals["AdminDeleteUser"] = ("InternalErrorException", "no")
    run(event("Create", properties()))
    assert list(aws.cognito.users) == [UserKey(POOL, "alice")]
    aws.refusals.clear()
    run(event("Delete", properties(), physical_id=answers.received[0]["PhysicalResourceId"]))
    assert [answer["Status"] for answer in answers.received] == ["FAILED", "SUCCESS"]
    assert aws.cognito.users == {}


def test_a_user_of_somebody_else_survives_the_failed_create_and_its_delete(
    run: Run, aws: FakeEndpoint, answers: Answers
) -> None:
    aws.cognito.users[UserKey(POOL, "alice")] = StoredUser("alice", {"sub": "theirs"}, password="theirs")
    invocation = run(event("Create", properties()), event("Delete", properties(), physical_id=ALICE))
    assert [(answer["Status"], answer["PhysicalResourceId"]) for answer in answers.received] == [
        ("FAILED", ALICE),
        ("SUCCESS", ALICE),
    ]
    assert answers.received[0]["Reason"].startswith(f"{ALICE} exists and does not belong to this resource")
    assert aws.cognito.users == {UserKey(POOL, "alice"): StoredUser("alice", {"sub": "theirs"}, password="theirs")}
    assert "is left alone" in invocation.logs
