"""What a change of a setting costs, where it can't be made in place. A key's entry holds for those below it, too."""

from __future__ import annotations

_NEVER = "refused; it takes a new pool, and every user anew."

CHANGES = {
    "account": "deploys anew in the other account; what stands stays where it is.",
    "region": "deploys anew in the other Region; what stands stays where it is.",
    "user_pool.sign_in.username_attributes": _NEVER,
    "user_pool.sign_in.alias_attributes": _NEVER,
    "user_pool.sign_in.case_sensitive": _NEVER,
    "user_pool.standard_attributes": _NEVER,
    "user_pool.custom_attributes": "more can be added; to change or remove one takes a new pool.",
    "domain.prefix": "replaces the domain.",
    "clients.NAME": "another NAME is a new client, with another id.",
    "groups.NAME": "another NAME is a new group, without members.",
    "seed_users.NAME.username": "another username is a new user.",
}
"""NAME stands for any key of a mapping. Whatever is not here is changed in place."""
