"""The wire protocol of Cognito and Secrets Manager in front of a `FakePool`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

from custom_resources.errors import NotFound, ResourceError
from custom_resources.user.resource import User, UserKey
from fake_pool import FakePool
from local_server import serving


@dataclass
class FakeAws:
    """Answers API calls by X-Amz-Target, and misbehaves as the other fields say."""

    pool: FakePool = field(default_factory=FakePool)
    canned: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    throttled: int = 0
    hanging: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    targets: list[str] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Serve, and yield the URL for AWS_ENDPOINT_URL."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, response = fake.respond(self.headers["X-Amz-Target"], json.loads(body))
                payload = json.dumps(response).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, *_: object) -> None: ...

        with serving(Handler) as url:
            yield url
            self.released.set()

    def respond(self, target: str, members: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.targets.append(target)
        operation = target.rpartition(".")[2]
        if len(self.targets) <= self.throttled:
            return 400, {"__type": "TooManyRequestsException", "message": "Rate exceeded"}
        if operation in self.hanging:
            self.released.wait(60)
        if operation in self.broken:
            return 500, {"__type": "InternalErrorException", "message": "Something is wrong"}
        if operation in self.refusals:
            code, message = self.refusals[operation]
            return 400, {"__type": code, "message": message}
        try:
            return 200, self.canned[operation] if operation in self.canned else self._do(operation, members)
        except ResourceError as error:
            message, code = re.fullmatch(r"(.*) \((\w+)\)", str(error)).groups()  # type: ignore[union-attr]
            return 400, {"__type": code, "message": message}

    def _do(self, operation: str, members: dict[str, Any]) -> dict[str, Any]:  # noqa: C901 - one case an operation
        pool = self.pool
        if operation == "GetSecretValue":
            return {"SecretString": pool.read_secret(members["SecretId"])}
        key = UserKey(members["UserPoolId"], members["Username"])
        match operation:
            case "AdminGetUser":
                if not (user := pool.find(key)):
                    raise NotFound("User does not exist. (UserNotFoundException)")
                return {"Username": user.username, "UserAttributes": _pairs(user), "UserStatus": _status(user)}
            case "AdminListGroupsForUser":  # a page a group
                user = pool.find(key)
                groups = sorted(user.groups) if user else []
                at = int(members.get("NextToken", 0))
                more = {"NextToken": str(at + 1)} if at + 1 < len(groups) else {}
                return {"Groups": [{"GroupName": group} for group in groups[at : at + 1]], **more}
            case "AdminCreateUser":
                user = pool.create(key, _values(members["UserAttributes"]))
                made = {"Username": user.username, "Attributes": _pairs(user), "UserStatus": _status(user)}
                return {"User": made}
            case "AdminSetUserPassword":
                pool.set_password(key, members["Password"])
            case "AdminUpdateUserAttributes":
                pool.set_attributes(key, _values(members["UserAttributes"]))
            case "AdminDeleteUserAttributes":
                pool.delete_attributes(key, members["UserAttributeNames"])
            case "AdminAddUserToGroup":
                pool.add_to_group(key, members["GroupName"])
            case "AdminRemoveUserFromGroup":
                pool.remove_from_group(key, members["GroupName"])
            case "AdminDeleteUser":
                pool.delete(key)
            case _:
                raise NotImplementedError(operation)
        return {}


def _pairs(user: User) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in user.attributes.items()]


def _values(pairs: list[dict[str, str]]) -> dict[str, str]:
    return {pair["Name"]: pair["Value"] for pair in pairs}


def _status(user: User) -> str:
    return "CONFIRMED" if user.has_password else "FORCE_CHANGE_PASSWORD"
