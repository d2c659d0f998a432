"""CloudFormation as a custom resource meets it: events, a pre-signed URL, and whatever is PUT there."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from fake_cognito import POOL
from local_server import serving

SIGNATURE = "X-Amz-Signature=5ea1ed"
STACK_ID = "arn:aws:cloudformation:eu-central-1:111122223333:stack/gatehouse-dev/0a1b2c3d-0000-4444-8888-abcdefabcdef"
OWNER = "gatehouse-dev/SeedUserAlice/0a1b2c3d-0000-4444-8888-abcdefabcdef"
MADE_UP_ID = "gatehouse-dev-SeedUserAlice-1X2Y3Z"
"""The kind of id that CloudFormation gives to a resource whose Create it never heard of again."""


def properties(username: str = "alice", **changes: Any) -> dict[str, Any]:
    return {
        "ServiceToken": "arn:aws:lambda:eu-central-1:111122223333:function:user",
        "ServiceTimeout": "360",
        "UserPoolId": POOL,
        "Username": username,
        "UserAttributes": [
            {"Name": "email", "Value": "alice@example.com"},
            {"Name": "email_verified", "Value": "true"},
        ],
        "GroupNames": ["admins"],
        "PasswordSecretId": "seed/one",
    } | changes


def event(
    kind: str,
    wanted: dict[str, Any],
    *,
    old: dict[str, Any] | None = None,
    physical_id: str | None = None,
    url: str = "http://127.0.0.1:1/none",
) -> dict[str, Any]:
    return {
        "RequestType": kind,
        "RequestId": "6a1b-request",
        "ResponseURL": url,
        "ResourceType": "Custom::CognitoUser",
        "LogicalResourceId": "SeedUserAlice",
        "StackId": STACK_ID,
        "ResourceProperties": wanted,
        **({"OldResourceProperties": old} if old is not None else {}),
        **({"PhysicalResourceId": physical_id} if physical_id is not None else {}),
    }


@dataclass
class Answers:
    """What CloudFormation received, and when. `trouble` is what it does first: an HTTP status, or 'reset'."""

    trouble: list[int | str] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    attempts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Serve, and yield the pre-signed URL."""
        answers = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answers.attempts.append((dict(self.headers), body))
                trouble = answers.trouble.pop(0) if answers.trouble else 200
                if isinstance(trouble, str):
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    raise ConnectionResetError
                if trouble == 200:
                    answers.received.append(json.loads(body))
                    answers.times.append(time.monotonic())
                self.send_response(trouble)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        with serving(Handler) as url:
            yield f"{url}/answer?{SIGNATURE}"
