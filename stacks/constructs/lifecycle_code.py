"""The code of every custom resource: our handlers, and the service models they call AWS with."""

from __future__ import annotations

import functools
from pathlib import Path

import botocore

from stacks.constructs.code_asset import Files

SOURCE = Path(__file__).parents[2] / "custom_resources"

_MODELS = Path(botocore.__file__).parent / "data" / "cognito-idp"
_KINDS = ("endpoint-rule-set-1", "paginators-1", "service-2")
"""What a client is made from. Waiters and examples stay out."""


@functools.cache
def lifecycle_code() -> Files:
    """`custom_resources/` and `models/`. Depends on the commit and the pinned botocore alone."""
    sources = {
        f"{SOURCE.name}/{file.relative_to(SOURCE).as_posix()}": file.read_bytes() for file in SOURCE.rglob("*.py")
    }
    models = {
        f"models/{file.relative_to(_MODELS.parent).as_posix()}": file.read_bytes()
        for kind in _KINDS
        for file in _MODELS.glob(f"*/{kind}.json*")
    }
    return sources | models
