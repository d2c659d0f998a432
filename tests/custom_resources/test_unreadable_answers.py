"""An answer that did not arrive whole is none: what it doesn't say is not what is there."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from custom_resources.aws import Api, connect
from custom_resources.errors import Refused, Unsettled
from local_server import serving

WHOLE = b'{"UserPool": {"Name": "users", "MfaConfiguration": "ON"}}'


def api(url: str, monkeypatch: pytest.MonkeyPatch, service: str = "cognito-idp") -> Api:
    settings = {"AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "eu-central-1"}
    for name, value in (settings | {"AWS_ACCESS_KEY_ID": "fake", "AWS_SECRET_ACCESS_KEY": "fake"}).items():
        monkeypatch.setenv(name, value)
    return connect(service, attempts=1)[0]


def answering(body: bytes, status: int = 200) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    return Handler


@pytest.mark.parametrize("body", [WHOLE[:30], b"", b"\x9a" + WHOLE, b"<html>"], ids=["cut", "none", "garbled", "HTML"])
def test_one_that_is_not_whole_is_asked_for_again(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(body)) as url, pytest.raises(Unsettled, match="answer can't be read"):
        api(url, monkeypatch)("DescribeUserPool", UserPoolId="eu-central-1_Ab1")


def test_one_that_is_whole_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(WHOLE)) as url:
        found = api(url, monkeypatch)("DescribeUserPool", UserPoolId="eu-central-1_Ab1")
    assert found["UserPool"]["MfaConfiguration"] == "ON"


def test_there_may_be_none_where_there_is_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(b"")) as url:
        key = {"UserPoolId": "eu-central-1_Ab1", "Username": "alice", "GroupName": "admins"}
        assert api(url, monkeypatch)("AdminAddUserToGroup", **key).keys() == {"ResponseMetadata"}


def test_a_stream_is_left_to_who_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(b"anna,anna@example.com")) as url:
        s3 = api(url, monkeypatch, "s3")
        assert b"".join(s3.pieces("GetObject", "Body", Bucket="files", Key="users.csv")) == b"anna,anna@example.com"


def test_a_refusal_keeps_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(b"Forbidden by a proxy", 403)) as url, pytest.raises(Refused, match="Forbidden by a proxy"):
        api(url, monkeypatch)("DescribeUserPool", UserPoolId="eu-central-1_Ab1")
