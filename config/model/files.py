"""Files that stand beside the environments. A setting holds a path in the repository; its value is what stands there,
read when the environment is loaded: nothing below looks at a disk again."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

ROOT = Path(__file__).resolve().parent.parent.parent
"""Where paths start, unless pydantic's validation context has another `root`."""


@dataclass(frozen=True)
class File:
    """`path` is from the repository's root; of a file in a folder, from that folder."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Folder:
    """A folder with the files in it, however deep, in order. Hidden ones (.name) and bytecode don't count."""

    path: str
    files: tuple[File, ...]


@dataclass(frozen=True, kw_only=True)
class _FromPath(ABC):
    """Annotates a setting that is written as a path and read as what stands there. `max_bytes`: of each file."""

    max_bytes: int

    @abstractmethod
    def read(self, root: Path, path: str) -> Any:
        """Raises ValueError, in words that `config.explain` understands, for what can't be used."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(path: Any, info: ValidationInfo) -> Any:
            return self.read((info.context or {}).get("root", ROOT), path)

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True, kw_only=True)
class RepoFile(_FromPath):
    """`Annotated[File, RepoFile(suffixes=(".png",), max_bytes=100_000)]`."""

    suffixes: tuple[str, ...]

    def read(self, root: Path, path: str) -> Any:
        place = inside(root, path)
        if not place.name.lower().endswith(self.suffixes):
            raise ValueError(f"is of the wrong type: name a file that ends in {' or '.join(self.suffixes)}")
        return File(path, _content(place, self.max_bytes))


@dataclass(frozen=True, kw_only=True)
class TextFile(RepoFile):
    """`Annotated[str, TextFile(suffixes=(".css",), max_bytes=3_000)]`: the value is the text."""

    def read(self, root: Path, path: str) -> Any:
        try:
            return super().read(root, path).content.decode()
        except UnicodeDecodeError as error:
            raise ValueError("is not UTF-8: save it as UTF-8") from error


@dataclass(frozen=True, kw_only=True)
class RepoFolder(_FromPath):
    """`Annotated[Folder, RepoFolder(max_files=41, max_bytes=1_000_000)]`. `max_total_bytes`: of all files together."""

    max_files: int
    max_total_bytes: int | None = None

    def read(self, root: Path, path: str) -> Any:
        folder = inside(root, path)
        if not folder.is_dir():
            raise ValueError("is no folder of this repository: create it, or correct the path")
        found = (place.relative_to(folder) for place in folder.rglob("*") if not place.is_dir())
        counted = (name.as_posix() for name in found if not _uncounted(name))
        names = sorted(islice(counted, self.max_files + 1))  # and not all that a large folder holds
        if len(names) > self.max_files:
            raise ValueError(f"holds more than {self.max_files} files: leave at most {self.max_files}")
        total = sum((folder / name).stat().st_size for name in names if (folder / name).is_file())
        if self.max_total_bytes is not None and total > self.max_total_bytes:
            raise ValueError(f"holds {total:,} bytes: leave at most {self.max_total_bytes:,}")
        files = []
        for name in names:
            try:
                files.append(File(name, _content(inside(root, f"{path}/{name}"), self.max_bytes)))
            except ValueError as error:
                raise ValueError(f"holds {name!r}, which {error}") from error
        return Folder(path, tuple(files))


def _uncounted(name: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in name.parts)


def inside(root: Path, path: str) -> Path:
    """The place of `path`. Raises ValueError for one that leads out of `root`, be it through a link."""
    if not isinstance(path, str) or not path.isprintable():
        raise ValueError("is no path: write one from the repository's root, such as assets/logo.png")
    real_root = Path(os.path.realpath(root))
    place = Path(os.path.realpath(real_root / path))
    if not place.is_relative_to(real_root):
        raise ValueError("leads out of this repository: write a path below its root, such as assets/logo.png")
    return place


def _content(place: Path, max_bytes: int) -> bytes:
    try:
        if not place.is_file():
            raise ValueError("is no file of this repository: create it, or correct the path")
        with place.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise ValueError(f"can't be read ({error.strerror}): make it a file that you may read") from error
    if len(content) > max_bytes:
        raise ValueError(f"is too large: make it at most {max_bytes:,} bytes")
    return content
