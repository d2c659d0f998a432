"""Rules of seed users and of the names that become logical ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config import names
from config.model import Environment
from config.model.attributes import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from config.rules.violation import Violation

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_PHONE = re.compile(r"\+[0-9]{4,15}")


def usernames_fit_the_sign_in(environment: Environment) -> Iterator[Violation]:
    """With username_attributes, a username is an e-mail address or phone number; with aliases, it may not look like one.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases"""
    sign_in = environment.user_pool.sign_in
    for key, user in environment.seed_users.items():
        path = ("seed_users", key, "username")
        forms = {"email": _EMAIL, "phone_number": _PHONE}
        matching = [name for name, form in forms.items() if form.fullmatch(user.username)]
        if sign_in.username_attributes and not set(matching) & set(sign_in.username_attributes):
            yield Violation(
                path,
                f"{user.username!r} is no {' or '.join(sign_in.username_attributes)}",
                "users of this pool sign in with that: write one",
            )
        for alias in set(matching) & set(sign_in.alias_attributes):
            yield Violation(
                path,
                f"{user.username!r} looks like an {alias}, which is an alias here",
                f"choose a plain username and set attributes.{alias}",
            )
        for name in set(matching) & set(sign_in.username_attributes):
            if user.attributes.get(name, user.username) != user.username:
                yield Violation(
                    ("seed_users", key, "attributes", name),
                    f"{user.attributes[name]!r} differs from the username {user.username!r}",
                    "make them equal",
                )


def usernames_differ(environment: Environment) -> Iterator[Violation]:
    """Two seed users can't be one user; without case sensitivity Anna and anna are one (UsernameConfiguration)."""
    seen: dict[str, str] = {}
    for key, user in environment.seed_users.items():
        name = user.username if environment.user_pool.sign_in.case_sensitive else user.username.lower()
        other = seen.setdefault(name, key)
        if other != key:
            yield Violation(
                ("seed_users", key, "username"),
                f"{user.username!r} is also that of seed user {other!r}",
                "remove one of them",
            )


def attributes_fit_the_pool(environment: Environment) -> Iterator[Violation]:
    """AdminCreateUser refuses unknown attributes, and a user who lacks a required one."""
    pool = environment.user_pool
    custom = {f"custom:{name}" for name in pool.custom_attributes}
    required = {name for name, attribute in pool.standard_attributes.items() if attribute.required}
    for key, user in environment.seed_users.items():
        path = ("seed_users", key, "attributes")
        for name, value in user.attributes.items():
            if name not in {*STANDARD_ATTRIBUTES, *VERIFIED_FLAGS, *custom}:
                yield Violation(
                    (*path, name),
                    f"{name!r} is no attribute of this pool",
                    "declare it under user_pool.custom_attributes, and write it as custom:<name>",
                )
            elif name in VERIFIED_FLAGS and not isinstance(value, bool):
                yield Violation(
                    (*path, name),
                    f"{value!r} is neither true nor false",
                    "write true (you have checked it) or false, without quotes",
                )
            elif name not in VERIFIED_FLAGS and isinstance(value, bool):
                yield Violation((*path, name), f"{value!r} is not text", "put it in quotes")
        given = {
            *user.attributes,
            *(
                a
                for a, form in (("email", _EMAIL), ("phone_number", _PHONE))
                if a in pool.sign_in.username_attributes and form.fullmatch(user.username)
            ),
        }
        for name in sorted(required - given):
            yield Violation(path, f"lacks {name}, which the pool requires", f"add {name}")


def groups_exist(environment: Environment) -> Iterator[Violation]:
    """AdminAddUserToGroup refuses a group that isn't there."""
    there = ", ".join(environment.groups) or "(none are declared)"
    for key, user in environment.seed_users.items():
        for index, group in enumerate(user.groups):
            if group not in environment.groups:
                yield Violation(
                    ("seed_users", key, "groups", index), f"there is no group {group!r}", f"write one of {there}"
                )


def logical_ids_differ(environment: Environment) -> Iterator[Violation]:
    """Names that differ only in hyphens would become one logical id (a-1 and a1)."""
    for section in ("clients", "groups", "seed_users"):
        seen: dict[str, str] = {}
        for key in getattr(environment, section):
            other = seen.setdefault(names.pascal(key), key)
            if other != key:
                yield Violation((section, key), f"{key!r} and {other!r} differ only in hyphens", "rename the newer one")


RULES = (usernames_fit_the_sign_in, usernames_differ, attributes_fit_the_pool, groups_exist, logical_ids_differ)
