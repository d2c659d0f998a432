"""What is told of import jobs, from what Cognito and its logs answer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from rich.console import Console

from config import loader
from config.model import Environment
from ops.errors import OpsError
from ops.imports.start import start
from ops.imports.status import Status, statuses, table

POOL = "eu-central-1_Ab1"
GROUP = f"/aws/cognito/userpools/{POOL}/example"
FILE = "cognito:username,email,email_verified,cognito:mfa_enabled\n{name},{name}@example.com,true,false\n"
YAML = "region: eu-central-1\nclients: {web: {}}\nuser_imports:\n"
FAILED = "[FAILED] Line Number 2 - The user record is wrong."


class Session:
    """Clients whose every call is expected, and judged by botocore's model."""

    def __init__(self) -> None:
        self.clients = {
            name: boto3.client(name, "eu-central-1", aws_access_key_id="fake", aws_secret_access_key="fake")
            for name in ("ssm", "cognito-idp", "logs")
        }
        self.stubs = {name: Stubber(client) for name, client in self.clients.items()}
        for stub in self.stubs.values():
            stub.activate()

    def client(self, name: str) -> Any:
        return self.clients[name]

    def deployed(self, *jobs: dict[str, Any]) -> Session:
        parameters = [{"Name": "/gatehouse/dev/user-pool-id", "Value": POOL}]
        self.stubs["ssm"].add_response("get_parameters", {"Parameters": parameters})
        for index, job in enumerate(jobs):  # a page a job
            more = {"PaginationToken": "more"} if index + 1 < len(jobs) else {}
            given = {"UserPoolId": POOL, "MaxResults": 50} | ({"PaginationToken": "more"} if index else {})
            self.stubs["cognito-idp"].add_response("list_user_import_jobs", {"UserImportJobs": [job], **more}, given)
        if not jobs:
            self.stubs["cognito-idp"].add_response("list_user_import_jobs", {})
        return self

    def starting(self, job_id: str, code: str = "") -> Session:
        stub, given = self.stubs["cognito-idp"], {"UserPoolId": POOL, "JobId": job_id}
        if code:
            stub.add_client_error("start_user_import_job", code, expected_params=given)
        else:
            stub.add_response("start_user_import_job", {}, given)
        return self

    def done(self) -> None:
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()

    def logging(self, *messages: str) -> Session:
        self.stubs["logs"].add_response("describe_log_groups", {"logGroups": [{"logGroupName": GROUP}]})
        expected = {
            "logGroupName": GROUP, "logStreamNamePrefix": "import-1", "filterPattern": '?"[FAILED]" ?"[SKIPPED]"',
        }  # fmt: skip
        events = [{"message": f"{message}\n"} for message in messages]
        self.stubs["logs"].add_response("filter_log_events", {"events": events}, expected)
        return self


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    folder = tmp_path / "environments"
    folder.mkdir()
    names = ("anna", "bob")
    for name in names:
        (tmp_path / f"{name}.csv").write_text(FILE.format(name=name))
    (folder / "dev.yaml").write_text(YAML + "".join(f"  {name}: {{file: {name}.csv}}\n" for name in names))
    return loader.load("dev", folder)


def job(environment: Environment, name: str, status: str, *, minute: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "JobName": f"{name}.{environment.user_imports[name].digest}",
        "JobId": "import-1",
        "UserPoolId": POOL,
        "Status": status,
        "CreationDate": datetime(2026, 1, 1, 0, minute, tzinfo=UTC),
    } | more


def test_tells_counts_and_what_has_not_begun(environment: Environment) -> None:
    session = Session().deployed(job(environment, "bob", "Succeeded", ImportedUsers=5))
    anna, bob = statuses(environment, session)
    assert (anna, anna.ok) == (Status(name="anna"), True)
    assert (bob, bob.ok) == (Status(name="bob", job_id="import-1", status="Succeeded", imported_users=5), True)


def test_a_line_that_was_left_out_is_told_and_is_a_finding(environment: Environment) -> None:
    session = Session().deployed(job(environment, "anna", "Succeeded", FailedUsers=1)).logging(FAILED)
    anna, _ = statuses(environment, session)
    assert anna.left_out == (FAILED,)
    assert not anna.ok
    console = Console(width=200, record=True)
    console.print(table([anna]))
    assert FAILED in console.export_text()


