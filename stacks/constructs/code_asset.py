"""Files on their way to AWS: staged in the cloud assembly, uploaded by the deployment; Lambda code is zipped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from aws_cdk import FileAssetLocation, FileAssetPackaging, Stack, Stage

from constructs import Construct

Files = Mapping[str, bytes]
"""Where each file stands in the asset (with `/`) -> its content."""


def add_code(scope: Construct, files: Files) -> dict[str, str]:
    """Stage `files` beside the template of `scope`. Returns what AWS::Lambda::Function takes for `Code`."""
    digest = fingerprint(files)
    assembly, name = _assembly(Stack.of(scope)), f"asset.{digest}"
    stage_files(files, assembly.staging / name)
    location = assembly.location(digest, name, FileAssetPackaging.ZIP_DIRECTORY)
    return {"S3Bucket": location.bucket_name, "S3Key": location.object_key}


def add_file(scope: Construct, digest: str, suffix: str, content: bytes) -> FileAssetLocation:
    """Stage one file, as it is. Returns the bucket and the key that will have it. `digest`: of the content."""
    assembly, name = _assembly(Stack.of(scope)), f"asset.{digest}{suffix}"
    stage_files({name: content}, assembly.staging)
    return assembly.location(digest, name, FileAssetPackaging.FILE)


class _Assembly:
    """The cloud assembly that a stack is part of. It keeps what it was told: each look-up is a call to the CDK's Node
    process, and a location's costs nine."""

    def __init__(self, stack: Stack) -> None:
        stage = Stage.of(stack)
        assert stage is not None
        self.staging = Path(stage.asset_outdir)
        self._outdir = stage.outdir
        self._synthesizer = stack.synthesizer
        self._locations: dict[str, FileAssetLocation] = {}

    def location(self, digest: str, name: str, packaging: FileAssetPackaging) -> FileAssetLocation:
        if name not in self._locations:
            path = os.path.relpath(self.staging / name, self._outdir)
            self._locations[name] = self._synthesizer.add_file_asset(
                source_hash=digest, file_name=path, packaging=packaging
            )
        return self._locations[name]


_assembly = cache(_Assembly)


def fingerprint(files: Files) -> str:
    """SHA-256 over names and contents: whatever changes in the code is deployed, and nothing else is."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return whole.hexdigest()


def stage_files(files: Files, folder: Path) -> None:
    """Write what is missing in `folder`, and what an interrupted synth left behind in parts."""
    for name, content in files.items():
        target = folder / name
        if not target.exists() or target.stat().st_size != len(content):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
