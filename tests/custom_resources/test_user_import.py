"""A file of users is imported once, whatever happens on the way; and no import takes a user away."""

from __future__ import annotations

import json

import pytest

from custom_resources.errors import NotFound, Refused, Unsettled
from custom_resources.user_import import resource
from fake_cognito import POOL
from stage import Stage, refusing
from user_resources import DIGESTS, USER_IMPORT, failing, import_statuses, jobs, users_of


@pytest.fixture
def stage() -> Stage:
    return USER_IMPORT.stage()


def test_tells_the_job_and_its_counts(stage: Stage) -> None:
    assert stage.create(users_of())["PhysicalResourceId"] == f"{POOL}/UserImport/{DIGESTS['anna']}"
    data = stage.create(users_of("bob"))["Data"]
    assert data == {
        "JobId": "import-2", "Status": "Succeeded", "ImportedUsers": 1, "SkippedUsers": 1, "FailedUsers": 0,
    }  # fmt: skip


def test_says_how_passwords_were_hashed(stage: Stage) -> None:
    stage.create(users_of("hashed", PasswordHashingAlgorithm="BCRYPT"))
    assert jobs(stage.fake)[0]["PasswordHashingAlgorithm"] == "BCRYPT"
    assert stage.fake.imports[POOL].imported["dave"]["password_hash"] == "$2b$12$aaa"


def test_a_file_is_known_by_its_content_whatever_its_import_is_called(stage: Stage) -> None:
    stage.create(users_of())
    stage.create(users_of(JobName=f"another.{DIGESTS['anna']}"))
    assert stage.fake.writes == []
    assert len(jobs(stage.fake)) == 1


def test_a_broken_file_is_refused_by_its_lines_before_there_is_a_job(stage: Stage) -> None:
    assert stage.create(users_of("broken"))["Reason"] == (
        "the file can't be imported, and nobody was: line 2: name is blank, and the pool requires it"
    )
    assert stage.fake.writes == []


def test_another_file_than_the_one_that_was_deployed_is_refused(stage: Stage) -> None:
    answer = stage.create(users_of(Source={"Bucket": "assets", "Key": "bob"}))
    assert answer["Reason"] == "the file in S3 is not the one that was deployed; to mend it, deploy again"
    assert stage.fake.writes == []


def test_a_file_that_grows_too_large_with_all_columns_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "MAX_BYTES", 300)
    assert "with every column of the pool the file has 3" in stage.create(users_of())["Reason"]
    assert stage.fake.writes == []


@pytest.mark.parametrize("ended", ["Failed", "Stopped"])
def test_a_job_that_fails_fails_the_deployment_and_tells_where_its_report_is(stage: Stage, ended: str) -> None:
    stage.fake.ends_as = ended
    assert stage.create(users_of())["Reason"] == (
        f"import-1 ended as {ended} (Too_many_users_have_failed; ImportedUsers 0, SkippedUsers 0, FailedUsers 0); "
        "to mend it, see `.venv/bin/python -m ops import-status --env NAME`, or the log stream "
        f"import-1/{users_of()['JobName']} in the log group /aws/cognito/userpools/{POOL}/<pool's name>; "
        "then deploy again"
    )


def test_after_a_failed_job_the_next_deployment_tries_again(stage: Stage) -> None:
    stage.fake.ends_as = "Failed"
    stage.create(users_of())
    stage.fake.ends_as = "Succeeded"
    assert stage.create(users_of())["Status"] == "SUCCESS"
    assert import_statuses(stage.fake) == ["Failed", "Succeeded"]


def test_a_job_that_takes_longer_than_the_function_goes_on_without_it(stage: Stage) -> None:
    stage.fake.looks = 1_000
    answer = stage.create(users_of())
    assert (answer["Status"], answer["Data"]["Status"]) == ("SUCCESS", "InProgress")
    assert stage.create(users_of())["Data"]["JobId"] == answer["Data"]["JobId"]
    assert stage.fake.writes == []


def test_a_pool_that_is_at_another_files_job_is_waited_for(stage: Stage) -> None:
    stage.fake.looks = 1_000
    stage.create(users_of())
    later = stage.now + 100

    def meanwhile(*_: str) -> None:
        if stage.now > later:
            stage.fake.looks = 2

    stage.fake.fault = meanwhile
    assert stage.create(users_of("bob"))["Data"]["Status"] == "Succeeded"
    assert import_statuses(stage.fake) == ["Succeeded", "Succeeded"]


