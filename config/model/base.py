"""What all parts of the model share: the strict base class and the small value types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema


class Model(BaseModel):
    """Frozen and closed: an unknown key is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Form:
    """The form of a text: the pattern, and the same in words for editors and messages. Patterns are written in what
    Rust (pydantic) and JavaScript (editors) have in common."""

    pattern: str
    words: str
    names: tuple[str, ...] = ()
    """Some that fit: a misspelt one is told which it resembles."""
    hidden: bool = False
    """Whether a text that doesn't fit may be a secret, which no message shows."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        matches = core_schema.str_schema(pattern=self.pattern)
        told = core_schema.custom_error_schema(
            matches,
            "form",
            custom_error_message=self.words,
            custom_error_context={"names": " ".join(self.names), "hidden": int(self.hidden)},
        )
        return core_schema.chain_schema([handler(source), told])

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) | self.json_schema()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": self.pattern, "description": self.words}


_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}


def _parse_duration(value: Any) -> timedelta:
    match = re.fullmatch(r"([0-9]{1,9})([smhd])", value) if isinstance(value, str) else None
    if not match:
        raise ValueError("is not a duration: write a whole number and a unit, such as 90s, 15m, 12h or 30d")
    return int(match[1]) * _UNITS[match[2]]


def written(duration: timedelta) -> str:
    """As in the file: 30d, 12h, 90s."""
    unit = next(unit for unit, length in _UNITS.items() if not duration % length)
    return f"{duration // _UNITS[unit]}{unit}"


Duration = Annotated[
    timedelta,
    BeforeValidator(_parse_duration),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,9}[smhd]$"}),
]
"""A whole number and a unit: 90s, 15m, 12h, 30d."""


@dataclass(frozen=True)
class Lasts:
    """How short and how long a duration may be, for editors and docs/configuration.md; the rules hold it."""

    shortest: str
    longest: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) | {"examples": [self.shortest, self.longest]}


Key = Annotated[
    str,
    Form("^[a-z][a-z0-9-]{0,40}$", "lower-case letters, digits and hyphens, a letter first, at most 41 characters"),
]
"""A name of ours (client, group, seed user). It becomes part of a logical id."""

ResourceName = Annotated[
    str, Form("^[A-Za-z0-9_ +=,.@-]{1,128}$", "letters, digits, spaces and _+=,.@-, at most 128 characters")
]

HttpsUrl = Annotated[
    str,
    Field(max_length=1024),
    Form(r"^https://[^\p{C}\p{Z}/?#]+([/?#][^\p{C}\p{Z}]*)?$", "a URL that starts with https://"),
]

EmailAddress = Annotated[
    str, Form("^[!-;=?A-~]{1,64}@[A-Za-z0-9.-]{1,255}$", "an e-mail address, such as no-reply@example.com")
]

Username = Annotated[str, Field(max_length=128), Form(r"^[^\p{C}\p{Z}]+$", "a username without spaces")]

SecretName = Annotated[
    str,
    Form(
        "^[A-Za-z0-9/_+=.@-]{1,512}$",
        "the name of a secret in Secrets Manager, not its ARN and never its value: letters, digits and /_+=.@-",
        hidden=True,
    ),
]
"""The name of a Secrets Manager secret. The secret's value never stands in an environment file."""
