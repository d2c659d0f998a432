"""How managed login looks for a client: a folder with settings.json and images, as the branding editor exports them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from config.model.base import Model
from config.model.files import File, RepoFolder

SETTINGS = "settings.json"
Category = Literal[
    "FAVICON_ICO", "FAVICON_SVG", "EMAIL_GRAPHIC", "SMS_GRAPHIC", "AUTH_APP_GRAPHIC", "PASSWORD_GRAPHIC",
    "PASSKEY_GRAPHIC", "PAGE_HEADER_LOGO", "PAGE_HEADER_BACKGROUND", "PAGE_FOOTER_LOGO", "PAGE_FOOTER_BACKGROUND",
    "PAGE_BACKGROUND", "FORM_BACKGROUND", "FORM_LOGO", "IDP_BUTTON_ICON",
]  # fmt: skip
ColorMode = Literal["LIGHT", "DARK", "DYNAMIC"]
Extension = Literal["ICO", "JPEG", "PNG", "SVG", "WEBP"]

_TYPES: dict[str, Extension] = {
    "ico": "ICO", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "svg": "SVG", "webp": "WEBP",
}  # fmt: skip
_STARTS: dict[Extension, bytes] = {
    "ICO": rb"\x00\x00\x01\x00",
    "JPEG": rb"\xff\xd8\xff",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "SVG": rb"(?s)\s*(<\?xml.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE.*?>\s*)*<svg[\s>]",
    "WEBP": rb"(?s)RIFF.{4}WEBP",
}
_NAME = re.compile(
    rf"(?P<category>{'|'.join(get_args(Category))})\.(?P<color_mode>{'|'.join(get_args(ColorMode))})"
    rf"(\.(?P<resource_id>[A-Za-z0-9_ -]{{1,40}}))?\.(?P<type>(?i:{'|'.join(_TYPES)}))"
)
_NAMING = "name images CATEGORY.MODE.type or CATEGORY.MODE.id.type, such as FORM_LOGO.LIGHT.svg"


class Asset(Model):
    """An image of managed login, in the words of Cognito's AssetType."""

    category: Category
    color_mode: ColorMode
    extension: Extension
    resource_id: str | None
    content: bytes


class ManagedLoginBranding(Model):
    """What stands in a branding folder."""

    settings: dict[str, Any] | None
    assets: tuple[Asset, ...]


@dataclass(frozen=True, kw_only=True)
class BrandingFolder(RepoFolder):
    """`Annotated[ManagedLoginBranding, BrandingFolder(...)]`."""

    def read(self, root: Path, path: str) -> Any:
        settings: dict[str, Any] | None = None
        assets: dict[tuple[str, str, str | None], Asset] = {}
        faults: dict[str, str] = {}
        for file in super().read(root, path).files:
            try:
                if file.path == SETTINGS:
                    settings = _settings(file)
                else:
                    asset = _asset(file)
                    place = asset.category, asset.color_mode, asset.resource_id
                    if place in assets:
                        faults[f"{file.path!r}, which shows where another image does"] = "keep one of them"
                    assets[place] = asset
            except ValueError as error:
                what, _, fix = str(error).partition(": ")
                faults[f"{file.path!r}, which {what}"] = fix
        if faults:
            raise ValueError(f"holds {'; '.join(faults)}: {'; '.join(dict.fromkeys(faults.values()))}")
        if settings is None and not assets:
            raise ValueError(f"holds neither {SETTINGS} nor images: put one there, or remove this line")
        return ManagedLoginBranding(settings=settings, assets=tuple(assets.values()))


def _settings(file: File) -> dict[str, Any]:
    try:
        settings = json.loads(file.content)
    except ValueError as error:
        raise ValueError(f"is not valid JSON ({str(error).replace(': ', ', ')}): mend it") from error
    except RecursionError as error:
        raise ValueError("has too many levels: write what the branding editor exports") from error
    if not isinstance(settings, dict):
        raise ValueError("is no JSON object: write what the branding editor exports")  # noqa: TRY004  # for pydantic
    return settings


def _asset(file: File) -> Asset:
    name = _NAME.fullmatch(file.path)
    if not name:
        raise ValueError(f"has another kind of name: {_NAMING}")
    extension = _TYPES[name["type"].lower()]
    if not re.match(_STARTS[extension], file.content):
        raise ValueError(f"is no {extension}: save it as what its name says")
    favicon = name["category"].partition("FAVICON_")[2]
    if extension != (favicon or extension) or (extension == "ICO" and not favicon):
        raise ValueError(f"is {extension}, and {name['category']} is not: use another type")
    return Asset(
        category=name["category"],
        color_mode=name["color_mode"],
        extension=extension,
        resource_id=name["resource_id"],
        content=file.content,
    )
