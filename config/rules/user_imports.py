"""Rules of files with users."""

from __future__ import annotations

from collections.abc import Iterator

from config.gaps import certain
from config.model import Environment
from config.model.attributes import OWNER_ATTRIBUTE
from config.model.user_pool import StringAttribute
from config.rules.violation import Violation
from custom_resources.user_import.user_file import STANDARD_COLUMNS, Pool, UserFile, lines


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
    lengths = {
        f"custom:{name}": (attribute.min_length, attribute.max_length)
        for name, attribute in pool.custom_attributes.items()
        if isinstance(attribute, StringAttribute)
    }
    return Pool(
        columns=(*STANDARD_COLUMNS, *(f"custom:{name}" for name in (*pool.custom_attributes, OWNER_ATTRIBUTE))),
        required=frozenset(name for name, attribute in pool.standard_attributes.items() if attribute.required),
        lengths=lengths,
        auto_verified=pool.auto_verified_attributes,
        sign_in_names=(*pool.sign_in.username_attributes, *pool.sign_in.alias_attributes),
        case_sensitive=pool.sign_in.case_sensitive,
        mfa=pool.mfa.configuration,
    )


RULES = (users_fit_the_pool, files_differ)
