"""What is wrong with a file of users, by line; and what of a right one is uploaded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from custom_resources.user_import import user_file
from custom_resources.user_import.pool import OWNER, STANDARD_COLUMNS, Pool
from custom_resources.user_import.user_file import UserFile, lines, usernames

POOL = Pool(
    columns=(*STANDARD_COLUMNS, "custom:tenant", "custom:level", "custom:member", OWNER),
    required=frozenset({"name"}),
    lengths={"custom:tenant": (2, 4)},
    ranges={"custom:level": (1, 99)},
    truths=frozenset({"custom:member", "email_verified"}),
    auto_verified=("email",),
    sign_in_names=("email",),
    case_sensitive=False,
    mfa="OPTIONAL",
)
HEADER = "cognito:username,name,email,email_verified,cognito:mfa_enabled"
MISSING = [f"line 1: the column {name} is missing" for name in ("cognito:username", "email_verified", "name")]
BACKSLASH = "has a backslash at its end, or before a comma that is written \\,"
HASHED = "password_hash is there, and nothing says how it was made: set password_hashing_algorithm"


def faults(text: str, pool: Pool = POOL, *, hashed: bool = False) -> str:
    file = UserFile(lines([text.encode("utf-8", "surrogateescape")]), pool, hashed=hashed)
    for _ in file.rows():
        pass
    return str(file.faults)


@pytest.mark.parametrize(
    ("more", "row", "fault"),
    [
        ("", ",A,a@b.c,true,true", "cognito:username is blank, has a space in it, or is longer than 128 characters"),
        ("", "a b,A,a@b.c,true,true", "cognito:username is blank, has a space in it, or is longer than 128 characters"),
        ("", "a,,a@b.c,true,true", "name is blank, and the pool requires it"),
        ("", "a,A,a@b.c,,true", "email_verified has to be true: Cognito imports nobody who can't be reached"),
        ("", "a,A,a@b.c,true,yes", "cognito:mfa_enabled is neither true nor false"),
        ("", "a,A,,true,true", "email_verified is true, and email is blank"),
        ("", "a,A,a@b.c,true,", "cognito:mfa_enabled has to be true or false where MFA is OPTIONAL"),
        ("", 'a,"A",a@b.c,true,true', "name stands in quotes, which would become part of it"),
        ("", "a,A\udcff,a@b.c,true,true", "is not UTF-8"),
        ("", "a,Apple, Ann,a@b.c,true,true", "has 6 values for 5 columns (a comma within a value is written \\,)"),
        ("", f"a,{'A' * 16_000},a@b.c,true,true", "has 16,018 characters, and Cognito reads 16,000"),
        (",custom:tenant", "a,A,a@b.c,true,true,acmes", "custom:tenant has 5 characters, and the pool allows 2 to 4"),
        (",birthdate", "a,A,a@b.c,true,true,1990-12-31", "birthdate is not written as mm/dd/yyyy"),
        (",updated_at", "a,A,a@b.c,true,true,yesterday", "updated_at is not written as seconds"),
        (",birthdate", "a,A,a@b.c,true,true,99/99/9999", "birthdate is not written as mm/dd/yyyy"),
        (",birthdate", "a,A,a@b.c,true,true,1/2/1990", "birthdate is not written as mm/dd/yyyy"),
        (",phone_number", "a,A,a@b.c,true,true,0155/55501", "phone_number is not written as +15555550100"),
        ("", "a,A,a at b.c,true,true", "email is not written as an e-mail address"),
        ("", f"a,{'A' * 2049},a@b.c,true,true", "name has 2049 characters, and the pool allows 0 to 2048"),
        (",custom:level", "a,A,a@b.c,true,true,high", "custom:level is no number"),
        (",custom:level", "a,A,a@b.c,true,true,0.9", "custom:level is less than 1"),
        (",custom:level", "a,A,a@b.c,true,true,100", "custom:level is more than 99"),
        (",custom:member", "a,A,a@b.c,true,true,yes", "custom:member is neither true nor false"),
        ("", "a,A\\,a@b.c,true,true", "has 4 values for 5 columns (a comma within a value is written \\,)"),
        ("", "a,A\\ ,a@b.c,true,true", f"name {BACKSLASH}"),
        ("", "a,A\\\\,B,a@b.c,true,true", f"name {BACKSLASH}"),
        (",nickname", "a,A,a@b.c,true,true,N\\", f"nickname {BACKSLASH}"),
        ("", "a,A\rA,a@b.c,true,true", "name has a control character in it"),
        (f",{OWNER}", "a,A,a@b.c,true,true,x", f"{OWNER} says which stack made a user: leave it blank"),
    ],
)  # fmt: skip
def test_a_line_is_refused(more: str, row: str, fault: str) -> None:
    assert faults(f"{HEADER}{more}\n{row}\n") == f"line 2: {fault}"


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("email_verified,name", "the column cognito:username is missing"),
        ("", "column 1 is none of this pool's. These are: {all}; " + "; ".join(MISSING)),
        ("\ufeff" + HEADER, "a byte-order mark stands before the first column: save the file as UTF-8 without it"),
        (HEADER + ",anna@example.com", "column 6 is none of this pool's. These are: {all}"),
        (HEADER + ",name", "the column name is there 2 times"),
        (HEADER.replace("email_verified,", ""), "the column email_verified is missing"),
        (f"{HEADER},password_hash", HASHED),
    ],
)  # fmt: skip
def test_a_header_is_refused(header: str, fault: str) -> None:
    assert faults(header) == f"line 1: {fault.format(all=', '.join(POOL.columns))}"


def test_what_cognito_documents_is_taken() -> None:
    header = f"{HEADER},birthdate,phone_number,updated_at,custom:level,custom:member,nickname"
    row = "a\\b\\,c,A,a@b.c,TRUE,true,12/31/1990,+15555550100,1700000000,-0.0,true,N"
    pool = replace(POOL, ranges={"custom:level": (float("-inf"), 0)})
    assert faults(f"{header}\n{row}\n{'é' * 128},B,b@b.c,true,false,,,,,,\n", pool) == ""


def test_hashes_need_their_column() -> None:
    assert faults(HEADER, hashed=True) == "line 1: the column password_hash is missing"


def test_names_lead_to_one_user_only() -> None:
    twice = "anna,A,a@b.c,true,true\nAnna,A,A@b.c,true,true"
    assert faults(f"{HEADER}\n{twice}") == "line 3: cognito:username is that of line 2; line 3: email is that of line 2"
    assert faults(f"{HEADER}\n{twice}", replace(POOL, case_sensitive=True)) == ""


def test_an_address_that_is_not_verified_is_nobodys_name() -> None:
    pool = replace(POOL, auto_verified=("email", "phone_number"))
    header = "cognito:username,name,email,phone_number,phone_number_verified,cognito:mfa_enabled"
    assert faults(f"{header}\nanna,A,a@b.c,+15551,true,true\nbob,B,a@b.c,+15552,true,true", pool) == ""


def test_a_pool_that_verifies_nothing_imports_nobody() -> None:
    assert faults(HEADER, replace(POOL, auto_verified=())) == (
        "line 1: no job starts in a pool that verifies neither email nor phone_number: set auto_verified_attributes"
    )


@pytest.mark.parametrize(("mfa", "refused", "wanted"), [("ON", "false", "true"), ("OFF", "true", "false")])
def test_users_have_mfa_as_their_pool_has(mfa: str, refused: str, wanted: str) -> None:
    pool = replace(POOL, mfa=mfa)
    text = f"{HEADER}\na,A,a@b.c,true,"
    assert faults(text + refused, pool) == f"line 2: cognito:mfa_enabled has to be {wanted} where MFA is {mfa}"
    assert faults(text + wanted, pool) == faults(text, pool) == ""


def test_nobody_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_file, "MAX_USERS", 1)
    assert faults(f"{HEADER}\n\n") == "no user stands in it"
    two = f"{HEADER}\na,A,a@b.c,true,true\nb,B,b@b.c,true,true\n"
    assert faults(two) == "2 users stand in it, and a job takes 1: make it several files"


def test_only_the_first_faults_are_told() -> None:
    told = faults(HEADER + "\n" + "a\n" * 12)
    assert told.count("has 1 values") == 10
    assert told.endswith("; and 2 more")


def test_no_message_shows_a_value() -> None:
    header = HEADER + ",anna@example.com"
    row = "anna smith,,anna@example,maybe,maybe"
    assert "anna" not in faults(header) + faults(f"{HEADER}\n{row}\n{row}")


def test_what_is_uploaded_has_all_columns_of_the_pool() -> None:
    text = "password_hash,email_verified,email, name,cognito:username\r\n$2b,true,a@b.c, Apple\\, Ann ,anna\r\n"
    file = UserFile(lines([text.replace(", name", ",name").encode()]), POOL, hashed=True)
    header, row = file.rows()
    assert header.decode() == ",".join([*POOL.columns, "password_hash"]) + "\n"
    assert row.decode().startswith("anna,Apple\\, Ann,,")
    assert row.decode().endswith(",$2b\n")
    assert row.count(b",") == header.count(b",") + 1


def test_a_pool_is_read_from_what_cognito_says_of_it() -> None:
    described = {
        "SchemaAttributes": [
            {"Name": "sub", "Required": True},
            {"Name": "name", "Required": True},
            {"Name": "custom:tenant", "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "4"}},
            {
                "Name": "custom:level",
                "AttributeDataType": "Number",
                "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "99"},
            },
            {"Name": "custom:member", "AttributeDataType": "Boolean"},
            {"Name": "email_verified", "AttributeDataType": "Boolean"},
        ],
        "AutoVerifiedAttributes": ["email"],
        "AliasAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
        "MfaConfiguration": "OPTIONAL",
    }
    assert Pool.described(described, POOL.columns) == POOL


def test_usernames_are_told_with_their_lines_as_far_as_they_can_be_read() -> None:
    text = b"name, cognito:username\r\nAnna, anna \r\n\r\nonly one\r\nBob,b\\,\xff\r\n"
    assert list(usernames(lines([text]))) == [(2, "anna"), (5, "b,\ufffd")]
    assert list(usernames(lines([b"name\nAnna\n"]))) == list(usernames([])) == []


def test_lines_are_found_wherever_the_pieces_end() -> None:
    assert list(lines([b"a\r", b"\nb", b"c\n", b"d"])) == [b"a\r", b"bc", b"d"]


def test_blank_lines_may_end_a_file_and_not_shift_its_numbers() -> None:
    assert faults(f"{HEADER}\na,A,a@b.c,true,true\n\n \n") == ""
    assert faults(f"{HEADER}\n\na,A,a@b.c,true,true\n") == "line 2: is blank: remove it"
