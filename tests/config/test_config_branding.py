"""Folders with a look for managed login: read as Cognito's API takes it, checked before anything is deployed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import botocore.session
import pytest

from config import loader
from config.model.branding import Asset, Category, ColorMode, Extension, ManagedLoginBranding
from config.rules.pages import MAX_FILE_BYTES

ENVIRONMENT = """region: eu-west-1
domain: {prefix: example, managed_login_version: 2}
clients:
  web: {oauth: {callback_urls: [https://example.com/]}, managed_login_branding: look}
"""
PNG = b"\x89PNG\r\n\x1a\n..."
SVG = b"<?xml version='1.0'?>\n<!-- a logo -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"
IMAGES = {
    "FAVICON_ICO.DYNAMIC.ico": b"\0\0\1\0...",
    "FAVICON_SVG.DYNAMIC.svg": SVG,
    "FORM_LOGO.DARK.JPG": b"\xff\xd8\xff...",
    "FORM_LOGO.LIGHT.jpeg": b"\xff\xd8\xff...",
    "IDP_BUTTON_ICON.DYNAMIC.my idp.svg": SVG,
    "IDP_BUTTON_ICON.DYNAMIC.other.png": PNG,
    "PAGE_BACKGROUND.LIGHT.webp": b"RIFF\1\2\3\4WEBP...",
}


@pytest.fixture
def look(folder: Path) -> Path:
    """The folder that `ENVIRONMENT` names."""
    look = folder.parent / "look"
    look.mkdir()
    return look


@pytest.fixture
def said(told: Callable[..., str], look: Path) -> Callable[..., list[str]]:
    """What is wrong, and the fix, for files in that folder."""

    def said(files: dict[str, bytes]) -> list[str]:
        for name, content in files.items():
            (look / name).write_bytes(content)
        what, fix = told(ENVIRONMENT).splitlines()
        start = "environments/dev.yaml:4:81: clients.web.managed_login_branding: 'look' "
        assert what.startswith(start)
        return [what.removeprefix(start), fix.removeprefix("    fix: ")]

    return said


def branding(folder: Path) -> ManagedLoginBranding | None:
    (folder / "dev.yaml").write_text(ENVIRONMENT)
    return loader.load("dev", folder).clients["web"].managed_login_branding


def test_a_folder_is_what_the_api_takes(folder: Path, look: Path) -> None:
    for name, content in IMAGES.items():
        (look / name).write_bytes(content)
    (look / "settings.json").write_text('{"components": {"form": {"borderRadius": 8.5}}}')
    read = branding(folder)
    assert read
    assert read.settings == {"components": {"form": {"borderRadius": 8.5}}}
    assert len(read.assets) == len(IMAGES)
    assert read.assets[4] == Asset(
        category="IDP_BUTTON_ICON", color_mode="DYNAMIC", extension="SVG", resource_id="my idp", content=SVG
    )
    assert [asset.extension for asset in read.assets] == ["ICO", "SVG", "JPEG", "JPEG", "SVG", "PNG", "WEBP"]


def test_images_need_no_settings(folder: Path, look: Path) -> None:
    (look / "FORM_LOGO.LIGHT.png").write_bytes(PNG)
    assert branding(folder) == ManagedLoginBranding(
        settings=None,
        assets=(Asset(category="FORM_LOGO", color_mode="LIGHT", extension="PNG", resource_id=None, content=PNG),),
    )


@pytest.mark.parametrize(
    ("ours", "api"),
    [(Category, "AssetCategoryType"), (ColorMode, "ColorSchemeModeType"), (Extension, "AssetExtensionType")],
)
def test_knows_the_kinds_that_the_api_knows(ours: object, api: str) -> None:
    model = botocore.session.get_session().get_service_model("cognito-idp")
    assert list(get_args(ours)) == model.shape_for(api).metadata["enum"]


def test_takes_no_more_images_than_the_api_does(said: Callable[..., list[str]]) -> None:
    model = botocore.session.get_session().get_service_model("cognito-idp")
    most = model.shape_for("AssetListType").metadata["max"]
    images = {f"IDP_BUTTON_ICON.DARK.{number}.png": PNG for number in range(most + 2)}
    assert said(images) == [f"holds more than {most + 1} files", f"leave at most {most + 1}"]


def test_takes_no_image_larger_than_the_api_does(said: Callable[..., list[str]]) -> None:
    model = botocore.session.get_session().get_service_model("cognito-idp")
    longest = model.shape_for("AssetBytesType").metadata["max"]
    assert said({"FORM_LOGO.LIGHT.png": PNG + longest * b"x"}) == [
        "holds 'FORM_LOGO.LIGHT.png', which is too large",
        f"make it at most {longest:,} bytes",
    ]


@pytest.mark.parametrize(
    ("files", "what", "fix"),
    [
        ({}, "holds neither settings.json nor images", "put one there, or remove this line"),
        (
            {"logo.png": PNG, "FORM_LOGO.LIGHT.gif": b"GIF89a", "FORM_LOGO.LIGHT.png": SVG},
            (
                "holds 'FORM_LOGO.LIGHT.gif', which has another kind of name; 'FORM_LOGO.LIGHT.png', which is no PNG; "
                "'logo.png', which has another kind of name"
            ),
            (
                "name images CATEGORY.MODE.type or CATEGORY.MODE.id.type, such as FORM_LOGO.LIGHT.svg; "
                "save it as what its name says"
            ),
        ),
        (
            {"FAVICON_ICO.LIGHT.svg": SVG, "FORM_LOGO.LIGHT.ico": b"\0\0\1\0"},
            (
                "holds 'FAVICON_ICO.LIGHT.svg', which is SVG, and FAVICON_ICO is not; "
                "'FORM_LOGO.LIGHT.ico', which is ICO, and FORM_LOGO is not"
            ),
            "use another type",
        ),
        (
            {"FORM_LOGO.LIGHT.png": PNG, "FORM_LOGO.LIGHT.svg": SVG},
            "holds 'FORM_LOGO.LIGHT.svg', which shows where another image does",
            "keep one of them",
        ),
        (
            {"settings.json": b'{"a": }'},
            "holds 'settings.json', which is not valid JSON (Expecting value, line 1 column 7 (char 6))",
            "mend it",
        ),
        (
            {"settings.json": 100_000 * b"["},
            "holds 'settings.json', which has too many levels",
            "write what the branding editor exports",
        ),
        (
            {"settings.json": b"[]"},
            "holds 'settings.json', which is no JSON object",
            "write what the branding editor exports",
        ),
    ],
)
def test_tells_all_that_is_wrong_with_a_folder(
    said: Callable[..., list[str]], files: dict[str, bytes], what: str, fix: str
) -> None:
    assert said(files) == [what, fix]


def test_what_no_template_has_room_for_is_refused(told: Callable[..., str], look: Path) -> None:
    """The one rule of pages whose example is too long to read."""
    (look / "FORM_LOGO.LIGHT.png").write_bytes(PNG + (MAX_FILE_BYTES * 3 // 4) * b"x")
    assert told(ENVIRONMENT) == (
        "environments/dev.yaml:4:57: clients.web.managed_login_branding: is the largest of files that need "
        "900,020 bytes of a template, which has 900,000 for them\n    fix: use smaller images, or metadata_url"
    )


def test_what_a_template_has_room_for_is_accepted(folder: Path, look: Path) -> None:
    (look / "FORM_LOGO.LIGHT.png").write_bytes(PNG + (MAX_FILE_BYTES * 3 // 4 - 100) * b"x")
    assert branding(folder)
