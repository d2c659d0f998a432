"""Throw-away identity pools: how a later run knows those that a killed one has left."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from random import SystemRandom

FORM = re.compile(r"gatehouse-verify-(?P<made>[0-9]{10})-[0-9a-f]{16}")
"""AWS doesn't say when an identity pool was made, so its name does."""


def new_name() -> str:
    return f"gatehouse-verify-{time.time():010.0f}-{SystemRandom().getrandbits(64):016x}"


def age(name: str) -> timedelta:
    """Since a run made the identity pool of this name; none where no run made it."""
    found = FORM.fullmatch(name)
    return timedelta(seconds=time.time() - int(found["made"])) if found else timedelta()
