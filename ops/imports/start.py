"""Starts an import job that a deployment has left waiting for another."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from config.model import Environment
from ops.errors import OpsError
from ops.imports.status import RUNNING, best, jobs_of, made, pool_of


def start(environment: Environment, session: Any) -> None:
    """The first that waits, in the order of the file: a pool runs one at a time. Raises OpsError if none can be."""
    if not environment.user_imports:
        return
    cognito, pool_id = session.client("cognito-idp"), pool_of(environment, session)
    jobs = list(jobs_of(cognito, pool_id))
    for job in jobs:
        if job["Status"] in RUNNING:
            raise OpsError(
                f"{job['JobId']} is {job['Status']}, and a pool runs one job at a time: nothing was started.",
                fix="start the next when import-status shows that it has ended",
            )
    for each in environment.user_imports.values():
        own = [job for job in jobs if job["JobName"].endswith(f".{each.digest}")]
        if own and best(own)["Status"] == "Created":
            _start(sorted((job for job in own if job["Status"] == "Created"), key=made), cognito)
            return


def _start(jobs: list[dict[str, Any]], cognito: Any) -> None:
    """The oldest to which a file was uploaded."""
    for job in jobs:
        try:
            cognito.start_user_import_job(UserPoolId=job["UserPoolId"], JobId=job["JobId"])
        except ClientError as error:
            if error.response["Error"]["Code"] != "PreconditionNotMetException" or job is jobs[-1]:
                raise
        else:
            return
