"""Brings users over from an old service, each at the next sign-in: asks it whether the password is right.

The service: POST to LEGACY_URL, {"username": ..., "password": ...} -> 200 and {"email": ...}, or 401. Without a
password (the user has forgotten it) it only says who the user is.
"""

import json
import os
import urllib.error
import urllib.request
from typing import Any

Event = dict[str, Any]
SECONDS = 3
"""Cognito waits five."""


def handler(event: Event, _context: object) -> Event:
    return bring_over(event, ask)


def bring_over(event: Event, asked: Any) -> Event:
    """Raising refuses the sign-in, with Cognito's usual answer for an unknown user."""
    user = asked(event["userName"], event["request"].get("password"))
    if user is None:
        raise PermissionError("Not a user of the old service")
    event["response"] |= {
        "userAttributes": {"email": user["email"], "email_verified": "true"},
        "messageAction": "SUPPRESS",
    }
    if event["triggerSource"] == "UserMigration_Authentication":
        event["response"]["finalUserStatus"] = "CONFIRMED"
    return event


def ask(username: str, password: str | None) -> dict[str, str] | None:
    """What the old service says of a user; None: it refuses."""
    body = json.dumps({"username": username, "password": password}).encode()
    request = urllib.request.Request(os.environ["LEGACY_URL"], body, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # the address is the config's
            found: dict[str, str] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        if error.code in {401, 404}:
            return None
        raise
