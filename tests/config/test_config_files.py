"""Settings that are paths: what they are read as, and what is said of those that can't be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from config.model.files import File, Folder, RepoFile, RepoFolder, TextFile

LOGO = Annotated[File, RepoFile(suffixes=(".png", ".jpg"), max_bytes=10)]
TEXT = Annotated[str, TextFile(suffixes=(".css",), max_bytes=10)]
FOLDER = Annotated[Folder, RepoFolder(max_files=2, max_bytes=10)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret.png").write_bytes(b"out of reach")
    root = tmp_path / "repo"
    (root / "assets").mkdir(parents=True)
    return root


def read(kind: Any, root: Path, path: object) -> Any:
    return TypeAdapter(kind).validate_python(path, context={"root": root})


def refusal(kind: Any, root: Path, path: object) -> str:
    with pytest.raises(ValidationError) as caught:
        read(kind, root, path)
    return str(caught.value.errors()[0]["ctx"]["error"])


def test_a_file_is_its_path_and_content(root: Path) -> None:
    (root / "assets/Logo.PNG").write_bytes(b"\x89PNG")
    assert read(LOGO, root, "assets/Logo.PNG") == File("assets/Logo.PNG", b"\x89PNG")


def test_a_text_file_is_its_text(root: Path) -> None:
    (root / "a.css").write_text("é {}")
    assert read(TEXT, root, "./assets/../a.css") == "é {}"


def test_a_folder_is_its_files_but_hidden_ones(root: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".DS_Store", ".git/config"):
        (root / "assets" / name).parent.mkdir(exist_ok=True)
        (root / "assets" / name).write_text(name)
    assert read(FOLDER, root, "assets") == Folder("assets", (File("a/c.txt", b"a/c.txt"), File("b.txt", b"b.txt")))


def test_bytecode_is_no_file_of_a_folder(root: Path) -> None:
    (root / "assets/__pycache__").mkdir()
    (root / "assets/__pycache__/a.pyc").touch()
    assert read(FOLDER, root, "assets").files == ()


def test_a_folder_may_have_a_limit_for_all_its_files_together(root: Path) -> None:
    for name in ("a", "b"):
        (root / "assets" / name).write_text("12345")
    for limit, files in {10: ["a", "b"], None: ["a", "b"]}.items():
        kind = Annotated[Folder, RepoFolder(max_files=2, max_bytes=10, max_total_bytes=limit)]
        assert [file.path for file in read(kind, root, "assets").files] == files
    kind = Annotated[Folder, RepoFolder(max_files=2, max_bytes=10, max_total_bytes=9)]
    assert refusal(kind, root, "assets") == "holds 10 bytes: leave at most 9"


def test_paths_start_at_the_root_of_this_project_unless_told_otherwise() -> None:
    assert TypeAdapter(Annotated[str, TextFile(suffixes=("LICENSE",), max_bytes=10**6)]).json_schema() == {
        "type": "string"
    }
    licence = TypeAdapter(Annotated[str, TextFile(suffixes=("license",), max_bytes=10**6)]).validate_python("LICENSE")
    assert "Apache License" in licence


@pytest.mark.parametrize("kind", [LOGO, TEXT, FOLDER])
@pytest.mark.parametrize(
    "path", ["../secret.png", "/etc/passwd", "assets/../../secret.png", "out.png", "up/secret.png"]
)
def test_nothing_outside_the_repository_is_read(root: Path, kind: Any, path: str) -> None:
    (root / "out.png").symlink_to(root.parent / "secret.png")
    (root / "up").symlink_to(root.parent)
    assert refusal(kind, root, path) == (
        "leads out of this repository: write a path below its root, such as assets/logo.png"
    )


def test_a_folder_does_not_lead_out_either(root: Path) -> None:
    (root / "assets/out.png").symlink_to(root.parent / "secret.png")
    assert refusal(FOLDER, root, "assets") == (
        "holds 'out.png', which leads out of this repository: write a path below its root, such as assets/logo.png"
    )


@pytest.mark.parametrize("path", [1, None, ["a"], "a\0b", "a\nb"])
def test_tells_that_it_is_no_path(root: Path, path: object) -> None:
    assert refusal(LOGO, root, path) == ("is no path: write one from the repository's root, such as assets/logo.png")


def test_tells_that_it_is_not_there(root: Path) -> None:
    (root / "folder.png").mkdir()
    (root / "a.png").touch()
    for path in ("b.png", "folder.png", "a.png/b.png"):
        assert refusal(LOGO, root, path) == "is no file of this repository: create it, or correct the path"
    for path in ("b", "a.png"):
        assert refusal(FOLDER, root, path) == "is no folder of this repository: create it, or correct the path"


def test_tells_that_it_can_not_be_read(root: Path) -> None:
    assert refusal(LOGO, root, f"{300 * 'x'}.png") == (
        "can't be read (File name too long): make it a file that you may read"
    )


def test_tells_the_types_there_are(root: Path) -> None:
    (root / "a.gif").touch()
    assert refusal(LOGO, root, "a.gif") == "is of the wrong type: name a file that ends in .png or .jpg"


def test_tells_that_it_is_too_large(root: Path) -> None:
    (root / "assets/a.png").write_bytes(10 * b"x")
    assert read(LOGO, root, "assets/a.png").content == 10 * b"x"
    (root / "assets/a.png").write_bytes(11 * b"x")
    assert refusal(LOGO, root, "assets/a.png") == "is too large: make it at most 10 bytes"
    assert refusal(FOLDER, root, "assets") == "holds 'a.png', which is too large: make it at most 10 bytes"


def test_tells_that_there_are_too_many(root: Path) -> None:
    for name in "abc":
        (root / "assets" / name).touch()
    assert refusal(FOLDER, root, "assets") == "holds more than 2 files: leave at most 2"


def test_tells_that_it_is_no_text(root: Path) -> None:
    (root / "a.css").write_bytes(b"\xff")
    assert refusal(TEXT, root, "a.css") == "is not UTF-8: save it as UTF-8"
