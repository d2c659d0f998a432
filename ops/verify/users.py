"""Who signs in: a throw-away user that the pool accepts, or the environment's standing user."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

from botocore.exceptions import ClientError

from config.model import Environment
from config.model.user_pool import PasswordPolicy, UserPool
from ops.verify.outcome import Failed, error_of
from ops.verify.totp import Totp

RANDOM = SystemRandom()
MARK = {"family_name": "gatehouse-verify"}
"""What every throw-away user is created with, and nobody else is: an attribute that each pool has and can search."""
CHARACTERS = ("abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "!#%*+-=@_")
LONG_ENOUGH = 24

FORM = re.compile(r"verify-[0-9a-f]{16}(@example\.com)?|\+1555[0-9]{7}")
SAMPLES = {
    "birthdate": "1990-01-01",
    "locale": "en-US",
    "picture": "https://example.com/picture.png",
    "profile": "https://example.com/profile",
    "updated_at": "1767225600",
    "website": "https://example.com/",
    "zoneinfo": "Etc/UTC",
}
"""What a required attribute gets where not any text would do."""


@dataclass
class User:
    """Someone who can sign in."""

    username: str
    password: str = field(repr=False)
    throwaway: bool
    attributes: dict[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()
    totp: Totp | None = None

    @property
    def totp_secret(self) -> str | None:
        return self.totp.secret if self.totp else None


def throwaway(pool: UserPool, password: str) -> User:
    """A user that `pool` accepts: one nobody knows, reachable nowhere. Not created yet."""
    name = username(pool)
    required: list[str] = [key for key, attribute in pool.standard_attributes.items() if attribute.required]
    unique = {"email": _email(), "phone_number": _phone_number()} | ({_kind(name): name} if _kind(name) else {})
    attributes = {key: unique.get(key) or SAMPLES.get(key) or f"verify-{_suffix()}" for key in required}
    return User(name, password, throwaway=True, attributes=attributes)


def is_throwaway(user: Mapping[str, Any]) -> bool:
    """Whether a user of a pool, as Cognito lists it, was made by a run: it has the mark, and a name of the form."""
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]}
    names = (user["Username"], attributes.get("email", ""), attributes.get("phone_number", ""))
    return attributes.items() >= MARK.items() and any(FORM.fullmatch(name) for name in names)


def username(pool: UserPool) -> str:
    """A name that nobody has, in the form with which people sign in to this pool."""
    if "email" in pool.sign_in.username_attributes:
        return _email()
    if "phone_number" in pool.sign_in.username_attributes:
        return _phone_number()
    return f"verify-{_suffix()}"


def password(policy: PasswordPolicy) -> str:
    """A random password with every kind of character, long enough for the policy."""
    length = max(policy.minimum_length, LONG_ENOUGH)
    characters = [RANDOM.choice(kind) for kind in CHARACTERS]
    characters += [RANDOM.choice("".join(CHARACTERS)) for _ in range(length - len(CHARACTERS))]
    RANDOM.shuffle(characters)
    return "".join(characters)


def standing(environment: Environment, secrets: Any) -> User | None:
    """The environment's standing user, its password (and TOTP secret) from Secrets Manager."""
    config = environment.verify.standing_user
    if config is None:
        return None
    try:
        secret = secrets.get_secret_value(SecretId=config.password_secret).get("SecretString", "")
    except ClientError as error:
        code, message = error_of(error)
        raise Failed(
            f"the secret {config.password_secret}, named by verify.standing_user.password_secret, can't be read: "
            f"{code} ({message}). If it is not there, "
            f"aws secretsmanager create-secret --name {config.password_secret} --secret-string PASSWORD"
        ) from error
    try:
        parts = json.loads(secret)
    except ValueError:
        parts = None
    if not isinstance(parts, dict):
        parts = {"password": secret}
    if not parts.get("password"):
        raise Failed(
            f'the secret {config.password_secret} holds no password: store it bare, or as JSON with a key "password"'
        )
    totp = Totp(str(parts["totp_secret"])) if parts.get("totp_secret") else None
    return User(config.username, str(parts["password"]), throwaway=False, totp=totp)


def _kind(name: str) -> str | None:
    return "email" if "@" in name else "phone_number" if name.startswith("+") else None


def _suffix() -> str:
    return f"{RANDOM.getrandbits(64):016x}"


def _email() -> str:
    return f"verify-{_suffix()}@example.com"


def _phone_number() -> str:
    return f"+1555{RANDOM.randrange(10**7):07d}"
