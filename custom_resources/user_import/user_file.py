"""A file of users, judged by what a pool asks of them, and completed to what an import job takes. Pure: the config's
rules judge with it before anything is deployed, the resource again before anything is uploaded.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html
No message repeats a value: these are people.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

OWNER = "custom:managed_by"
USERNAME, MFA = "cognito:username", "cognito:mfa_enabled"
PASSWORD_HASH = "password_hash"  # noqa: S105 - a column
STANDARD_COLUMNS = (
    USERNAME, "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile",
    "picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
    "phone_number_verified", "address", "updated_at", MFA,
)  # fmt: skip
"""What GetCSVHeader says of every pool, with `custom:<name>` for each custom attribute."""

MAX_BYTES = 100_000_000
MAX_USERS = 500_000
MAX_LINE = 16_000
_SHOWN = 10
_NAME = re.compile(rb"\S{1,128}")
_FORMS = {"birthdate": (re.compile(rb"\d\d/\d\d/\d{4}"), "mm/dd/yyyy"), "updated_at": (re.compile(rb"\d+"), "seconds")}
_FLAGS = ("email_verified", "phone_number_verified", MFA)
_MFA = {"ON": b"false", "OFF": b"true"}
"""A pool's MfaConfiguration -> what no user may say then."""


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What a pool asks of those who are imported. `lengths`: of values, in characters, by column."""

    columns: tuple[str, ...]
    required: frozenset[str]
    lengths: Mapping[str, tuple[int, int]]
    auto_verified: tuple[str, ...]
    sign_in_names: tuple[str, ...]
    """The attributes by which users can sign in, besides the username."""
    case_sensitive: bool
    mfa: str

    @classmethod
    def described(cls, pool: Mapping[str, Any], columns: Iterable[str]) -> "Pool":
        """`pool`: of DescribeUserPool; `columns`: of GetCSVHeader."""
        schema = {each["Name"]: each for each in pool.get("SchemaAttributes", ())}
        texts = {name: each.get("StringAttributeConstraints", {}) for name, each in schema.items()}
        return cls(
            columns=tuple(columns),
            required=frozenset(name for name, each in schema.items() if each.get("Required")) - {"sub"},
            lengths={
                name: (int(text.get("MinLength", 0)), int(text.get("MaxLength", 2048)))
                for name, text in texts.items()
                if text
            },
            auto_verified=tuple(pool.get("AutoVerifiedAttributes", ())),
            sign_in_names=(*pool.get("UsernameAttributes", ()), *pool.get("AliasAttributes", ())),
            case_sensitive=pool.get("UsernameConfiguration", {}).get("CaseSensitive", True),
            mfa=pool.get("MfaConfiguration", "OFF"),
        )


@dataclass
class Faults:
    """The first few in words, and how many there are."""

    shown: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, fault: str) -> None:
        self.count += 1
        if self.count <= _SHOWN:
            self.shown.append(fault)

    def __str__(self) -> str:
        more = self.count - len(self.shown)
        return "; ".join([*self.shown, *([f"and {more} more"] if more else [])])


def lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a file that comes in pieces."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


class UserFile:
    """`lines`, as they stand in the file; line 1 is the header, as in what Cognito reports of a job. `hashed`: whether
    the job says how passwords are hashed. `faults` are known once all `rows` are taken."""

    def __init__(self, lines: Iterable[bytes], pool: Pool, *, hashed: bool) -> None:
        self._lines, self._pool, self._hashed = lines, pool, hashed
        self.faults = Faults()
        self.users = 0

    def rows(self) -> Iterator[bytes]:
        """What to upload: every column that the pool has, in its order; blank where the file has none."""
        numbered = enumerate((line.rstrip(b"\r") for line in self._lines), 1)
        _, header = next(numbered, (1, b""))
        given = header.decode(errors="replace").split(",")
        wrong = list(_wrong_with_header(given, self._pool, hashed=self._hashed))
        for fault in wrong:
            self.faults.add(f"line 1: {fault}")
        if wrong:
            return
        added = [PASSWORD_HASH] if PASSWORD_HASH in given and PASSWORD_HASH not in self._pool.columns else []
        columns = [*self._pool.columns, *added]
        rows = self._judged(numbered, given)
        yield from (b",".join(row.get(name, b"") for name in columns) + b"\n" for row in chain([_named(columns)], rows))
        if not self.users:
            self.faults.add("no user stands in it")
        if self.users > MAX_USERS:
            self.faults.add(f"{self.users:,} users stand in it, and a job takes {MAX_USERS:,}: make it several files")

    def _judged(self, numbered: Iterator[tuple[int, bytes]], given: list[str]) -> Iterator[dict[str, bytes]]:
        judge = _Judge(self._pool)
        blank = 0
        for number, line in numbered:
            if not line.strip():
                blank = number
                continue
            if blank:  # left out, it would shift the numbers in Cognito's report
                self.faults.add(f"line {blank}: is blank: remove it")
                blank = 0
            self.users += 1
            values = re.split(rb"(?<!\\),", line)
            row = dict(zip(given, (value.strip() for value in values), strict=False))
            for fault in _wrong_with_line(line, len(values), len(given)) or judge.wrong_with(number, row):
                self.faults.add(f"line {number}: {fault}")
            yield row


def _named(columns: list[str]) -> dict[str, bytes]:
    return {name: name.encode() for name in columns}


def _wrong_with_header(given: list[str], pool: Pool, *, hashed: bool) -> Iterator[str]:
    if not pool.auto_verified:
        yield "no job starts in a pool that verifies neither email nor phone_number: set auto_verified_attributes"
    if given[0].startswith("\ufeff"):
        yield "a byte-order mark stands before the first column: save the file as UTF-8 without it"
        return
    unknown = [str(at) for at, name in enumerate(given, 1) if name not in {*pool.columns, PASSWORD_HASH}]
    if unknown:  # not by name: where the header was forgotten, the names are somebody's
        yield f"column {', '.join(unknown)} is none of this pool's. These are: {', '.join(pool.columns)}"
    for name in dict.fromkeys(given):
        if given.count(name) > 1 and name in pool.columns:
            yield f"the column {name} is there {given.count(name)} times"
    verified = [f"{name}_verified" for name in pool.auto_verified]
    needed = {USERNAME, *pool.required, *([PASSWORD_HASH] if hashed else []), *(verified if len(verified) == 1 else [])}
    for name in sorted(needed.difference(given)):
        yield f"the column {name} is missing"
    if PASSWORD_HASH in given and not hashed:
        yield f"{PASSWORD_HASH} is there, and nothing says how it was made: set password_hashing_algorithm"


def _wrong_with_line(line: bytes, values: int, columns: int) -> list[str]:
    try:
        length = len(line.decode())
    except UnicodeDecodeError:
        return ["is not UTF-8"]
    if length > MAX_LINE:
        return [f"has {length:,} characters, and Cognito reads {MAX_LINE:,}"]
    if values != columns:
        return [f"has {values} values for {columns} columns (a comma within a value is written \\,)"]
    return []


class _Judge:
    """Knows the lines before: a name can lead to one user only."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._verified = [f"{name}_verified" for name in pool.auto_verified]
        self._unique = {USERNAME: "", **{name: f"{name}_verified" for name in pool.sign_in_names}}
        self._seen: dict[str, dict[bytes, int]] = {name: {} for name in self._unique}

    def wrong_with(self, number: int, row: dict[str, bytes]) -> Iterator[str]:
        if not _NAME.fullmatch(row[USERNAME]):
            yield f"{USERNAME} is blank, has a space in it, or is longer than 128 characters"
        for name in sorted(self._pool.required):
            if not row[name]:
                yield f"{name} is blank, and the pool requires it"
        yield from self._wrong_flags(row)
        yield from self._wrong_values(row)
        yield from self._wrong_twins(number, row)

    def _wrong_flags(self, row: dict[str, bytes]) -> Iterator[str]:
        for name in _FLAGS:
            if row.get(name, b"").lower() not in (b"", b"true", b"false"):
                yield f"{name} is neither true nor false"
        if not any(_is_true(row, name) for name in self._verified):
            yield f"{' or '.join(self._verified)} has to be true: Cognito imports nobody who can't be reached"
        for name in ("email", "phone_number"):
            if _is_true(row, f"{name}_verified") and not row.get(name):
                yield f"{name}_verified is true, and {name} is blank"
        mfa = row.get(MFA, b"").lower()
        if mfa == _MFA.get(self._pool.mfa) or (self._pool.mfa == "OPTIONAL" and not mfa):
            wanted = {"ON": "true", "OFF": "false"}.get(self._pool.mfa, "true or false")
            yield f"{MFA} has to be {wanted} where MFA is {self._pool.mfa}"

    def _wrong_values(self, row: dict[str, bytes]) -> Iterator[str]:
        if row.get(OWNER):
            yield f"{OWNER} says which stack made a user: leave it blank"
        for name, value in row.items():
            low, high = self._pool.lengths.get(name, (0, MAX_LINE))
            text = value.replace(b"\\,", b",").decode()
            if value.startswith(b'"') and value.endswith(b'"'):
                yield f"{name} stands in quotes, which would become part of it"
            elif value and not low <= len(text) <= high:
                yield f"{name} has {len(text)} characters, and the pool allows {low} to {high}"
            elif value and name in _FORMS and not _FORMS[name][0].fullmatch(value):
                yield f"{name} is not written as {_FORMS[name][1]}"

    def _wrong_twins(self, number: int, row: dict[str, bytes]) -> Iterator[str]:
        for name, flag in self._unique.items():
            value = row.get(name, b"") if self._pool.case_sensitive else row.get(name, b"").lower()
            if value and (flag not in _FLAGS or _is_true(row, flag)):
                first = self._seen[name].setdefault(value, number)
                if first != number:
                    yield f"{name} is that of line {first}"


def _is_true(row: dict[str, bytes], name: str) -> bool:
    return row.get(name, b"").lower() == b"true"
