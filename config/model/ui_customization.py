"""How the classic hosted UI looks (managed login has its own: branding)."""

from __future__ import annotations

from typing import Annotated

from config.model.base import Model
from config.model.files import File, RepoFile
from config.model.style_sheet import StyleSheet


class UiCustomization(Model):
    """How the classic pages look."""

    css: Annotated[str, StyleSheet(suffixes=(".css",), max_bytes=131_072)]
    """Path of a style sheet in this repository; it may style the classes of Cognito's template, and no others."""
    logo: Annotated[File, RepoFile(suffixes=(".png", ".jpg", ".jpeg"), max_bytes=100_000)] | None = None
    """Path of a PNG or JPEG in this repository, at most 100 KB. Default: no logo."""
