"""What is wrong with a user of a file. Pure, and no message repeats a value: these are people."""

import re
from collections.abc import Iterator

from custom_resources.user_import.pool import MAX_VALUE, MFA, OWNER, USERNAME, Pool

Row = dict[str, bytes]

_NAME = re.compile(r"\S{1,128}")
_NUMBER = re.compile(rb"-?[0-9]+(\.[0-9]+)?")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_SPECIAL = re.compile(rb'[\x00-\x1f\x7f"\\]')  # at once, for files of 500,000 lines
_FORMS = {
    "birthdate": (re.compile(rb"(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/[0-9]{4}"), "mm/dd/yyyy"),
    "email": (re.compile(rb"[^@\s]+@[^@\s]+"), "an e-mail address"),
    "phone_number": (re.compile(rb"\+[0-9]{4,15}"), "+15555550100"),
    "updated_at": (re.compile(rb"[0-9]+"), "seconds"),
}
_FLAGS = ("email_verified", "phone_number_verified", MFA)
_MFA = {"ON": b"false", "OFF": b"true"}
"""A pool's MfaConfiguration -> what no user may say then."""


class Judge:
    """Knows the lines before: a name can lead to one user only."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._truths = pool.truths.difference(_FLAGS)
        self._verified = [f"{name}_verified" for name in pool.auto_verified]
        self._unique = {USERNAME: "", **{name: f"{name}_verified" for name in pool.sign_in_names}}
        self._seen: dict[str, dict[bytes, int]] = {name: {} for name in self._unique}

    def wrong_with(self, number: int, row: Row) -> Iterator[str]:
        if not _NAME.fullmatch(_read(row[USERNAME])):
            yield f"{USERNAME} is blank, has a space in it, or is longer than 128 characters"
        for name in sorted(self._pool.required):
            if not row[name]:
                yield f"{name} is blank, and the pool requires it"
        yield from self._wrong_flags(row)
        if row.get(OWNER):
            yield f"{OWNER} says which stack made a user: leave it blank"
        for name, value in row.items():
            if value and (fault := self._wrong_value(name, value)):
                yield f"{name} {fault}"
        yield from self._wrong_twins(number, row)

    def _wrong_flags(self, row: Row) -> Iterator[str]:
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

    def _wrong_value(self, name: str, value: bytes) -> str:
        """What no document of Cognito's says, such as how it reads a DateTime, is left to the job."""
        if _SPECIAL.search(value) and (fault := _wrong_text(value)):
            return fault
        if name in _FORMS and not _FORMS[name][0].fullmatch(value):
            return f"is not written as {_FORMS[name][1]}"
        if name in self._truths:
            return "" if value in (b"true", b"false") else "is neither true nor false"
        if name in self._pool.ranges:
            return _wrong_number(value, *self._pool.ranges[name])
        low, high = self._pool.lengths.get(name, (0, MAX_VALUE))
        length = len(_read(value))
        return "" if low <= length <= high else f"has {length} characters, and the pool allows {low} to {high}"

    def _wrong_twins(self, number: int, row: Row) -> Iterator[str]:
        for name, flag in self._unique.items():
            value = row.get(name, b"") if self._pool.case_sensitive else row.get(name, b"").lower()
            if value and (flag not in _FLAGS or _is_true(row, flag)):
                first = self._seen[name].setdefault(value, number)
                if first != number:
                    yield f"{name} is that of line {first}"


def _wrong_text(value: bytes) -> str:
    if value.startswith(b'"') and value.endswith(b'"'):
        return "stands in quotes, which would become part of it"
    if _CONTROL.search(value):
        return "has a control character in it"
    if value.endswith(b"\\") or b"\\\\," in value:  # only `\,` is documented: whose the comma is would be a guess
        return "has a backslash at its end, or before a comma that is written \\,"
    return ""


def _wrong_number(value: bytes, low: float, high: float) -> str:
    if not _NUMBER.fullmatch(value):
        return "is no number"
    if float(value) < low:
        return f"is less than {low:.16g}"
    return f"is more than {high:.16g}" if float(value) > high else ""


def _read(value: bytes) -> str:
    """As Cognito reads it."""
    return value.replace(b"\\,", b",").decode()


def _is_true(row: Row, name: str) -> bool:
    return row.get(name, b"").lower() == b"true"
