"""What all parts of the model share: the strict base class and the small value types."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Model(BaseModel):
    """Frozen and closed: an unknown key is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _parse_duration(value: Any) -> timedelta:
    match = re.fullmatch(r"(\d{1,9})([smhd])", value) if isinstance(value, str) else None
    if not match:
        raise ValueError("is not a duration: write a whole number and a unit, such as 90s, 15m, 12h or 30d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


Duration = Annotated[
    timedelta,
    BeforeValidator(_parse_duration),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,9}[smhd]$", "examples": ["15m", "12h", "30d"]}),
]
"""A whole number and a unit: 90s, 15m, 12h, 30d."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
"""A name of ours (client, group, seed user): lower-case letters, digits and hyphens. It becomes part of a logical id."""

SecretName = Annotated[str, Field(pattern=r"^[A-Za-z0-9/_+=.@-]{1,512}$")]
"""The name of a Secrets Manager secret. The secret's value never stands in an environment file."""
