"""Levels of authentication (the acr claim): what the pool and others call them."""

from __future__ import annotations

from typing import Annotated, Literal

from config.model.base import Form

AcrLevel = Literal["Level1", "Level2", "Level3", "Level4"]
AcrValue = Annotated[
    str, Form("^[!#-[\\]-~]{1,64}$", "a name without spaces, such as urn:example:mfa, at most 64 characters")
]
