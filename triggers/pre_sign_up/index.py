"""Lets people sign up only with an address of a domain in ALLOWED_DOMAINS (with commas between; empty: any)."""

import os
from typing import Any

Event = dict[str, Any]


def handler(event: Event, _context: object) -> Event:
    """What is raised here refuses the sign-up, and its text reaches the user: it says nothing that is not theirs."""
    domain = event["request"]["userAttributes"].get("email", "").rpartition("@")[2].lower()
    allowed = [name.strip().lower() for name in os.environ.get("ALLOWED_DOMAINS", "").split(",") if name.strip()]
    by_an_administrator = event["triggerSource"] == "PreSignUp_AdminCreateUser"
    if allowed and domain not in allowed and not by_an_administrator:
        raise PermissionError("Sign up with your work address.")
    return event
