"""Fixtures: `cloud`, one emulator for the whole test session, and `app`, a copy of the CDK app to change and deploy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud import REGION, Cloud, copy_of_the_app
from ops.local.emulator import Emulator


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An emulator on a free port; it ends with the tests even if they are killed."""
    emulator = Emulator(tmp_path_factory.mktemp("cloud") / "emulator", port=0, attached=True)
    emulator.start(REGION, str)
    try:
        yield Cloud(emulator)
    finally:
        emulator.stop()


@pytest.fixture
def own_cloud(tmp_path: Path) -> Iterator[Cloud]:
    """An emulator for one test, to be killed and the like."""
    emulator = Emulator(tmp_path / "own" / "emulator", port=0, attached=True, patience=3.0)
    emulator.start(REGION, str)
    try:
        yield Cloud(emulator)
    finally:
        emulator.stop()


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A copy of the CDK app, to change and deploy."""
    return copy_of_the_app(tmp_path)
