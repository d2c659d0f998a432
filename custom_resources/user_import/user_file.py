"""A file of users, judged by what a pool asks of them, and completed to what an import job takes. Pure: the config's
rules judge with it before anything is deployed, the resource again before anything is uploaded.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html
No message repeats a value: these are people.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from custom_resources.user_import.judge import Judge, Row
from custom_resources.user_import.pool import PASSWORD_HASH, USERNAME, Pool

MAX_BYTES = 100_000_000
MAX_USERS = 500_000
MAX_LINE = 16_000
_SHOWN = 10


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

    def _judged(self, numbered: Iterator[tuple[int, bytes]], given: list[str]) -> Iterator[Row]:
        judge = Judge(self._pool)
        blank = 0
        for number, line in numbered:
            if not line.strip():
                blank = number
                continue
            if blank:  # left out, it would shift the numbers in Cognito's report
                self.faults.add(f"line {blank}: is blank: remove it")
                blank = 0
            self.users += 1
            values = _values(line)
            row = dict(zip(given, values, strict=False))
            for fault in _wrong_with_line(line, len(values), len(given)) or judge.wrong_with(number, row):
                self.faults.add(f"line {number}: {fault}")
            yield row


def usernames(lines: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """Of whom a file tells, with the line, as far as it can be read."""
    numbered = enumerate(lines, 1)
    given = _values(next(numbered, (1, b""))[1])
    if USERNAME.encode() in given:
        at = given.index(USERNAME.encode())
        for number, line in numbered:
            if len(values := _values(line)) > at:
                yield number, values[at].replace(b"\\,", b",").decode(errors="replace")


def _values(line: bytes) -> list[bytes]:
    return [value.strip() for value in re.split(rb"(?<!\\),", line)]


def _named(columns: list[str]) -> Row:
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
