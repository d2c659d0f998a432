"""How the classic hosted UI looks (managed login has its own: branding)."""

from __future__ import annotations

from typing import Annotated

from config.model.base import Model
from config.model.files import TextFile


class UiCustomization(Model):
    """How the classic pages look."""

    css: Annotated[str, TextFile(suffixes=(".css",), max_bytes=131_072)]
    """Path of a style sheet in this repository; it may style the classes of Cognito's template, and no others."""
