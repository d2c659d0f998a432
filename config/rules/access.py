"""Rules of groups, of what `verify` signs in with, and of tags."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import nearest
from config.gaps import certain
from config.model import Environment
from config.rules.violation import Violation


def precedences_differ(environment: Environment) -> Iterator[Violation]:
    """With equal precedences neither group's role is preferred, and the token names none (CreateGroup: Precedence)."""
    seen: dict[int, str] = {}
    for name, group in environment.groups.items():
        with certain:
            other = seen.setdefault(group.precedence, name)
            if other != name:
                what = f"{group.precedence} is also that of group {other!r}"
                yield Violation(("groups", name, "precedence"), what, "give each group its own")


def group_names_differ(environment: Environment) -> Iterator[Violation]:
    """A name is that of one group; of a group without one, it is the key (CreateGroup: GroupName)."""
    seen: dict[str, str] = {}
    for key, group in environment.groups.items():
        with certain:
            name = group.name or key
            other = seen.setdefault(name, key)
            if other != key:
                what = f"{name!r} is also the name of group {other!r}"
                yield Violation(("groups", key, "name"), what, "give each group its own")


def verify_has_a_client(environment: Environment) -> Iterator[Violation]:
    """`verify` signs in through a client of this environment, by SRP."""
    client = environment.verify.client
    if client and client not in environment.clients:
        what = f"there is no client {client!r}"
        yield Violation(
            ("verify", "client"), what, f"{nearest(client, environment.clients)}; or declare it under clients"
        )
    elif client and "ALLOW_USER_SRP_AUTH" not in environment.clients[client].auth_flows:
        yield Violation(
            ("verify", "client"),
            f"client {client!r} does not allow SRP",
            "add ALLOW_USER_SRP_AUTH to its auth_flows, or name another client",
        )


def tags_are_ours(environment: Environment) -> Iterator[Violation]:
    """The prefix aws: is reserved. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"""
    for key in environment.tags:
        if key.lower().startswith("aws:"):
            yield Violation(("tags", key), f"{key!r} starts with aws:, which AWS reserves", "rename it")


RULES = (precedences_differ, group_names_differ, verify_has_a_client, tags_are_ours)
