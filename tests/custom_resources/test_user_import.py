"""A file of users is imported once, whatever happens on the way; and no import takes a user away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.deadline import Deadline
from custom_resources.errors import Refused, Unsettled
from custom_resources.log import Log
from custom_resources.request import Properties, Request
from custom_resources.user_import import resource
from custom_resources.user_import.resource import UserImport
from fake_cloudformation import event
from fake_cognito import OTHER_POOL, POOL, FakeCognito
from settings_resources import Subject
from stage import Crash, Stage, refusing
from test_settings_contract import (
    CONTRACT,
    a_rollback_brings_back_what_was,
    an_update_mends_what_somebody_else_changed,
)

HEADER = "cognito:username,name,phone_number,phone_number_verified"
FILES = {
    "anna": f"{HEADER}\nanna,Anna,+15555550101,true\n",
    "bob": f"{HEADER}\nbob,Bob,+15555550102,true\nanna,Anna,+15555550101,true\n",
    "broken": f"{HEADER}\ncarol,,+15555550103,true\n",
    "hashed": f"{HEADER},password_hash\ndave,Dave,+15555550104,true,$2b$12$aaa\n",
}
DIGESTS = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in FILES.items()}


def make(fake: FakeCognito) -> UserImport:
    fake.files.update({name: text.encode() for name, text in FILES.items()})
    return UserImport(fake.api(), fake)


def wish(file: str = "anna", pool: str = POOL, **more: str) -> dict[str, Any]:
    role = "arn:aws:iam::111122223333:role/import-logs"
    source = {"Bucket": "assets", "Key": file}
    of = {"UserPoolId": pool, "JobName": f"customers.{DIGESTS[file]}", "CloudWatchLogsRoleArn": role, "Source": source}
    return of | more


def jobs(fake: FakeCognito, pool: str = POOL) -> list[dict[str, Any]]:
    return list(fake.imports[pool].jobs.values()) if pool in fake.imports else []


def statuses(fake: FakeCognito) -> list[str]:
    return [job["Status"] for job in jobs(fake)]


def as_wished(fake: FakeCognito, properties: Properties) -> bool:
    ended = [job["JobName"] for job in jobs(fake, properties["UserPoolId"]) if job["Status"] == "Succeeded"]
    return ended.count(properties["JobName"]) == 1 and "anna" in fake.imports[properties["UserPoolId"]].imported


def is_gone(fake: FakeCognito, properties: Properties) -> bool:
    """As far as it ever is: users stay."""
    return "carol" not in str(fake.imports) or as_wished(fake, properties)


SUBJECT = Subject(
    name="CognitoUserImport",
    make=make,
    wishes=(wish(), wish(CloudWatchLogsRoleArn="arn:aws:iam::111122223333:role/other"), wish(pool=OTHER_POOL)),
    refused=wish("broken"),
    as_wished=as_wished,
    is_gone=is_gone,
    own=lambda state: state.pop("imports"),
    drift=lambda _: None,
)
NOT_ITS_OWN = {
    a_rollback_brings_back_what_was: "who is imported stays",
    an_update_mends_what_somebody_else_changed: "a user that somebody deleted is not brought back",
}


@pytest.mark.parametrize(
    "check", [each for each in CONTRACT if each not in NOT_ITS_OWN], ids=lambda each: each.__name__
)
def test_keeps_the_contract(check: Callable[[Subject], None]) -> None:
    check(SUBJECT)


@pytest.fixture
def stage() -> Stage:
    return Stage(make)


def test_tells_the_job_and_its_counts(stage: Stage) -> None:
    assert stage.create(wish())["PhysicalResourceId"] == f"{POOL}/UserImport/{DIGESTS['anna']}"
    data = stage.create(wish("bob"))["Data"]
    assert data == {
        "JobId": "import-2", "Status": "Succeeded", "ImportedUsers": 1, "SkippedUsers": 1, "FailedUsers": 0,
    }  # fmt: skip


def test_says_how_passwords_were_hashed(stage: Stage) -> None:
    stage.create(wish("hashed", PasswordHashingAlgorithm="BCRYPT"))
    assert jobs(stage.fake)[0]["PasswordHashingAlgorithm"] == "BCRYPT"
    assert stage.fake.imports[POOL].imported["dave"]["password_hash"] == "$2b$12$aaa"


def test_a_file_is_known_by_its_content_whatever_its_import_is_called(stage: Stage) -> None:
    stage.create(wish())
    stage.create(wish(JobName=f"another.{DIGESTS['anna']}"))
    assert stage.fake.writes == []
    assert len(jobs(stage.fake)) == 1


def test_a_broken_file_is_refused_by_its_lines_before_there_is_a_job(stage: Stage) -> None:
    assert stage.create(wish("broken"))["Reason"] == (
        "the file can't be imported, and nobody was: line 2: name is blank, and the pool requires it"
    )
    assert stage.fake.writes == []


def test_another_file_than_the_one_that_was_deployed_is_refused(stage: Stage) -> None:
    answer = stage.create(wish(Source={"Bucket": "assets", "Key": "bob"}))
    assert answer["Reason"] == "the file in S3 is not the one that was deployed; to mend it, deploy again"
    assert stage.fake.writes == []


def test_a_file_that_grows_too_large_with_all_columns_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "MAX_BYTES", 300)
    assert "with every column of the pool the file has 3" in stage.create(wish())["Reason"]
    assert stage.fake.writes == []


@pytest.mark.parametrize("ended", ["Failed", "Stopped"])
def test_a_job_that_fails_fails_the_deployment_and_tells_where_its_report_is(stage: Stage, ended: str) -> None:
    stage.fake.ends_as = ended
    assert stage.create(wish())["Reason"] == (
        f"import-1 ended as {ended} (Too_many_users_have_failed; ImportedUsers 0, SkippedUsers 0, FailedUsers 0); "
        f"to mend it, see the log stream import-1/{wish()['JobName']} in the log group "
        f"/aws/cognito/userpools/{POOL}/<pool's name>, then deploy again"
    )


def test_after_a_failed_job_the_next_deployment_tries_again(stage: Stage) -> None:
    stage.fake.ends_as = "Failed"
    stage.create(wish())
    stage.fake.ends_as = "Succeeded"
    assert stage.create(wish())["Status"] == "SUCCESS"
    assert statuses(stage.fake) == ["Failed", "Succeeded"]


def test_a_job_that_takes_longer_than_the_function_goes_on_without_it(stage: Stage) -> None:
    stage.fake.looks = 1_000
    answer = stage.create(wish())
    assert (answer["Status"], answer["Data"]["Status"]) == ("SUCCESS", "InProgress")
    assert stage.create(wish())["Data"]["JobId"] == answer["Data"]["JobId"]
    assert stage.fake.writes == []


def test_a_job_that_cannot_be_watched_goes_on_as_well(stage: Stage) -> None:
    stage.fake.fault = lambda operation, _: failing(operation == "DescribeUserImportJob", Unsettled)
    assert stage.create(wish())["Data"]["Status"] == "Pending"


def test_a_rollback_imports_nothing(stage: Stage) -> None:
    """Not even what failed to be imported back then."""
    stage.fake.ends_as = "Failed"
    id_ = stage.create(wish())["PhysicalResourceId"]
    stage.fake.ends_as = "Succeeded"
    assert stage.update(wish(), wish("bob"), id_) | {"Data": {}} == stage.update(wish(), wish("bob"), id_)
    assert stage.fake.writes == []


def test_a_new_file_is_a_new_import_and_the_old_ones_users_stay(stage: Stage) -> None:
    id_ = stage.create(wish())["PhysicalResourceId"]
    new = stage.update(wish("bob"), wish(), id_)
    assert new["PhysicalResourceId"] != id_
    stage.delete(wish(), id_)
    stage.delete(wish("bob"), new["PhysicalResourceId"])
    assert stage.fake.calls == []
    assert stage.fake.imports[POOL].imported.keys() == {"anna", "bob"}


WRITES = ("CreateUserImportJob", "Upload", "StartUserImportJob")


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("operation", WRITES)
def test_a_lost_reply_imports_nobody_twice(stage: Stage, operation: str, moment: str) -> None:
    losing = iter([True])
    stage.fake.fault = lambda called, when: failing((called, when) == (operation, moment) and next(losing, False))
    assert stage.create(wish())["Status"] == "SUCCESS"
    assert statuses(stage.fake) == ["Succeeded"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("operation", WRITES)
def test_after_a_crash_the_same_job_is_carried_on(stage: Stage, operation: str, moment: str) -> None:
    crashing = iter([True])
    stage.fake.fault = lambda called, when: failing(
        (called, when) == (operation, moment) and next(crashing, False), Crash
    )
    assert stage.send(event("Create", wish())) is None
    assert stage.create(wish())["Status"] == "SUCCESS"
    assert statuses(stage.fake) == ["Succeeded"]


def test_a_crash_long_ago_left_a_job_whose_url_has_expired(stage: Stage) -> None:
    crashing = iter([True])
    stage.fake.fault = lambda called, _: failing(called == "Upload" and next(crashing, False), Crash)
    stage.send(event("Create", wish()))
    stage.fake.expired_urls = {job["PreSignedUrl"] for job in jobs(stage.fake)}
    assert stage.create(wish())["Status"] == "SUCCESS"
    assert statuses(stage.fake) == ["Created", "Succeeded"]


@pytest.mark.parametrize("when", ["CreateUserImportJob", "Upload", "StartUserImportJob"])
def test_two_deliveries_at_once_share_a_job(stage: Stage, when: str) -> None:
    """The second does all its work in the middle of the first."""
    second = iter([True])

    def meanwhile(called: str, moment: str) -> None:
        if (called, moment) == (when, "after") and next(second, False):
            assert make(stage.fake).ensure(_request(stage))["Status"] == "Succeeded"

    stage.fake.fault = meanwhile
    assert stage.create(wish())["Status"] == "SUCCESS"
    assert statuses(stage.fake) == ["Succeeded"]


def _request(stage: Stage) -> Request:
    deadline = Deadline(stage.now + 290, clock=lambda: stage.now, sleep=stage.sleep)
    return Request.of(event("Create", wish()), deadline, Log())


def test_a_start_that_is_refused_fails(stage: Stage) -> None:
    stage.fake.fault = refusing("StartUserImportJob")
    assert stage.create(wish())["Reason"] == "StartUserImportJob: not today (InvalidParameterException)"


def test_finds_its_job_on_any_page(stage: Stage) -> None:
    for file in ("hashed", "bob", "anna"):
        stage.create(wish(file, **({"PasswordHashingAlgorithm": "BCRYPT"} if file == "hashed" else {})))
    stage.create(wish("bob"))
    assert stage.fake.calls.count("ListUserImportJobs") == 3
    assert stage.fake.writes == []


def test_calls_what_it_declares_and_nothing_else(stage: Stage) -> None:
    used: set[str] = set()
    stage.fake.fault = lambda called, _: used.add(called)
    stage.create(wish())
    declared = {action.partition(":")[2] for action in (*resource.ACTIONS, *resource.FILE_ACTIONS)}
    assert used == declared | {"Upload"}


def test_no_log_shows_the_url_of_the_upload(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.fake.fault = lambda called, _: failing(called == "Upload", Refused)
    answer = stage.create(wish())
    assert "5ea1ed" not in capsys.readouterr().out + json.dumps(answer)


def failing(now: bool, error: type[BaseException] = Unsettled) -> None:
    if now:
        raise error("https://example.com/upload?X-Amz-Signature=5ea1ed" if error is Refused else "is lost")
