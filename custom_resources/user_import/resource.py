"""What to do about a file of users: judge it, upload it, start its job, follow that to its end. Pure: how files travel
is the gateway's business.

A file is known by the SHA-256 of its content, which ends the job's name: so whoever comes later (a second delivery, a
deployment after a crash, another stack) finds its job, and nobody is imported twice.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

from custom_resources.aws import Api
from custom_resources.errors import NotFound, Refused, ResourceError, Unsettled
from custom_resources.request import Properties, Request
from custom_resources.user_import.pool import Pool
from custom_resources.user_import.user_file import MAX_BYTES, UserFile, lines

ACTIONS = (
    "cognito-idp:CreateUserImportJob",
    "cognito-idp:DescribeUserImportJob",
    "cognito-idp:DescribeUserPool",
    "cognito-idp:GetCSVHeader",
    "cognito-idp:ListUserImportJobs",
    "cognito-idp:StartUserImportJob",
)
FILE_ACTIONS = ("s3:GetObject",)

_PASSING = (Unsettled, NotFound)  # not found yet: a pool, a file or a job that was just made
_RUNNING = ("Pending", "InProgress", "Stopping")
_COUNTS = ("ImportedUsers", "SkippedUsers", "FailedUsers")
_POLL_SECONDS = 5.0
_LEAVE_SECONDS = 60.0  # longer than the last look at a job can take: a job that runs on must not fail the deployment

Job = Mapping[str, Any]
"""UserImportJobType."""


class Gateway(Protocol):
    """How files travel. Raises the errors of `custom_resources.errors`."""

    def read(self, bucket: str, key: str) -> Iterable[bytes]: ...
    def upload(self, url: str, size: int, content: IO[bytes]) -> None: ...


class UserImport:
    """Custom::CognitoUserImport."""

    def __init__(self, cognito: Api, gateway: Gateway) -> None:
        self._cognito, self._gateway = cognito, gateway

    def identity(self, properties: Properties) -> str:
        return f"{properties.get('UserPoolId')}/UserImport/{_digest(properties)}"

    def ensure(self, request: Request) -> dict[str, object]:
        job = request.patiently(lambda: _begun(self._jobs(request.properties)), *_PASSING)
        if not job and request.physical_id == self.identity(request.properties):
            # Created once, and so tried: an update of something else, or a rollback, is not the time to try again.
            return {}
        if not job:
            job = self._start(request)
        return _told(self._followed(job, request))

    def delete(self, request: Request) -> None:
        request.log("left alone", Because="users stay, and so do the job that imported them and its results")

    def _jobs(self, properties: Properties) -> list[Job]:
        """Those of this file, the oldest first."""
        return _of_file(self._all_jobs(properties["UserPoolId"]), properties)

    def _all_jobs(self, pool_id: str) -> Iterator[Job]:
        more: dict[str, str] = {}
        while True:
            page = self._cognito("ListUserImportJobs", UserPoolId=pool_id, MaxResults=50, **more)
            yield from page.get("UserImportJobs", ())
            if "PaginationToken" not in page:
                return
            more = {"PaginationToken": page["PaginationToken"]}

    def _start(self, request: Request) -> Job:
        with TemporaryFile() as content:  # has no name, and is gone with this event
            size = request.patiently(lambda: self._judged(request.properties, content), *_PASSING)
            job = request.patiently(lambda: self._elected(request.properties), *_PASSING)
            try:
                self._upload(job, size, content, request)
            except Refused:  # the URL of a job that a crash has left behind is valid for minutes only
                stale = job["JobId"]
                job = request.patiently(lambda: self._elected(request.properties, stale), *_PASSING)
                self._upload(job, size, content, request)
        return self._set_off(job, request)

    def _judged(self, properties: Properties, content: IO[bytes]) -> int:
        """Write what is to be uploaded into `content`. Returns its size, in bytes."""
        pool_id, source = properties["UserPoolId"], properties["Source"]
        pool = self._cognito("DescribeUserPool", UserPoolId=pool_id)["UserPool"]
        columns = self._cognito("GetCSVHeader", UserPoolId=pool_id)["CSVHeader"]
        digest = hashlib.sha256()
        read = _watched(self._gateway.read(source["Bucket"], source["Key"]), digest)
        file = UserFile(lines(read), Pool.described(pool, columns), hashed="PasswordHashingAlgorithm" in properties)
        content.seek(0)
        content.truncate()
        content.writelines(file.rows())
        size = content.tell()
        if file.faults.count:
            raise Refused(f"the file can't be imported, and nobody was: {file.faults}")
        if digest.hexdigest() != _digest(properties):
            raise Refused("the file in S3 is not the one that was deployed", fix="deploy again")
        if size > MAX_BYTES:
            raise Refused(f"with every column of the pool the file has {size:,} bytes: make it several files")
        return size

    def _elected(self, properties: Properties, stale: str = "") -> Job:
        """The job for this file, the same to whoever asks: one that has begun, or else the oldest of those that wait,
        be its creation answered to nobody. So what somebody else has created meanwhile is seen after creating, too."""
        found = _candidate(self._jobs(properties), stale)
        if not found:
            created = self._create(properties)
            found = _candidate(sorted([created, *self._jobs(properties)], key=_age), stale)
        return found or created

    def _create(self, properties: Properties) -> Job:
        names = ("JobName", "UserPoolId", "CloudWatchLogsRoleArn", "PasswordHashingAlgorithm")
        members = {name: properties[name] for name in names if name in properties}
        job: Job = self._cognito("CreateUserImportJob", **members)["UserImportJob"]
        return job

    def _upload(self, job: Job, size: int, content: IO[bytes], request: Request) -> None:
        if job["Status"] != "Created":
            return
        url = request.log.hide(job["PreSignedUrl"])
        request.log.hide(urlsplit(url).query)

        def upload() -> None:
            content.seek(0)
            self._gateway.upload(url, size, content)

        request.patiently(upload, *_PASSING)

    def _set_off(self, job: Job, request: Request) -> Job:
        """A pool runs one job at a time: waits for another's end. If that takes longer than this function may, the job
        stays Created, and `import-status --start` sets it off."""
        while True:
            found = request.patiently(lambda: self._tried(job, request.properties), ResourceError)
            if found["Status"] != "Created" or request.deadline.remaining() <= _LEAVE_SECONDS:
                return found
            request.deadline.pause(_POLL_SECONDS)

    def _tried(self, job: Job, properties: Properties) -> Job:
        if found := self._in_the_way(job, properties):
            return found
        try:
            started: Job = self._cognito("StartUserImportJob", **_key(job))["UserImportJob"]
        except ResourceError:  # also of a call whose answer was lost, or since another was a moment faster
            if found := self._in_the_way(job, properties):
                return found
            raise
        return started

    def _in_the_way(self, job: Job, properties: Properties) -> Job | None:
        """Why a job is not to be started now: one of its file that has begun; or itself, if another file's is at work
        or if it doesn't wait any more."""
        jobs = [*self._all_jobs(properties["UserPoolId"])]
        own = _of_file(jobs, properties)
        now = _begun(own) or next((each for each in own if each["JobId"] == job["JobId"]), job)
        busy = any(each["Status"] in _RUNNING for each in jobs)
        return now if busy or now["Status"] != "Created" else None

    def _described(self, job: Job) -> Job:
        found: Job = self._cognito("DescribeUserImportJob", **_key(job))["UserImportJob"]
        return found

    def _followed(self, job: Job, request: Request) -> Job:
        """The job at its end; or still at work, if that takes longer than this function may. Then Cognito carries on
        alone, and `import-status` tells how it ends."""
        while job["Status"] in _RUNNING and request.deadline.remaining() > _LEAVE_SECONDS:
            request.deadline.pause(_POLL_SECONDS)
            try:
                job = request.patiently(lambda: self._described(job), *_PASSING)  # noqa: B023 - called at once
            except _PASSING:
                break
        request.log("import job", **_told(job))
        if job["Status"] not in ("Created", *_RUNNING, "Succeeded"):
            counts = ", ".join(f"{name} {job.get(name, 0)}" for name in _COUNTS)
            raise Refused(
                f"{job['JobId']} ended as {job['Status']} ({job.get('CompletionMessage', 'no message')}; {counts})",
                fix="see `.venv/bin/python -m ops import-status --env NAME`, or the log stream "
                f"{job['JobId']}/{job['JobName']} in the log group "
                f"/aws/cognito/userpools/{job['UserPoolId']}/<pool's name>; then deploy again",
            )
        return job


def _of_file(jobs: Iterable[Job], properties: Properties) -> list[Job]:
    own = (job for job in jobs if job["JobName"].rpartition(".")[2] == _digest(properties))
    return sorted(own, key=_age)


def _begun(jobs: Iterable[Job]) -> Job | None:
    return next((job for job in jobs if job["Status"] in (*_RUNNING, "Succeeded")), None)


def _candidate(jobs: list[Job], stale: str) -> Job | None:
    return _begun(jobs) or next((job for job in jobs if job["Status"] == "Created" and job["JobId"] != stale), None)


def _age(job: Job) -> tuple[Any, str]:
    return job["CreationDate"], job["JobId"]


def _key(job: Job) -> dict[str, str]:
    return {name: job[name] for name in ("UserPoolId", "JobId")}


def _digest(properties: Properties) -> str:
    """Where the job's name ends."""
    return str(properties.get("JobName", "")).rpartition(".")[2]


def _watched(chunks: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _told(job: Job) -> dict[str, object]:
    return {"JobId": job["JobId"], "Status": job["Status"], **{name: int(job.get(name, 0)) for name in _COUNTS}}
