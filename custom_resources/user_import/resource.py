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
from custom_resources.errors import Refused, ResourceError, Unsettled
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
        job = request.patiently(lambda: self._started(request.properties), Unsettled)
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
        jobs = self._all_jobs(properties["UserPoolId"])
        own = (job for job in jobs if job["JobName"].rpartition(".")[2] == _digest(properties))
        return sorted(own, key=lambda job: (job["CreationDate"], job["JobId"]))

    def _all_jobs(self, pool_id: str) -> Iterator[Job]:
        more: dict[str, str] = {}
        while True:
            page = self._cognito("ListUserImportJobs", UserPoolId=pool_id, MaxResults=50, **more)
            yield from page.get("UserImportJobs", ())
            if "PaginationToken" not in page:
                return
            more = {"PaginationToken": page["PaginationToken"]}

    def _started(self, properties: Properties) -> Job | None:
        return next((job for job in self._jobs(properties) if job["Status"] in (*_RUNNING, "Succeeded")), None)

    def _start(self, request: Request) -> Job:
        with TemporaryFile() as content:  # has no name, and is gone with this event
            size = request.patiently(lambda: self._judged(request.properties, content), Unsettled)
            job = request.patiently(lambda: self._created(request.properties), Unsettled)
            try:
                self._upload(job, size, content, request)
            except Refused:  # the URL of a job that a crash has left behind is valid for minutes only
                job = request.patiently(lambda: self._create(request.properties), Unsettled)
                self._upload(job, size, content, request)
        return request.patiently(lambda: self._set_off(job), Unsettled)

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

    def _created(self, properties: Properties) -> Job:
        """Also one whose creation was answered to nobody."""
        waiting = (job for job in self._jobs(properties) if job["Status"] == "Created")
        return next(waiting, None) or self._create(properties)

    def _create(self, properties: Properties) -> Job:
        names = ("JobName", "UserPoolId", "CloudWatchLogsRoleArn", "PasswordHashingAlgorithm")
        members = {name: properties[name] for name in names if name in properties}
        job: Job = self._cognito("CreateUserImportJob", **members)["UserImportJob"]
        return job

    def _upload(self, job: Job, size: int, content: IO[bytes], request: Request) -> None:
        url = request.log.hide(job["PreSignedUrl"])
        request.log.hide(urlsplit(url).query)

        def upload() -> None:
            content.seek(0)
            self._gateway.upload(url, size, content)

        request.patiently(upload, Unsettled)

    def _set_off(self, job: Job) -> Job:
        key = {"UserPoolId": job["UserPoolId"], "JobId": job["JobId"]}
        try:
            started: Job = self._cognito("StartUserImportJob", **key)["UserImportJob"]
        except ResourceError:
            started = self._described(job)
            if started["Status"] == "Created":
                raise
        return started  # be it by a call whose answer was lost, or by a second delivery of this event

    def _described(self, job: Job) -> Job:
        found: Job = self._cognito("DescribeUserImportJob", UserPoolId=job["UserPoolId"], JobId=job["JobId"])[
            "UserImportJob"
        ]
        return found

    def _followed(self, job: Job, request: Request) -> Job:
        """The job at its end; or still at work, if that takes longer than this function may. Then Cognito carries on
        alone, and `import-status` tells how it ends."""
        while job["Status"] in _RUNNING and request.deadline.remaining() > _LEAVE_SECONDS:
            request.deadline.pause(_POLL_SECONDS)
            try:
                job = request.patiently(lambda: self._described(job), Unsettled)  # noqa: B023 - called at once
            except Unsettled:
                break
        request.log("import job", **_told(job))
        if job["Status"] not in (*_RUNNING, "Succeeded"):
            counts = ", ".join(f"{name} {job.get(name, 0)}" for name in _COUNTS)
            raise Refused(
                f"{job['JobId']} ended as {job['Status']} ({job.get('CompletionMessage', 'no message')}; {counts})",
                fix=f"see the log stream {job['JobId']}/{job['JobName']} in the log group "
                f"/aws/cognito/userpools/{job['UserPoolId']}/<pool's name>, then deploy again",
            )
        return job


def _digest(properties: Properties) -> str:
    """Where the job's name ends."""
    return str(properties.get("JobName", "")).rpartition(".")[2]


def _watched(chunks: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _told(job: Job) -> dict[str, object]:
    return {"JobId": job["JobId"], "Status": job["Status"], **{name: int(job.get(name, 0)) for name in _COUNTS}}
