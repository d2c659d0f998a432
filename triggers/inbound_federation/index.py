"""Cuts what an external provider says of a user to what Cognito stores: 2048 characters of each attribute.

A SAML provider that sends all the groups of a user is the usual case: without this, the sign-in fails.
"""

from typing import Any

Event = dict[str, Any]
LONGEST = 2048


def handler(event: Event, _context: object) -> Event:
    """What is answered replaces what the provider said, so everything that is to stay must be in it."""
    said = event["request"]["attributes"]
    attributes = said.get("samlResponse") or (said.get("idToken") or {}) | (said.get("userInfo") or {})
    event["response"]["userAttributesToMap"] = {name: str(value)[:LONGEST] for name, value in attributes.items()}
    return event
