"""Cognito's import jobs in memory: where files are uploaded to, and what becomes of each line."""
# ruff: noqa: N803 - members have the API's names

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import IO, Any

from custom_resources.errors import Refused
from custom_resources.user_import.pool import OWNER, STANDARD_COLUMNS

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RUNNING = ("Pending", "InProgress")
ENDED = ("Expired", "Stopped", "Failed", "Succeeded")


class ServiceError(Exception):
    """What a handler of an operation raises: a code and a message, and so a ClientError."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.status = code, 500 if code == "InternalErrorException" else 400


@dataclass
class Jobs:
    """Those of one pool. `imported`: username -> the attributes that it came with, and whether it has a password."""

    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)
    imported: dict[str, dict[str, str]] = field(default_factory=dict)
    looked: dict[str, int] = field(default_factory=dict)


@dataclass
class FakeImports:
    """`files`: what lies in S3, by key. A pool runs one job at a time. `looks`: how often one has to look at it, alone
    or in the list, until it is at its end; `ends_as`: how that is. `fault` is told of every call before and after it;
    `calls` names them."""

    files: dict[str, bytes] = field(default_factory=dict)
    imports: dict[str, Jobs] = field(default_factory=dict)
    looks: int = 2
    ends_as: str = "Succeeded"
    page: int = 1
    expired_urls: set[str] = field(default_factory=set)

    calls: list[str] = field(default_factory=list)
    asked: set[tuple[str, str]] = field(default_factory=set)
    fault: Callable[[str, str], None] = lambda _operation, _moment: None

    def read(self, bucket: str, key: str) -> Iterator[bytes]:
        """As the gateway does, in small pieces."""
        self.calls.append("GetObject")
        self.asked.add(("s3:GetObject", "object"))
        self.fault("GetObject", "before")
        assert bucket == "assets"
        yield from (self.files[key][at : at + 50] for at in range(0, len(self.files[key]), 50))

    def upload(self, url: str, size: int, content: IO[bytes]) -> None:
        self.calls.append("Upload")
        self.fault("Upload", "before")
        *_, pool, job = url.partition("?")[0].split("/")
        if url in self.expired_urls:
            raise Refused("S3 answered the upload with 403 Forbidden")
        self.imports[pool].uploads[job] = content.read()
        assert len(self.imports[pool].uploads[job]) == size
        self.fault("Upload", "after")

    def _of(self, pool: str) -> Jobs:
        self._pool(pool)
        return self.imports.setdefault(pool, Jobs())

    def _pool(self, key: str) -> Any:
        raise NotImplementedError

    def _job(self, pool: str, job: str) -> dict[str, Any]:
        if job not in self._of(pool).jobs:
            raise ServiceError("ResourceNotFoundException", f"There is no job {job}.")
        return self.imports[pool].jobs[job]

    def _get_csv_header(self, UserPoolId: str) -> dict[str, Any]:
        self._pool(UserPoolId)
        return {"UserPoolId": UserPoolId, "CSVHeader": [*STANDARD_COLUMNS, "custom:tenant", OWNER]}

    def _create_user_import_job(self, UserPoolId: str, **given: Any) -> dict[str, Any]:
        jobs = self._of(UserPoolId).jobs
        id_ = f"import-{len(jobs) + 1}"
        url = f"https://example.com/upload/{UserPoolId}/{id_}?X-Amz-Signature=5ea1ed"
        created = NOW + timedelta(minutes=len(jobs))
        jobs[id_] = {"UserPoolId": UserPoolId, "JobId": id_, "Status": "Created", "CreationDate": created} | given
        jobs[id_]["PreSignedUrl"] = url
        return {"UserImportJob": jobs[id_]}

    def _list_user_import_jobs(self, UserPoolId: str, MaxResults: int, PaginationToken: str = "0") -> dict[str, Any]:
        jobs = [self._looked_at(UserPoolId, job) for job in self._of(UserPoolId).jobs]
        start, end = int(PaginationToken), int(PaginationToken) + min(MaxResults, self.page)
        more = {"PaginationToken": str(end)} if end < len(jobs) else {}
        return ({"UserImportJobs": jobs[start:end]} if jobs else {}) | more

    def _describe_user_import_job(self, UserPoolId: str, JobId: str) -> dict[str, Any]:
        return {"UserImportJob": self._looked_at(UserPoolId, JobId)}

    def _looked_at(self, pool: str, id_: str) -> dict[str, Any]:
        job = self._job(pool, id_)
        if job["Status"] in RUNNING:
            looked = self.imports[pool].looked
            looked[id_] = looked.get(id_, 0) + 1
            job["Status"] = "InProgress" if looked[id_] < self.looks else self.ends_as
            if job["Status"] == "Succeeded":
                job |= self._imported(pool, id_)
            elif job["Status"] in ENDED:
                job["CompletionMessage"] = "Too_many_users_have_failed"
        return job

    def _start_user_import_job(self, UserPoolId: str, JobId: str) -> dict[str, Any]:
        job, jobs = self._job(UserPoolId, JobId), self.imports[UserPoolId].jobs.values()
        if job["Status"] != "Created" or JobId not in self.imports[UserPoolId].uploads:
            raise ServiceError("PreconditionNotMetException", f"The job is {job['Status']}.")
        if any(each["Status"] in RUNNING for each in jobs):
            raise ServiceError("PreconditionNotMetException", "Another import job is running.")
        job["Status"] = "Pending"
        return {"UserImportJob": job}

    def _imported(self, pool: str, id_: str) -> dict[str, int]:
        """As the service judges each line."""
        header, *rows = self.imports[pool].uploads[id_].decode().splitlines()
        columns, there = header.split(","), self.imports[pool].imported
        hashed = "PasswordHashingAlgorithm" in self.imports[pool].jobs[id_]
        assert columns == self._get_csv_header(pool)["CSVHeader"] + ["password_hash"] * hashed
        counts = dict.fromkeys(("ImportedUsers", "SkippedUsers", "FailedUsers"), 0)
        for row in rows:
            values = [value.replace("\\,", ",") for value in re.split(r"(?<!\\),", row)]
            user = {name: value for name, value in zip(columns, values, strict=True) if value}
            name = user.pop("cognito:username")
            if name in there:
                counts["SkippedUsers"] += 1
            elif user.get("phone_number_verified") != "true":
                counts["FailedUsers"] += 1
            else:
                there[name] = user
                counts["ImportedUsers"] += 1
        return counts
