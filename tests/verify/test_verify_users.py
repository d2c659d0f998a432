"""Throw-away users that the pool accepts, and the standing user's secret."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from config.model.user_pool import PasswordPolicy
from ops.verify import users
from ops.verify.outcome import Failed
from verify_deployments import answer, environment, refuse


def made(**user_pool: Any) -> users.User:
    return users.throwaway(environment("e", {"user_pool": user_pool}).user_pool, "a password")


EMAIL = re.compile(r"verify-[0-9a-f]{16}@example\.com")
PHONE = re.compile(r"\+1555\d{7}")


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (["email"], EMAIL),
        (["phone_number"], PHONE),
        (["phone_number", "email"], EMAIL),
        ([], re.compile("verify-[0-9a-f]{16}")),
    ],
)
def test_a_throwaway_is_named_as_people_of_the_pool_are(names: list[str], form: re.Pattern[str]) -> None:
    assert form.fullmatch(made(sign_in={"username_attributes": names}).username)


def test_no_two_throwaways_share_a_name() -> None:
    assert len({made().username for _ in range(50)}) == 50


def test_a_throwaway_has_every_required_attribute_in_its_form() -> None:
    names = ("email", "phone_number", "birthdate", "updated_at", "website", "given_name", "preferred_username")
    user = made(standard_attributes={name: {"required": True} for name in names} | {"locale": {"required": False}})
    assert set(user.attributes) == set(names)
    assert user.attributes["email"] == user.username
    assert PHONE.fullmatch(user.attributes["phone_number"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", user.attributes["birthdate"])
    assert user.attributes["updated_at"].isdigit()
    assert user.attributes["website"].startswith("https://")
    assert user.attributes["given_name"] != user.attributes["preferred_username"]


@pytest.mark.parametrize("length", [8, 24, 99])
def test_a_password_is_long_enough_has_every_kind_of_character_and_is_never_the_same(length: int) -> None:
    policy = PasswordPolicy(minimum_length=length)
    passwords = {users.password(policy) for _ in range(20)}
    assert len(passwords) == 20
    for password in passwords:
        assert len(password) >= length
        assert all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", r"\d", r"[^a-zA-Z\d]"))


STANDING = {"verify": {"standing_user": {"username": "verify@example.com", "password_secret": "verify"}}}


class Secrets:
    def __init__(self, value: str) -> None:
        self.get_secret_value = answer(SecretString=value)


@pytest.mark.parametrize(
    ("secret", "password", "totp"),
    [
        ("bare", "bare", None),
        ("12345678", "12345678", None),
        ('"quoted"', '"quoted"', None),
        ('{"password": "p"}', "p", None),
        ('{"password": "p", "totp_secret": "ABC"}', "p", "ABC"),
    ],
)
def test_a_standing_users_secret_is_bare_or_json(secret: str, password: str, totp: str | None) -> None:
    user = users.standing(environment("e", STANDING), Secrets(secret))
    assert user is not None
    assert (user.username, user.password, user.totp_secret) == ("verify@example.com", password, totp)


@pytest.mark.parametrize("secret", ["", "{}", '{"password": ""}'])
def test_a_secret_without_a_password_says_what_it_should_hold(secret: str) -> None:
    with pytest.raises(Failed) as failed:
        users.standing(environment("e", STANDING), Secrets(secret))
    assert str(failed.value) == 'the secret verify holds no password: store it bare, or as JSON with a key "password"'


def test_a_standing_users_secret_that_is_not_there_is_named_with_where_its_name_stands_and_how_to_make_it() -> None:
    absent = SimpleNamespace(get_secret_value=refuse("ResourceNotFoundException", message="no such secret"))
    with pytest.raises(Failed) as failed:
        users.standing(environment("e", STANDING), absent)
    assert str(failed.value) == (
        "the secret verify, named by verify.standing_user.password_secret, can't be read: ResourceNotFoundException "
        "(no such secret). If it is not there, aws secretsmanager create-secret --name verify --secret-string PASSWORD"
    )
