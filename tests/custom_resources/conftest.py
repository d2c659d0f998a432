"""The staged asset, shared by the tests that run it."""

from pathlib import Path

import pytest

from stacks.constructs.lifecycle_asset import stage_asset


@pytest.fixture(scope="session")
def asset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("asset")
    stage_asset(directory)
    return directory
