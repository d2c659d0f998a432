"""A folder of environment files, and what the loader says of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from config import loader
from config.errors import ConfigError
from message_cases import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "environments"
    folder.mkdir()
    shutil.copytree(loader.ENVIRONMENTS.parent / "triggers", tmp_path / "triggers")
    return folder


@pytest.fixture
def told(folder: Path) -> Callable[..., str]:
    """The whole message of the ConfigError that dev.yaml causes, but for its last line, which counts the problems."""

    def told(dev: str, files: dict[str, str] | None = None) -> str:
        write(folder, {**(files or {}), "dev.yaml": dev})
        with pytest.raises(ConfigError) as caught:
            loader.load("dev", folder)
        message, _, last = str(caught.value).rpartition("\n")
        count = len(caught.value.problems)
        assert last == f"{count} problem{'s' if count > 1 else ''} found; nothing was synthesized."
        return message

    return told
