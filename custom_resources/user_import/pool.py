"""What a pool asks of those who are imported. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

MAX_VALUE = 2048


@dataclass(frozen=True, kw_only=True)
class Pool:
    """By column: `lengths` of texts, in characters; `ranges` of numbers; `truths` are true or false."""

    columns: tuple[str, ...]
    required: frozenset[str]
    lengths: Mapping[str, tuple[int, int]]
    ranges: Mapping[str, tuple[float, float]]
    truths: frozenset[str]
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
        numbers = {
            name: each.get("NumberAttributeConstraints", {})
            for name, each in schema.items()
            if each.get("AttributeDataType") == "Number"
        }
        return cls(
            columns=tuple(columns),
            required=frozenset(name for name, each in schema.items() if each.get("Required")) - {"sub"},
            lengths={
                name: (int(text.get("MinLength", 0)), int(text.get("MaxLength", MAX_VALUE)))
                for name, text in texts.items()
                if text
            },
            ranges={
                name: (float(number.get("MinValue", "-inf")), float(number.get("MaxValue", "inf")))
                for name, number in numbers.items()
            },
            truths=frozenset(name for name, each in schema.items() if each.get("AttributeDataType") == "Boolean"),
            auto_verified=tuple(pool.get("AutoVerifiedAttributes", ())),
            sign_in_names=(*pool.get("UsernameAttributes", ()), *pool.get("AliasAttributes", ())),
            case_sensitive=pool.get("UsernameConfiguration", {}).get("CaseSensitive", True),
            mfa=pool.get("MfaConfiguration", "OFF"),
        )
