"""The code asset of every custom resource: our handlers, and the service models they call AWS with."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

import botocore

SOURCE = Path(__file__).parents[2] / "custom_resources"

_MODELS = Path(botocore.__file__).parent / "data" / "cognito-idp"
_KINDS = ("endpoint-rule-set-1", "paginators-1", "service-2")
"""What a client is made from. Waiters and examples stay out."""


@functools.cache
def staged_asset() -> str:
    """A folder with the staged asset: one for all environments of a process, gone when it ends."""
    folder = tempfile.TemporaryDirectory(prefix="gatehouse-asset-")
    atexit.register(folder.cleanup)
    stage_asset(Path(folder.name))
    return folder.name


def stage_asset(directory: Path) -> None:
    """Write `custom_resources/` and `models/` into `directory`. Depends on the commit and the pinned botocore alone."""
    sources = {Path(SOURCE.name, file.relative_to(SOURCE)): file for file in SOURCE.rglob("*.py")}
    models = {
        Path("models", file.relative_to(_MODELS.parent)): file
        for kind in _KINDS
        for file in _MODELS.glob(f"*/{kind}.json*")
    }
    for target, file in sorted((sources | models).items()):
        (directory / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, directory / target)
