"""The lifecycle runtime by itself, in this process."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from custom_resources import lifecycle
from custom_resources.deadline import Deadline, OutOfTime
from custom_resources.errors import Refused, Unsettled
from custom_resources.log import Log
from custom_resources.request import NOT_CREATED, Properties, Request
from fake_cloudformation import OWNER, SIGNATURE, Answers, event


class Scripted:
    """Does in `ensure` and `delete` what the test says. Its identity is the property `Name`."""

    def __init__(self, act: Callable[[Request], Any]) -> None:
        self.act = act

    def identity(self, properties: Properties) -> str:
        return f"id of {properties.get('Name')}"

    def ensure(self, request: Request) -> dict[str, object]:
        data: dict[str, object] = self.act(request)
        return data

    def delete(self, request: Request) -> None:
        self.act(request)


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 9_000


def answer_to(happened: dict[str, Any], act: Callable[[Request], Any], seconds: float = 9) -> dict[str, Any]:
    log = Log(RequestType=happened["RequestType"])
    body = lifecycle.answer(lambda: Scripted(act), happened, Deadline.after(seconds), log)
    answer: dict[str, Any] = json.loads(body)
    return answer


def raising(error: BaseException) -> Callable[[Request], Any]:
    def act(_: Request) -> None:
        raise error

    return act


def test_a_create_is_answered_with_the_identity_and_the_data() -> None:
    answer = answer_to(event("Create", {"Name": "a"}), lambda _: {"Colour": "red"})
    assert answer == {
        "Status": "SUCCESS",
        "StackId": event("Create", {})["StackId"],
        "RequestId": "6a1b-request",
        "LogicalResourceId": "SeedUserAlice",
        "PhysicalResourceId": "id of a",
        "Data": {"Colour": "red"},
    }


def test_an_update_gets_a_new_id_only_with_a_new_identity() -> None:
    old = {"Name": "a", "Size": "1"}
    same = answer_to(event("Update", old | {"Size": "2"}, old=old, physical_id="first id"), lambda _: {})
    other = answer_to(event("Update", {"Name": "b"}, old=old, physical_id="first id"), lambda _: {})
    assert (same["PhysicalResourceId"], other["PhysicalResourceId"]) == ("first id", "id of b")


@pytest.mark.parametrize("failure", [Refused("no"), ValueError("a defect"), SystemExit(1), {"Value": float("nan")}])
def test_a_failed_replacement_keeps_the_old_id(failure: BaseException | dict[str, object]) -> None:
    """A new id would make CloudFormation roll back to a resource that it takes for another one."""
    happened = event("Update", {"Name": "b"}, old={"Name": "a"}, physical_id="id of a")
    act = raising(failure) if isinstance(failure, BaseException) else lambda _: failure
    answer = answer_to(happened, act)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", "id of a")


def test_a_failed_create_has_the_id_that_its_delete_needs() -> None:
    answer = answer_to(event("Create", {"Name": "a"}), raising(Refused("no")))
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", "id of a")


@pytest.mark.parametrize(("act", "status"), [(lambda _: None, "SUCCESS"), (raising(Refused("no")), "FAILED")])
def test_a_delete_keeps_the_id_whatever_comes_of_it(act: Callable[[Request], Any], status: str) -> None:
    answer = answer_to(event("Delete", {"Name": "a"}, physical_id="id of a"), act)
    assert (answer["Status"], answer["PhysicalResourceId"]) == (status, "id of a")


def test_a_delete_of_what_was_never_created_does_not_even_load_the_resource() -> None:
    answer = answer_to(
        event("Delete", {}, physical_id=NOT_CREATED), raising(AssertionError("there is nothing to delete"))
    )
    assert answer["Status"] == "SUCCESS"


def test_a_failure_on_purpose_is_its_message_and_a_defect_names_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    purposeful = answer_to(event("Create", {}), raising(Refused("choose another Username")))
    defect = answer_to(event("Create", {}), raising(KeyError("Sub")))
    logged = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [purposeful["Reason"], defect["Reason"]] == [
        "choose another Username",
        "KeyError: 'Sub'; to mend it, report it, with the traceback in the function's log",
    ]
    assert ["Traceback" in line for line in logged] == [False, True]


@pytest.mark.parametrize("length", [10, 4_000, 100_000])
def test_a_reason_of_any_length_leaves_an_answer_that_cloudformation_reads(length: int) -> None:
    log = Log()
    body = lifecycle.answer(
        lambda: Scripted(raising(Refused("\N{SNOWMAN}" * length))), event("Create", {}), Deadline.after(9), log
    )
    assert len(body) <= lifecycle.ANSWER_LIMIT
    assert json.loads(body)["Reason"].startswith("\N{SNOWMAN}" * 10)


def test_data_that_cloudformation_would_not_read_is_refused() -> None:
    answer = answer_to(event("Create", {"Name": "a"}), lambda _: {"Value": "x" * lifecycle.ANSWER_LIMIT})
    assert answer["Reason"].endswith("bytes and CloudFormation reads 4096; to mend it, return less Data")


def test_a_request_type_that_is_not_known_is_refused() -> None:
    answer = answer_to(event("Reconcile", {}, physical_id="id of a"), lambda _: {})
    assert answer["Reason"] == "RequestType 'Reconcile' is none of Create, Update, Delete; to mend it, send one of them"
    assert answer["PhysicalResourceId"] == "id of a"


def test_an_event_too_large_to_answer_still_comes_to_an_end() -> None:
    answer = answer_to(event("Delete", {}, physical_id="x" * 5_000), raising(Refused("no")))
    assert answer["Reason"] == "... (cut: the log has all of it)"


def test_work_is_stopped_at_the_deadline_and_not_left_running() -> None:
    marks: list[str] = []

    def hang(_: Request) -> None:
        try:
            time.sleep(5)
        except Exception:  # noqa: BLE001 - as a library would catch a failed call, to try it again
            marks.append("swallowed")
        marks.append("still at work")

    started = time.monotonic()
    answer = answer_to(event("Create", {}), hang, seconds=0.1)
    assert time.monotonic() - started < 1
    assert answer["Reason"].startswith("the function ran out of time")
    assert marks == []


def test_who_runs_out_of_time_says_in_what_and_why_it_was_tried_again() -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    def wait(_: Request) -> None:
        def attempt() -> None:
            if now[0] > 5:
                raise OutOfTime
            raise Unsettled("UpdateUserPool: Rate exceeded (TooManyRequestsException)")

        patient = Deadline(99, clock=lambda: now[0], sleep=sleep)
        patient.retry(lambda: patient.retry(attempt, Unsettled), Unsettled)

    answer = answer_to(event("Create", {}), wait)
    assert answer["Reason"] == (
        "the function ran out of time; before that: UpdateUserPool: Rate exceeded (TooManyRequestsException); to mend "
        "it, deploy again, and if that fails too, see the AWS Health Dashboard for the service that was waited for"
    )


def test_work_that_is_done_in_time_leaves_no_alarm_behind() -> None:
    """It would go off in the next event, or in the delivery of this answer."""
    before = signal.getsignal(signal.SIGALRM)
    answer_to(event("Create", {}), lambda _: {})
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == before


def test_a_deadline_that_is_over_stops_the_work_at_once() -> None:
    assert answer_to(event("Create", {}), lambda _: time.sleep(5), seconds=-1)["Status"] == "FAILED"


def test_the_owner_tells_stacks_and_resources_apart_and_names_no_account() -> None:
    answer = answer_to(event("Create", {}), lambda request: {"Owner": request.owner})
    assert answer["Data"] == {"Owner": OWNER}


def test_patience_ends_after_half_a_minute() -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    request = Request.of(event("Create", {}), Deadline(300, clock=lambda: now[0], sleep=sleep), Log())
    with pytest.raises(Refused):
        request.patiently(lambda: raising(Refused("still no"))(request), Refused)
    assert 25 < now[0] <= 30


def test_the_answer_is_put_with_an_empty_content_type() -> None:
    """The pre-signed URL was signed without one."""
    answers = Answers()
    with answers.listening() as url:
        on_event = lifecycle.handler(CognitoUser=lambda: Scripted(lambda _: {}))
        on_event(event("Create", {"Name": "a"}, url=url), Context())
    ((headers, body),) = answers.attempts
    assert headers["Content-Type"] == ""
    assert json.loads(body)["Status"] == "SUCCESS"


def test_a_type_that_the_function_does_not_serve_is_refused() -> None:
    answers = Answers()
    with answers.listening() as url:
        on_event = lifecycle.handler(
            CognitoOther=lambda: Scripted(lambda _: {}), CognitoThird=lambda: Scripted(lambda _: {})
        )
        on_event(event("Create", {"Name": "a"}, url=url), Context())
    (answer,) = answers.received
    assert answer["Reason"] == (
        "this function serves Custom::CognitoOther, Custom::CognitoThird and nothing else; "
        "to mend it, name the function of that type in ServiceToken"
    )


def test_a_failure_with_a_way_out_names_it() -> None:
    answer = answer_to(event("Create", {}), raising(Refused("no (Code)", fix="say yes")))
    assert answer["Reason"] == "no (Code); to mend it, say yes"


def test_a_url_that_cannot_be_used_fails_the_function_and_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    on_event = lifecycle.handler(CognitoUser=lambda: Scripted(lambda _: {}))
    with pytest.raises(RuntimeError) as failure:
        on_event(event("Create", {}, url=f"nowhere/answer?{SIGNATURE}"), Context())
    assert failure.value.__suppress_context__
    told = capsys.readouterr().out + str(failure.value)
    assert "unknown url type" in told
    assert "/answer" not in told
    assert SIGNATURE not in told


def test_what_is_hidden_is_hidden_deep_down_and_so_is_the_signature_of_the_url(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def leak(request: Request) -> dict[str, object]:
        request.log("leaks", Deep={"list": [SIGNATURE, (SIGNATURE,)], SIGNATURE: 1}, Other={SIGNATURE})
        return {}

    answers = Answers()
    with answers.listening() as url:
        lifecycle.handler(CognitoUser=lambda: Scripted(leak))(event("Create", {"Name": "a"}, url=url), Context())
    leaked, _ = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert leaked["Deep"] == {"list": ["***", ["***"]], "***": 1}
    assert leaked["Other"] == "{'***'}"


def test_the_log_is_one_json_object_a_line_without_what_it_was_told_to_hide(
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = 'pass"word\n\N{SNOWMAN}'

    def leak(request: Request) -> None:
        request.log.hide(secret)
        request.log("plain " + secret, Number=3)
        raise ValueError(f"{secret!r} {json.dumps({'key': secret})}")

    answer = answer_to(event("Create", {}), leak)
    lines = capsys.readouterr().out.splitlines()
    plain, failed = (json.loads(line) for line in lines)
    assert plain == {"message": "plain ***", "RequestType": "Create", "Number": 3}
    assert failed["message"] == "FAILED"
    assert failed["Reason"] == answer["Reason"]
    for spelling in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], "word"):
        assert spelling not in answer["Reason"]
        assert spelling not in failed["Traceback"]
