"""Custom sign-in: an arithmetic question, at most three times. Decides what comes next.

A skeleton to build on: what the question is, and how it reaches the user, is up to create.py and verify.py.
"""

from typing import Any

Event = dict[str, Any]
ATTEMPTS = 3


def handler(event: Event, _context: object) -> Event:
    """The session holds the challenges so far. An unknown user gets the same questions, and never a token."""
    answers = [step["challengeResult"] for step in event["request"]["session"]]
    unknown = event["request"].get("userNotFound", False)
    passed = bool(answers) and answers[-1] and not unknown
    failed = not passed and len(answers) >= ATTEMPTS
    event["response"] |= {"issueTokens": passed, "failAuthentication": failed}
    if not passed and not failed:
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
