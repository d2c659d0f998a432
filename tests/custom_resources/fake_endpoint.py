"""All that the custom resources call, behind one URL and in the services' own protocols: a `FakeCognito`, which is also
SNS, SSM, S3 and Secrets Manager."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from threading import Event
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from botocore.exceptions import ClientError

from fake_cognito import FakeCognito
from local_server import serving

_SIGNED = re.compile(r"Credential=[^/]+/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/")
_UPLOADS = "https://example.com"  # where FakeImports says that files are to go


@dataclass
class FakeEndpoint:
    """What a staged handler can be pointed at. Misbehaves as the other fields say, each by operation."""

    cognito: FakeCognito = field(default_factory=FakeCognito)
    canned: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    throttled: int = 0
    hanging: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    called: list[str] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    def state(self) -> Any:
        """All that there is, as JSON writes it, but for what counts calls."""
        state = self.cognito.state()
        for jobs in state["imports"].values():
            del jobs["looked"]
        state["users"] = {str(key): user | {"groups": sorted(user["groups"])} for key, user in state["users"].items()}
        state["parameters"] = {name: value for (_, name), value in state["parameters"].items()}
        return json.loads(json.dumps(state, default=str))

    def calls(self) -> tuple[list[str], list[str]]:
        """Those that read and those that write, since the last time."""
        calls = [call for call in self.cognito.calls if call != "GetObject"]
        writes = [call for call in calls if call in self.cognito.writes]
        self.cognito.calls.clear()
        return [call for call in calls if call not in writes], writes

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Serve, and yield the URL for AWS_ENDPOINT_URL."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = _SIGNED.search(self.headers["Authorization"])
                assert signed
                region, service = signed["region"], signed["service"]
                target = self.headers.get("X-Amz-Target", "")
                if service == "sns":
                    self._answer(200, fake.query(region, parse_qs(body.decode(), keep_blank_values=True)))
                else:
                    self._json(*fake.respond(service, region, target.rpartition(".")[2], json.loads(body)))

            def do_GET(self) -> None:
                _, bucket, key = self.path.split("/")
                self._answer(200, b"".join(fake.cognito.read(bucket, key)))

            def do_PUT(self) -> None:
                size = int(self.headers["Content-Length"])
                fake.cognito.upload(_UPLOADS + self.path, size, BytesIO(self.rfile.read(size)))
                self._answer(200, b"")

            def _json(self, status: int, answer: dict[str, Any]) -> None:
                said = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
                text = json.dumps(said, default=_timestamp)
                self._answer(
                    status, text.replace(f"{_UPLOADS}/upload", f"http://{self.headers['Host']}/upload").encode()
                )

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        with serving(Handler) as url:
            yield url
            self.released.set()

    def respond(self, service: str, region: str, operation: str, members: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.called.append(operation)
        if operation in self.hanging:
            self.released.wait(60)
        if operation in self.broken:
            return 500, {"__type": "InternalErrorException", "message": "Something is wrong"}
        throttling = ("TooManyRequestsException", "Rate exceeded") if len(self.called) <= self.throttled else None
        if refusal := throttling or self.refusals.get(operation):
            return 400, dict(zip(("__type", "message"), refusal, strict=True))
        if operation in self.canned:
            return 200, self.canned[operation]
        if "ImageFile" in members:  # the only one that is not text
            members["ImageFile"] = base64.b64decode(members["ImageFile"])
        try:
            return 200, self.cognito.call(service, region, operation, members)
        except ClientError as error:
            told: Any = error.response
            body = {"__type": told["Error"]["Code"], "message": told["Error"]["Message"]}
            return told["ResponseMetadata"]["HTTPStatusCode"], body

    def query(self, region: str, form: dict[str, list[str]]) -> bytes:
        """As SNS still speaks."""
        ((operation,),) = [values for name, values in form.items() if name == "Action"]
        keys = [name for name in form if name.endswith(".key")]
        attributes = {form[name][0]: form[name.removesuffix("key") + "value"][0] for name in keys}
        answer = self.cognito.call("sns", region, operation, {"attributes": attributes} if keys else {})
        entries = "".join(
            f"<entry><key>{escape(name)}</key><value>{escape(value)}</value></entry>"
            for name, value in answer.get("attributes", {}).items()
        )
        result = f"<{operation}Result><attributes>{entries}</attributes></{operation}Result>"
        return f"<{operation}Response>{result}</{operation}Response>".encode()


def _timestamp(value: object) -> float:
    assert isinstance(value, datetime), value
    return value.timestamp()
