"""Custom sign-in: makes the question. The answer stays with Cognito, which hands it to verify.py alone."""

import secrets
from typing import Any

Event = dict[str, Any]


def handler(event: Event, _context: object) -> Event:
    one, other = secrets.randbelow(90) + 10, secrets.randbelow(90) + 10
    event["response"] |= {
        "publicChallengeParameters": {"question": f"{one} + {other}"},
        "privateChallengeParameters": {"answer": str(one + other)},
        "challengeMetadata": "SUM",
    }
    return event
