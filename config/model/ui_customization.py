"""How the classic hosted UI looks (managed login has its own: branding)."""

from __future__ import annotations

from typing import Annotated

from config.model.base import Model
from config.model.style_sheet import StyleSheet


class UiCustomization(Model):
    """How the classic pages look."""

    css: Annotated[str, StyleSheet(suffixes=(".css",), max_bytes=131_072)]
    """Path of a style sheet in this repository; it may style the classes of Cognito's template, and no others."""