def test_a_failed_job_is_a_finding_with_its_message(environment: Environment) -> None:
    session = Session().deployed(job(environment, "anna", "Failed", CompletionMessage="Too_many")).logging()
    anna, _ = statuses(environment, session)
    assert (anna.status, anna.completion_message, anna.ok) == ("Failed", "Too_many", False)
    assert anna.to_do == "to try again, deploy: where the last deployment has succeeded, first once without this entry"


START = ".venv/bin/python -m ops import-status --env dev --start"


def test_a_job_that_waits_is_a_finding_with_what_starts_it(environment: Environment) -> None:
    anna, _ = statuses(environment, Session().deployed(job(environment, "anna", "Created")))
    assert (anna.ok, anna.to_do) == (False, f"waits to be started, and expires a day after it was made: {START}")
    console = Console(width=300, record=True)
    console.print(table([anna]))
    assert START in console.export_text()


def test_a_job_that_waits_for_another_says_for_which(environment: Environment) -> None:
    jobs = [job(environment, "anna", "InProgress"), job(environment, "bob", "Created", JobId="import-2")]
    anna, bob = statuses(environment, Session().deployed(*jobs))
    assert (anna.ok, anna.to_do) == (True, "")
    assert bob.to_do.endswith(f"made: when import-1 has ended, {START}")


def test_the_first_that_waits_is_started(environment: Environment) -> None:
    jobs = [job(environment, name, "Created", JobId=f"import-{name}") for name in ("bob", "anna")]
    session = Session().deployed(*jobs).starting("import-anna")
    start(environment, session)
    session.done()


def test_what_has_been_imported_is_not_started_again(environment: Environment) -> None:
    jobs = [job(environment, "anna", status, minute=at) for at, status in enumerate(("Created", "Succeeded"))]
    session = Session().deployed(*jobs)
    start(environment, session)
    session.done()


def test_of_two_that_wait_for_one_file_the_oldest_is_started_that_has_it(environment: Environment) -> None:
    jobs = [job(environment, "anna", "Created", minute=at, JobId=f"import-{at}") for at in (2, 1)]
    session = Session().deployed(*jobs).starting("import-1", "PreconditionNotMetException").starting("import-2")
    start(environment, session)
    session.done()


@pytest.mark.parametrize("code", ["PreconditionNotMetException", "NotAuthorizedException"])
def test_a_start_that_is_refused_is_told(environment: Environment, code: str) -> None:
    session = Session().deployed(job(environment, "anna", "Created")).starting("import-1", code)
    with pytest.raises(ClientError, match=code):
        start(environment, session)


def test_nothing_is_started_beside_another_job(environment: Environment) -> None:
    jobs = [job(environment, "anna", "InProgress"), job(environment, "bob", "Created", JobId="import-2")]
    with pytest.raises(OpsError, match="import-1 is InProgress, and a pool runs one job at a time: nothing was start"):
        start(environment, Session().deployed(*jobs))


def test_without_imports_there_is_nothing_to_start(environment: Environment) -> None:
    start(environment.model_copy(update={"user_imports": {}}), Session())


def test_of_several_jobs_of_a_file_the_one_that_came_furthest_counts(environment: Environment) -> None:
    jobs = [
        job(environment, "anna", status, minute=at) for at, status in enumerate(("InProgress", "Failed", "Created"))
    ]
    anna, _ = statuses(environment, Session().deployed(*jobs))
    assert (anna.status, anna.ok) == ("InProgress", True)


def test_another_files_job_of_the_same_name_is_not_taken_for_it(environment: Environment) -> None:
    other = job(environment, "anna", "Succeeded") | {"JobName": f"anna.{'0' * 64}"}
    anna, _ = statuses(environment, Session().deployed(other))
    assert anna.status == "NotStarted"


def test_nothing_deployed_is_told_with_the_way_out(environment: Environment) -> None:
    session = Session()
    session.stubs["ssm"].add_response("get_parameters", {"Parameters": []})
    with pytest.raises(OpsError, match="dev is not deployed: there is no /gatehouse/dev/user-pool-id"):
        statuses(environment, session)
