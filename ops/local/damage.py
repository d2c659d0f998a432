"""Tools that were installed and have been damaged since: found when they fail, and put right."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zlib
from pathlib import Path

from ops.local.emulator import GENERATED, ROOT

CLI = ROOT / "node_modules" / ".bin" / "cdk"
PACKAGES = Path(sys.prefix)
OF_CLI = re.compile(r"node_modules/(aws-cdk|\.bin)/")
UNPACKED = GENERATED / "home" / "jsii"


def of_cli(said: list[str]) -> bool:
    """Does the CLI lack, or trip over, a file of its own? Then the next `make local` installs it anew."""
    damaged = not CLI.exists() or any(OF_CLI.search(line) for line in said) or not _answers()
    if damaged:  # without its stamp, node_modules is the ruin of an interrupted run
        (ROOT / "node_modules" / ".cdk").unlink(missing_ok=True)
    return damaged


def _answers() -> bool:
    """Does it know its own version? It does not where its package.json is gone, and says so in many ways."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]["node_modules/aws-cdk"]["version"]
    asking: list[str | Path] = [ROOT / ".venv" / "bin" / "node", CLI, "--version"]
    asked = subprocess.run(asking, capture_output=True, text=True, check=False)
    return bool(asked.stdout.startswith(f"{locked} "))


def removed(packages: Path = PACKAGES, unpacked: Path = UNPACKED) -> list[Path]:
    """What jsii has unpacked of the CDK and is no longer as in its package, removed: jsii unpacks it anew."""
    ruins = [
        ruin
        for depth in ("*", "*/*")
        for package in packages.glob(f"lib/python*/site-packages/{depth}/_jsii/*.jsii.tgz")
        for ruin in _damaged(package, unpacked)
    ]
    for ruin in ruins:
        shutil.rmtree(ruin)
    return ruins


def _damaged(package: Path, unpacked: Path) -> list[Path]:
    name, _, version = package.name.removesuffix(".jsii.tgz").rpartition("@")
    copies = list(unpacked.glob(f"**/{name}/{version}/*/"))
    if not copies:
        return []
    with contextlib.suppress(tarfile.TarError, EOFError, zlib.error), tarfile.open(package) as archive:
        files = {file.name.partition("/")[2]: file.size for file in archive if file.isfile()}
        return [copy for copy in copies if any(_size(copy / file) != size for file, size in files.items())]
    return []


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else -1