def test_another_job_that_takes_longer_than_the_function_leaves_one_that_waits(stage: Stage) -> None:
    """Uploaded, and neither failing the deployment nor blocking it."""
    stage.fake.looks = 1_000
    stage.create(users_of())
    answer = stage.create(users_of("bob"))
    assert (answer["Status"], answer["Data"]) == ("SUCCESS", {
        "JobId": "import-2", "Status": "Created", "ImportedUsers": 0, "SkippedUsers": 0, "FailedUsers": 0,
    })  # fmt: skip
    assert import_statuses(stage.fake) == ["InProgress", "Created"]
    assert stage.fake.imports[POOL].uploads.keys() == {"import-1", "import-2"}
    assert "StartUserImportJob" not in stage.fake.writes


def test_one_that_waits_is_started_by_the_next_delivery(stage: Stage) -> None:
    stage.fake.looks = 1_000
    stage.create(users_of())
    stage.create(users_of("bob"))
    stage.fake.looks = 2
    assert stage.create(users_of("bob"))["Data"]["Status"] == "Succeeded"
    assert import_statuses(stage.fake) == ["Succeeded", "Succeeded"]


def test_another_job_that_starts_a_moment_before_is_waited_for_as_well(stage: Stage) -> None:
    stage.create(users_of())
    other = jobs(stage.fake)[0]
    starts = iter([True])

    def meanwhile(called: str, moment: str) -> None:
        if (called, moment) == ("StartUserImportJob", "before") and next(starts, False):
            other["Status"] = "InProgress"

    stage.fake.fault = meanwhile
    assert stage.create(users_of("bob"))["Data"]["Status"] == "Succeeded"
    assert stage.fake.calls.count("StartUserImportJob") == 2


@pytest.mark.parametrize("error", [NotFound, Unsettled])
def test_a_job_that_cannot_be_watched_goes_on_as_well(stage: Stage, error: type[Exception]) -> None:
    stage.fake.fault = lambda operation, _: failing(operation == "DescribeUserImportJob", error)
    assert stage.create(users_of())["Data"]["Status"] == "Pending"


def test_a_rollback_imports_nothing(stage: Stage) -> None:
    """Not even what failed to be imported back then."""
    stage.fake.ends_as = "Failed"
    id_ = stage.create(users_of())["PhysicalResourceId"]
    stage.fake.ends_as = "Succeeded"
    assert stage.update(users_of(), users_of("bob"), id_) | {"Data": {}} == stage.update(
        users_of(), users_of("bob"), id_
    )
    assert stage.fake.writes == []


def test_a_new_file_is_a_new_import_and_the_old_ones_users_stay(stage: Stage) -> None:
    id_ = stage.create(users_of())["PhysicalResourceId"]
    new = stage.update(users_of("bob"), users_of(), id_)
    assert new["PhysicalResourceId"] != id_
    stage.delete(users_of(), id_)
    stage.delete(users_of("bob"), new["PhysicalResourceId"])
    assert stage.fake.calls == []
    assert stage.fake.imports[POOL].imported.keys() == {"anna", "bob"}


def test_a_start_that_is_refused_in_passing_is_tried_again(stage: Stage) -> None:
    """As right after the upload, or while another job's end is not known everywhere."""
    refused = iter([True] * 3)
    stage.fake.fault = lambda called, when: failing(
        (called, when) == ("StartUserImportJob", "before") and next(refused, False), Refused
    )
    assert stage.create(users_of())["Data"]["Status"] == "Succeeded"


def test_a_start_that_is_refused_fails(stage: Stage) -> None:
    stage.fake.fault = refusing("StartUserImportJob")
    assert stage.create(users_of())["Reason"] == "StartUserImportJob: not today (InvalidParameterException)"


def test_finds_its_job_on_any_page(stage: Stage) -> None:
    for file in ("hashed", "bob", "anna"):
        stage.create(users_of(file, **({"PasswordHashingAlgorithm": "BCRYPT"} if file == "hashed" else {})))
    stage.create(users_of("bob"))
    assert stage.fake.calls.count("ListUserImportJobs") == 3
    assert stage.fake.writes == []


def test_no_log_shows_the_url_of_the_upload(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.fake.fault = lambda called, _: failing(called == "Upload", Refused)
    answer = stage.create(users_of())
    assert "5ea1ed" not in capsys.readouterr().out + json.dumps(answer)
