"""Terms of use and privacy policy, which managed login links to on its sign-up page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import HttpsUrl, Model

Language = Literal[
    "default",
    "english",
    "french",
    "spanish",
    "german",
    "bahasa-indonesia",
    "italian",
    "japanese",
    "korean",
    "portuguese-brazil",
    "chinese-simplified",
    "chinese-traditional",
    "dutch",
]
Links = Annotated[dict[Language, HttpsUrl], Field(min_length=1)]


class Terms(Model):
    """Both documents, since managed login shows none of them without the other."""

    terms_of_use: Links
    """Language -> address. `default` is for all languages without one of their own."""
    privacy_policy: Links
    """Language -> address."""
