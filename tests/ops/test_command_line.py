"""How `python -m ops` ends, whatever ends it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops.errors import about_file
from ops.local.emulator import ROOT

OPS = [sys.executable, "-m", "ops"]


def test_another_python_than_that_of_the_project_is_told_which_to_take() -> None:
    bare = Path(sys.executable).resolve()
    ended = subprocess.run([bare, "-I", "-c", RUN], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{bare} has no ")
    assert ended.stderr.endswith(".\n  fix: make setup, then .venv/bin/python -m ops ...\n")


RUN = f"import runpy, sys; sys.path.insert(0, {str(ROOT)!r}); runpy.run_module('ops', run_name='__main__')"


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([*OPS, "--help"], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, "")


def test_the_account_of_another_aws_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    for part in ("ops", "config", "custom_resources", "environments", "triggers"):
        shutil.copytree(ROOT / part, tmp_path / part)
    local = tmp_path / "environments" / "local.yaml"
    local.write_text(local.read_text().replace('account: "000000000000"', 'account: "123456789012"'))
    ended = subprocess.run([*OPS, "local", "up"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.lstrip().startswith(
        "environments/local.yaml:4:1: account: the emulator's account is not 123456789012\n"
        '  fix: account: "000000000000"\n'
    )
    assert not (tmp_path / ".gatehouse").exists()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            PermissionError(13, "Permission denied", "/there/it.log"),
            """Permission denied: /there/it.log
  fix: sudo chown -R "$(id -un)" /there/it.log && chmod -R u+rwX /there/it.log""",
        ),
        (OSError(28, "No space left on device"), "No space left on device: "),
    ],
)
def test_a_file_that_cannot_be_written_is_named_with_the_way_out(error: OSError, message: str) -> None:
    assert str(about_file(error)) == message
