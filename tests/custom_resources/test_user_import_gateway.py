"""How a file of users travels: out of S3 in pieces, and to a pre-signed URL."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from custom_resources.aws import connect
from custom_resources.errors import NotFound, Refused, Unsettled
from custom_resources.user_import.gateway import FileGateway
from custom_resources.user_import.pool import OWNER, STANDARD_COLUMNS
from fake_cloudformation import Answers, event
from fake_cognito import POOL
from fake_lambda import invoke
from local_server import serving

USERS = b"cognito:username,email,email_verified\nanna,anna@example.com,true\n"
DIGEST = hashlib.sha256(USERS).hexdigest()
WISH = {
    "UserPoolId": POOL,
    "JobName": f"customers.{DIGEST}",
    "CloudWatchLogsRoleArn": "arn:aws:iam::111122223333:role/import-logs",
    "Source": {"Bucket": "assets", "Key": "users.csv"},
}


@dataclass
class FakeService:
    """S3 and Cognito on one port: a file to get, a place to put one, and a job that ends well."""

    content: bytes = USERS
    answers: int = 200
    uploads: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[str]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(200, fake.content) if "users.csv" in self.path else self.answer(404, NO_SUCH_KEY)

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fake.uploads.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.answer(fake.answers, b"")

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                operation = self.headers["X-Amz-Target"].rpartition(".")[2]
                fake.called.append(operation)
                url = f"http://{self.headers['Host']}/upload?X-Amz-Signature=5ea1ed"
                self.answer(200, json.dumps(fake.respond(operation, url)).encode())

            def answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        with serving(Handler) as url:
            yield url

    def respond(self, operation: str, url: str) -> dict[str, Any]:
        statuses = {"CreateUserImportJob": "Created", "StartUserImportJob": "Succeeded"}
        job: dict[str, Any] = {"UserPoolId": POOL, "JobId": "import-1", "JobName": WISH["JobName"], "CreationDate": 1}
        job["PreSignedUrl"] = url
        canned: dict[str, dict[str, Any]] = {
            "ListUserImportJobs": {},
            "DescribeUserPool": {"UserPool": {"AutoVerifiedAttributes": ["email"]}},
            "GetCSVHeader": {"CSVHeader": [*STANDARD_COLUMNS, OWNER]},
        }
        return canned.get(operation) or (
            {"UserImportJob": job | {"Status": statuses[operation], "ImportedUsers": 1}}
            if operation in statuses
            else {}
        )


NO_SUCH_KEY = b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def url(service: FakeService, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "fake")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with service.listening() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        yield url


def gateway() -> FileGateway:
    return FileGateway(*connect("s3", attempts=1))


@pytest.mark.usefixtures("url")
def test_a_large_file_comes_in_pieces(service: FakeService) -> None:
    service.content = b"x" * 3_000_000
    pieces = list(gateway().read("assets", "users.csv"))
    assert len(pieces) > 1
    assert b"".join(pieces) == service.content


@pytest.mark.usefixtures("url")
def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(NotFound, match=r"GetObject: The specified key does not exist \(NoSuchKey\)"):
        list(gateway().read("assets", "other.csv"))


def test_is_uploaded_whole_encrypted_and_without_a_content_type(service: FakeService, url: str) -> None:
    gateway().upload(url, len(USERS), BytesIO(USERS))
    ((headers, body),) = service.uploads
    assert body == USERS
    assert headers["x-amz-server-side-encryption"] == "aws:kms"
    assert headers["content-type"] == ""


@pytest.mark.parametrize(("status", "error"), [(403, Refused), (503, Unsettled)])
def test_what_s3_answers_is_told_without_the_url(
    service: FakeService, url: str, status: int, error: type[Exception]
) -> None:
    service.answers = status
    with pytest.raises(error, match=f"^S3 answered the upload with {status} [A-Za-z ]+$"):
        gateway().upload(f"{url}/?X-Amz-Signature=5ea1ed", len(USERS), BytesIO(USERS))


def test_a_connection_that_breaks_is_told_without_the_url() -> None:
    with pytest.raises(Unsettled, match=r"^the upload to S3 broke off \(URLError\)$"):
        FileGateway(None).upload("http://127.0.0.1:1/?X-Amz-Signature=5ea1ed", 1, BytesIO(b"x"))  # type: ignore[arg-type]


def test_the_function_imports_a_file_and_answers_with_its_counts(asset: Path, service: FakeService, url: str) -> None:
    answers = Answers()
    with answers.listening() as answer_url:
        happened = event("Create", WISH, url=answer_url) | {"ResourceType": "Custom::CognitoUserImport"}
        handler = "custom_resources.user_import.handler.on_event"
        invocation = invoke(happened, asset=asset, handler=handler, AWS_ENDPOINT_URL=url)
    (answer,) = answers.received
    assert answer["Data"] == {
        "JobId": "import-1", "Status": "Succeeded", "ImportedUsers": 1, "SkippedUsers": 0, "FailedUsers": 0,
    }  # fmt: skip
    assert answer["PhysicalResourceId"] == f"{POOL}/UserImport/{DIGEST}"
    ((_, body),) = service.uploads
    assert b"\nanna,,,,,,,,,,anna@example.com,true,,,,,,,,,,\n" in body
    assert "5ea1ed" not in invocation.logs
    assert "anna" not in invocation.logs
