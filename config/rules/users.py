"""Rules of seed users and of the names that become logical ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from config import names
from config.errors import KeyPath, did_you_mean, shown
from config.gaps import certain
from config.model import Environment
from config.model.attributes import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from config.model.environment import SeedUser
from config.model.user_pool import CustomAttribute, NumberAttribute, StringAttribute
from config.rules.violation import Violation

_DECLARE = "declare it under user_pool.custom_attributes, and write it as custom:<name>"
MAX_VALUE_LENGTH = 2048
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMS = {"email": re.compile(r"[^@\s]+@[^@\s]+"), "phone_number": re.compile(r"\+[0-9]{4,15}")}


def usernames_fit_the_sign_in(environment: Environment) -> Iterator[Violation]:
    """With username_attributes, a username is an e-mail address or phone number; with aliases, it must not be one.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases"""
    sign_in = environment.user_pool.sign_in
    for key, user in environment.seed_users.items():
        with certain:
            path = ("seed_users", key, "username")
            matching = {name for name, form in _FORMS.items() if form.fullmatch(user.username)}
            if sign_in.username_attributes and not matching & set(sign_in.username_attributes):
                yield Violation(
                    path,
                    f"{user.username!r} is no {' or '.join(sign_in.username_attributes)}",
                    "users of this pool sign in with that: write one",
                )
            for alias in matching & set(sign_in.alias_attributes):
                yield Violation(
                    path,
                    f"{user.username!r} has the form of {alias}, which is an alias here",
                    f"choose a plain username and set attributes.{alias}",
                )
            for name in matching & set(sign_in.username_attributes):
                if user.attributes.get(name, user.username) != user.username:
                    yield Violation(
                        ("seed_users", key, "attributes", name),
                        f"{user.attributes[name]!r} differs from the username {user.username!r}",
                        "make them equal",
                    )


def sign_in_names_differ(environment: Environment) -> Iterator[Violation]:
    """One name can't lead to two users (AdminCreateUser: Username, ForceAliasCreation); without case sensitivity Anna
    and anna are one (UsernameConfigurationType). An e-mail address or phone number counts once it is verified."""
    sign_in = environment.user_pool.sign_in
    seen: dict[str, str] = {}
    for key, user in environment.seed_users.items():
        with certain:
            given = {"username": user.username} | {
                f"attributes.{alias}": str(user.attributes[alias])
                for alias in sign_in.alias_attributes
                if alias in user.attributes and user.attributes.get(f"{alias}_verified", alias == "preferred_username")
            }
            for place, name in given.items():
                other = seen.setdefault(name if sign_in.case_sensitive else name.lower(), key)
                if other != key:
                    yield Violation(
                        ("seed_users", key, *place.split(".")),
                        f"{name!r} is also a sign-in name of seed user {other!r}",
                        "change one of them, or remove it",
                    )


def attributes_fit_the_pool(environment: Environment) -> Iterator[Violation]:
    """A user has only attributes of the pool, and all that it requires (AdminCreateUser: UserAttributes). Values are
    text of at most 2048 characters (AttributeType), except for whether something is verified."""
    pool = environment.user_pool
    known = (*STANDARD_ATTRIBUTES, *VERIFIED_FLAGS, *(f"custom:{name}" for name in pool.custom_attributes))
    required = {name for name, attribute in pool.standard_attributes.items() if attribute.required}
    for key, user in environment.seed_users.items():
        with certain:
            path = ("seed_users", key, "attributes")
            for name, value in user.attributes.items():
                with certain:
                    if name not in known:
                        fix = did_you_mean(name, known) or _DECLARE
                        yield Violation((*path, name), f"{name!r} is no attribute of this pool", fix)
                    elif name in VERIFIED_FLAGS and not isinstance(value, bool):
                        fix = "write true (you have checked it) or false, without quotes"
                        yield Violation((*path, name), f"{shown(value)} is neither true nor false", fix)
                    elif name not in VERIFIED_FLAGS and isinstance(value, bool):
                        yield Violation((*path, name), f"{shown(value)} is not text", "put it in quotes")
                    elif name in _FORMS and not _FORMS[name].fullmatch(str(value)):
                        form = "an e-mail address" if name == "email" else "a phone number such as +15555550100"
                        yield Violation((*path, name), f"{shown(value)} is not {form}", f"write {form}")
                    elif isinstance(value, str) and len(value) > MAX_VALUE_LENGTH:
                        what = f"{shown(value)} is too long"
                        yield Violation((*path, name), what, f"write at most {MAX_VALUE_LENGTH} characters")
            for name in sorted(required - _given(user, environment)):
                yield Violation(path, f"lacks {name}, which the pool requires", f"add {name}")


def verified_attributes_are_given(environment: Environment) -> Iterator[Violation]:
    """email_verified needs an email, phone_number_verified a phone_number (AdminCreateUser: UserAttributes)."""
    for key, user in environment.seed_users.items():
        with certain:
            for flag in VERIFIED_FLAGS:
                with certain:
                    name = flag.removesuffix("_verified")
                    if user.attributes.get(flag) is True and name not in _given(user, environment):
                        what = f"there is no {name} that could be verified"
                        yield Violation(("seed_users", key, "attributes", flag), what, f"add {name}, or remove {flag}")


def _given(user: SeedUser, environment: Environment) -> set[str]:
    """The attributes that a user is created with: those written, and the one that the username is."""
    names_are = environment.user_pool.sign_in.username_attributes
    return {*user.attributes, *(name for name in names_are if _FORMS[name].fullmatch(user.username))}


def custom_values_fit_their_type(environment: Environment) -> Iterator[Violation]:
    """Cognito checks a value against its attribute's type and constraints (SchemaAttributeType: AttributeDataType,
    StringAttributeConstraints, NumberAttributeConstraints)."""
    for key, user in environment.seed_users.items():
        with certain:
            for name, attribute in environment.user_pool.custom_attributes.items():
                with certain:
                    value = user.attributes.get(f"custom:{name}")
                    if isinstance(value, str) and not _fits(value, attribute):
                        yield Violation(
                            ("seed_users", key, "attributes", f"custom:{name}"),
                            f"{shown(value)} does not fit user_pool.custom_attributes.{name}",
                            f"write a value of its type, {attribute.type}, within its constraints",
                        )


def standard_values_have_their_length(environment: Environment) -> Iterator[Violation]:
    """The same of standard attributes that the pool bounds (SchemaAttributeType: StringAttributeConstraints)."""
    for key, user in environment.seed_users.items():
        with certain:
            for name, attribute in environment.user_pool.standard_attributes.items():
                with certain:
                    lengths, is_username = attribute.lengths, name not in user.attributes
                    value = user.attributes.get(name, user.username) if name in _given(user, environment) else None
                    if isinstance(value, str) and lengths and not lengths[0] <= len(value) <= lengths[1]:
                        yield Violation(
                            ("seed_users", key, *(["username"] if is_username else ["attributes", name])),
                            f"{shown(value)} does not fit user_pool.standard_attributes.{name}",
                            f"write {lengths[0]} to {lengths[1]} characters",
                        )


def _fits(value: str, attribute: CustomAttribute) -> bool:
    if isinstance(attribute, StringAttribute):
        return attribute.min_length <= len(value) <= attribute.max_length
    if isinstance(attribute, NumberAttribute):
        low = float("-inf") if attribute.min_value is None else attribute.min_value
        high = float("inf") if attribute.max_value is None else attribute.max_value
        return bool(_NUMBER.fullmatch(value)) and low <= float(value) <= high
    return attribute.type != "Boolean" or value in {"true", "false"}


def groups_exist(environment: Environment) -> Iterator[Violation]:
    """A user joins only groups that are there (AdminAddUserToGroup: GroupName)."""
    there = f", or write one of {', '.join(environment.groups)}" if environment.groups else ""
    for key, user in environment.seed_users.items():
        with certain:
            for index, group in enumerate(user.groups):
                with certain:
                    if group not in environment.groups:
                        path = ("seed_users", key, "groups", index)
                        yield Violation(path, f"there is no group {group!r}", f"declare it under groups{there}")


def logical_ids_differ(environment: Environment) -> Iterator[Violation]:
    """Names that differ only in hyphens would become one logical id (a-1 and a1)."""
    providers = environment.identity_providers
    sections: dict[KeyPath, Iterable[str]] = {
        ("clients",): environment.clients,
        ("groups",): environment.groups,
        ("seed_users",): environment.seed_users,
        ("user_imports",): environment.user_imports,
        ("resource_servers",): environment.resource_servers,
        ("identity_providers", "oidc"): providers.oidc,
        ("identity_providers", "saml"): providers.saml,
    }
    seen: dict[tuple[str | int, str], str] = {}
    for section, keys in sections.items():
        with certain:
            for key in keys:
                other = seen.setdefault((section[0], names.pascal(key)), key)
                if other != key:
                    what = f"{key!r} and {other!r} would become one logical id"
                    yield Violation((*section, key), what, "rename the newer one")


RULES = (
    usernames_fit_the_sign_in,
    sign_in_names_differ,
    attributes_fit_the_pool,
    verified_attributes_are_given,
    custom_values_fit_their_type,
    standard_values_have_their_length,
    groups_exist,
    logical_ids_differ,
)
