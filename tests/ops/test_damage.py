"""Installed tools that have been damaged since."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from ops.local import damage

FILES = {"package/index.js": b"whole", "package/lib/app.js": b"whole too"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """One unpacked package, with a file of jsii's own beside what the package holds."""
    folder = tmp_path / "lib" / "python3.11" / "site-packages" / "aws_cdk" / "_jsii"
    folder.mkdir(parents=True)
    with tarfile.open(folder / "aws-cdk-lib@2.0.0.jsii.tgz", "w:gz") as package:
        for name, content in FILES.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
    unpacked = tmp_path / "cache" / "aws-cdk-lib" / "2.0.0" / "0123abcd"
    for name, content in FILES.items():
        file = unpacked / name.removeprefix("package/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (unpacked / ".jsii-runtime-package-cache").touch()
    return unpacked


def removed(copy: Path) -> list[Path]:
    return damage.removed(copy.parents[3], copy.parents[2])


def test_what_is_as_in_its_package_stays(copy: Path) -> None:
    assert removed(copy) == []
    assert copy.exists()


@pytest.mark.parametrize("way", ["gone", "cut short"])
def test_an_unpacked_package_that_is_not_as_in_its_package_is_removed(copy: Path, way: str) -> None:
    if way == "gone":
        (copy / "lib" / "app.js").unlink()
    else:
        (copy / "index.js").write_bytes(b"who")
    assert removed(copy) == [copy]
    assert not copy.exists()
    assert removed(copy) == []


@pytest.mark.parametrize(
    ("said", "says", "damaged"),
    [
        ("Error: Cannot find module '/a/node_modules/aws-cdk/lib/index.js'", "2.0.0 '(build x)'", True),
        ("Cannot read properties of undefined", "Cannot read properties of undefined", True),
        ("Error: Cannot find module '/tmp/jsii-kernel-1/node_modules/aws-cdk-lib/core'", "2.0.0 '(build x)'", False),
        ("❌  gatehouse-local-user-pool failed to deploy", "2.0.0 '(build x)'", False),
    ],
)
def test_a_cli_that_trips_over_its_own_files_is_installed_anew_next_time(
    said: str, says: str, damaged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "node_modules" / ".cdk"
    stamp.parent.mkdir()
    stamp.touch()
    (tmp_path / "package-lock.json").write_text('{"packages": {"node_modules/aws-cdk": {"version": "2.0.0"}}}')
    node = tmp_path / ".venv" / "bin" / "node"
    node.parent.mkdir(parents=True)
    node.write_text(f"#!/bin/sh\necho {says}")
    node.chmod(0o700)
    monkeypatch.setattr(damage, "ROOT", tmp_path)
    assert damage.of_cli([said]) is damaged
    assert stamp.exists() is not damaged
