"""What Cognito and its logs say of the import jobs of an environment's files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from rich.table import Table

from config.model import Environment
from config.names import Names
from ops.errors import OpsError

LOGS = "/aws/cognito/userpools"
MOST_LINES = 20
RUNNING = ("Pending", "InProgress", "Stopping")
_HOPEFUL = ("Succeeded", *RUNNING, "Created")
"""The better first: of several jobs of one file, the best is the one that counts."""

Job = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Status:
    """One entry of user_imports. `status`: of its job, in Cognito's words, or NotStarted. `left_out`: what the log says
    of lines that were not imported, the first few."""

    name: str
    job_id: str = ""
    status: str = "NotStarted"
    imported_users: int = 0
    skipped_users: int = 0
    failed_users: int = 0
    completion_message: str = ""
    left_out: tuple[str, ...] = ()
    to_do: str = ""
    """Where somebody has to do something."""

    @property
    def ok(self) -> bool:
        return not self.to_do and not self.failed_users


def statuses(environment: Environment, session: Any) -> list[Status]:
    """In the order of the file. Raises OpsError if nothing is deployed."""
    if not environment.user_imports:
        return []
    jobs = list(jobs_of(session.client("cognito-idp"), pool_of(environment, session)))
    found = []
    for name, each in environment.user_imports.items():
        own = [job for job in jobs if job["JobName"].endswith(f".{each.digest}")]
        status = _status(name, best(own), session) if own else Status(name=name)
        found.append(replace(status, to_do=_to_do(status, jobs, environment)))
    return found


def table(found: list[Status]) -> Table:
    drawn = Table("import", "job", "status", "imported", "skipped", "failed", "not imported")
    for each in found:
        counts = (str(count) for count in (each.imported_users, each.skipped_users, each.failed_users))
        told = "\n".join([*filter(None, [each.completion_message]), *each.left_out, *filter(None, [each.to_do])])
        drawn.add_row(each.name, each.job_id, each.status, *counts, told)
    return drawn


def pool_of(environment: Environment, session: Any) -> str:
    path = Names(environment.name).parameter("user-pool-id")
    found = session.client("ssm").get_parameters(Names=[path])["Parameters"]
    if not found:
        raise OpsError(
            f"{environment.name} is not deployed: there is no {path}.",
            fix=f"npx cdk deploy --all -c env={environment.name}",
        )
    pool_id: str = found[0]["Value"]
    return pool_id


def jobs_of(cognito: Any, pool_id: str) -> Iterator[Job]:
    more: dict[str, str] = {}
    while True:
        page = cognito.list_user_import_jobs(UserPoolId=pool_id, MaxResults=50, **more)
        yield from page.get("UserImportJobs", ())
        if "PaginationToken" not in page:
            return
        more = {"PaginationToken": page["PaginationToken"]}


def best(own: list[Job]) -> Job:
    """Of the jobs of a file; of those that came as far, the latest."""
    return min(own, key=lambda job: (_rank(job), -made(job)))


def made(job: Job) -> float:
    when: float = job["CreationDate"].timestamp()
    return when


def _rank(job: Job) -> int:
    return _HOPEFUL.index(job["Status"]) if job["Status"] in _HOPEFUL else len(_HOPEFUL)


def _to_do(status: Status, jobs: list[Job], environment: Environment) -> str:
    if status.status == "Created":
        first = "".join(f"when {job['JobId']} has ended, " for job in jobs if job["Status"] in RUNNING)
        command = f".venv/bin/python -m ops import-status --env {environment.name} --start"
        return f"waits to be started, and expires a day after it was made: {first}{command}"
    if status.status in (*_HOPEFUL, "NotStarted"):
        return ""
    return "to try again, deploy: where the last deployment has succeeded, first once without this entry"


def _status(name: str, job: Job, session: Any) -> Status:
    some = job["Status"] not in _HOPEFUL or job.get("FailedUsers", 0) or job.get("SkippedUsers", 0)
    return Status(
        name=name,
        job_id=job["JobId"],
        status=job["Status"],
        imported_users=job.get("ImportedUsers", 0),
        skipped_users=job.get("SkippedUsers", 0),
        failed_users=job.get("FailedUsers", 0),
        completion_message=job.get("CompletionMessage", ""),
        left_out=tuple(islice(_left_out(job, session.client("logs")), MOST_LINES)) if some else (),
    )


def _left_out(job: Job, logs: Any) -> Iterator[str]:
    """As the log has it: `[FAILED] Line Number 7 - ...`. It holds no user's data.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-cloudwatch.html"""
    prefix = f"{LOGS}/{job['UserPoolId']}/"
    for groups in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix):
        for group in groups["logGroups"]:
            pages = logs.get_paginator("filter_log_events").paginate(
                logGroupName=group["logGroupName"],
                logStreamNamePrefix=job["JobId"],
                filterPattern='?"[FAILED]" ?"[SKIPPED]"',
            )
            yield from (event["message"].strip() for page in pages for event in page["events"])
