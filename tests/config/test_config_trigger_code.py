"""Which files of a folder become a Lambda function's code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config import loader

TRIGGER = "region: eu-west-1\nclients: {web: {}}\ntriggers:\n  pre_sign_up: {code: triggers/mine}\n"


@pytest.fixture
def mine(folder: Path) -> Path:
    """The folder triggers/mine, beside the environments, with a handler in it."""
    code = folder.parent / "triggers" / "mine"
    code.mkdir()
    (code / "index.py").touch()
    return code


def test_takes_no_bytecode_and_nothing_hidden(folder: Path, mine: Path) -> None:
    for name in ("lib/__init__.py", "lib/data.json", "__pycache__/index.pyc", ".env", ".git/config", "lib/.cache/x"):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).touch()
    (folder / "dev.yaml").write_text(TRIGGER)
    trigger = loader.load("dev", folder).triggers.pre_sign_up
    assert trigger
    assert trigger.code
    assert [file.path for file in trigger.code.files] == ["index.py", "lib/__init__.py", "lib/data.json"]


@pytest.mark.parametrize(
    ("handler", "runtime", "file"),
    [
        ("index.handler", "python3.13", "index.py"),
        ("src.app.main.handler", "python3.13", "src/app/main.py"),
        ("src/index.handler", "nodejs24.x", "src/index.mjs"),
        ("lib/index.handler", "ruby3.4", "lib/index.rb"),
        ("bootstrap", "provided.al2023", "bootstrap"),
    ],
)
def test_finds_the_file_of_the_handler_as_lambda_does(
    folder: Path, mine: Path, handler: str, runtime: str, file: str
) -> None:
    (mine / "index.py").rename(mine / "handler")
    (mine / file).parent.mkdir(parents=True, exist_ok=True)
    (mine / "handler").rename(mine / file)
    settings = f"{{code: triggers/mine, handler: {handler}, runtime: {runtime}}}"
    (folder / "dev.yaml").write_text(TRIGGER.replace("{code: triggers/mine}", settings))
    loader.load("dev", folder)


def test_says_that_a_folder_is_empty(mine: Path, told: Callable[..., str]) -> None:
    (mine / "index.py").unlink()
    assert told(TRIGGER) == (
        "environments/dev.yaml:4:3: triggers.pre_sign_up.handler: "
        "'index.handler' is not in triggers/mine: there is no index.py\n"
        "    fix: write file.function; the folder is empty"
    )


def test_refuses_more_variables_than_lambda_takes(told: Callable[..., str]) -> None:
    settings = f"{{code: triggers/pre_sign_up, environment: {{TEXT: {4093 * 'x'}}}}}"
    assert told(TRIGGER.replace("{code: triggers/mine}", settings)) == (
        "environments/dev.yaml:4:45: triggers.pre_sign_up.environment: holds 4097 bytes; Lambda takes 4096\n"
        "    fix: put the values into SSM, and write their paths here"
    )
