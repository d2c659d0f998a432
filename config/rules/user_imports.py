"""Rules of files with users."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from config.gaps import certain
from config.model import Environment
from config.model.attributes import OWNER_ATTRIBUTE
from config.model.user_pool import NumberAttribute, StringAttribute
from config.rules.violation import Violation
from custom_resources.user_import.pool import STANDARD_COLUMNS, Pool
from custom_resources.user_import.user_file import UserFile, lines, usernames


def users_fit_the_pool(environment: Environment) -> Iterator[Violation]:
    """Each user has a verified attribute, all that the pool requires, and a name of their own; so nobody is left out by
    Cognito half an hour later (CreateUserImportJob).
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html"""
    for name, each in environment.user_imports.items():
        with certain:
            hashed = each.password_hashing_algorithm is not None
            file = UserFile(lines([each.file.content]), _pool(environment), hashed=hashed)
            for _ in file.rows():
                pass
            if file.faults.count:
                what = f"{each.file.path!r} can't be imported: {file.faults}"
                yield Violation(("user_imports", name, "file"), what, "mend these lines")


def users_are_no_seed_users(environment: Environment) -> Iterator[Violation]:
    """One name can't lead to two users: whoever comes second is skipped, or refused (AdminCreateUser: Username)."""
    fold = str if environment.user_pool.sign_in.case_sensitive else str.lower
    seeds = {}
    for key, user in environment.seed_users.items():
        with certain:
            seeds[fold(user.username)] = key
    for name, each in environment.user_imports.items() if seeds else ():
        with certain:
            for line, username in usernames(lines([each.file.content])):
                if seed := seeds.get(fold(username)):
                    what = f"line {line} of {each.file.path!r} has the username of seed user {seed!r}"
                    yield Violation(("user_imports", name, "file"), what, "remove one of them")


def files_differ(environment: Environment) -> Iterator[Violation]:
    """No file is imported twice, whatever its name: two resources would have one physical id.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html"""
    seen: dict[str, str] = {}
    for name, each in environment.user_imports.items():
        with certain:
            other = seen.setdefault(each.digest, name)
            if other != name:
                what = f"{each.file.path!r} has the content of user_imports.{other}"
                yield Violation(("user_imports", name, "file"), what, "remove one of them")


def _pool(environment: Environment) -> Pool:
    pool = environment.user_pool
    custom = {f"custom:{name}": attribute for name, attribute in pool.custom_attributes.items()}
    return Pool(
        columns=(*STANDARD_COLUMNS, *custom, f"custom:{OWNER_ATTRIBUTE}"),
        required=frozenset(name for name, attribute in pool.standard_attributes.items() if attribute.required),
        lengths={
            **{name: each.lengths for name, each in pool.standard_attributes.items() if each.lengths},
            **{
                n: (each.min_length, each.max_length) for n, each in custom.items() if isinstance(each, StringAttribute)
            },
        },
        ranges={name: _range(each) for name, each in custom.items() if isinstance(each, NumberAttribute)},
        truths=frozenset(name for name, each in custom.items() if each.type == "Boolean"),
        auto_verified=pool.auto_verified_attributes,
        sign_in_names=(*pool.sign_in.username_attributes, *pool.sign_in.alias_attributes),
        case_sensitive=pool.sign_in.case_sensitive,
        mfa=pool.mfa.configuration,
    )


def _range(attribute: NumberAttribute) -> tuple[float, float]:
    low, high = attribute.min_value, attribute.max_value
    return -inf if low is None else low, inf if high is None else high


RULES = (users_fit_the_pool, users_are_no_seed_users, files_differ)
