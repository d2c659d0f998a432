"""What is judged to be right arrives as it was written: each value in the column that it stood in."""

from __future__ import annotations

import re

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from custom_resources.user_import.pool import OWNER, STANDARD_COLUMNS, Pool
from custom_resources.user_import.user_file import UserFile, lines

FREE = ("name", "nickname", "address", "custom:tenant")
"""Of any content, as far as it goes."""
POOL = Pool(
    columns=(*STANDARD_COLUMNS, "custom:tenant", OWNER),
    required=frozenset(),
    lengths={},
    ranges={},
    truths=frozenset(),
    auto_verified=("email",),
    sign_in_names=(),
    case_sensitive=True,
    mfa="OFF",
)
FIXED = {"cognito:username": "anna", "email": "a@example.com", "email_verified": "true"}
values = st.text(st.one_of(st.sampled_from('\\\\,," \r\t'), st.characters(exclude_characters="\n")), max_size=8)


def by_the_comma_before(row: str) -> list[str]:
    """A comma is a value's own if a backslash stands before it."""
    return [value.replace("\\,", ",") for value in re.split(r"(?<!\\),", row)]


def by_the_character(row: str) -> list[str]:
    """The same, where a backslash says that of a backslash, too."""
    found, rest = [""], iter(row)
    for character in rest:
        if character == ",":
            found.append("")
        else:
            after = next(rest, "") if character == "\\" else ""
            found[-1] += after if after == "," else character + after
    return found


@given(st.permutations([*FIXED, *FREE]), st.fixed_dictionaries(dict.fromkeys(FREE, values)))
@example([*FIXED, *FREE], dict.fromkeys(FREE, "Zed\\"))
@example([*FIXED, *FREE], {"name": "a\\\\,b", "nickname": "", "address": "", "custom:tenant": ""})
@settings(derandomize=True, database=None, deadline=None, max_examples=300)
def test_what_is_accepted_arrives_in_its_column(columns: list[str], free: dict[str, str]) -> None:
    stood = FIXED | free
    text = ",".join(columns) + "\n" + ",".join(stood[name] for name in columns) + "\n"
    file = UserFile(lines([text.encode("utf-8", "surrogatepass")]), POOL, hashed=False)
    uploaded = b"".join(file.rows())
    event("refused" if file.faults.count else "accepted")
    if not file.faults.count:
        header, row, end = re.split(r"\r\n|\r|\n", uploaded.decode())
        assert (header.split(","), end) == ([*POOL.columns], "")
        for parsed in (by_the_comma_before(row), by_the_character(row)):
            arrived = dict(zip(POOL.columns, parsed, strict=True))
            assert {name: value for name, value in arrived.items() if value} == {
                name: wanted for name, value in zip(columns, by_the_comma_before(text.split("\n")[1]), strict=True)
                if (wanted := stripped(value))
            }  # fmt: skip


def stripped(value: str) -> str:
    """Of what bytes call blank."""
    return value.strip(" \t\n\r\x0b\x0c")


def test_a_comma_that_is_written_as_one_arrives_and_a_backslash_alone_does() -> None:
    text = "cognito:username,email,email_verified,name\nanna,a@example.com,true,Zed\\, A\\B\n"
    _, row = UserFile(lines([text.encode()]), POOL, hashed=False).rows()
    assert dict(zip(POOL.columns, by_the_character(row.decode()), strict=False))["name"] == "Zed, A\\B"
