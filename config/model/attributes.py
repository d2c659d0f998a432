"""The attributes that every user pool has."""

from __future__ import annotations

from typing import Literal, get_args

StandardAttributeName = Literal[
    "address", "birthdate", "email", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
    "phone_number", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo",
]  # fmt: skip

STANDARD_ATTRIBUTES: tuple[str, ...] = get_args(StandardAttributeName)
VERIFIED_FLAGS = ("email_verified", "phone_number_verified")
"""Written by Cognito, or by an administrator; never by a user."""

OWNER_ATTRIBUTE = "managed_by"
"""custom:managed_by: which stack made a seed user. A user without it is never touched."""
