"""The staged asset, shared by the tests that run it."""

from pathlib import Path

import pytest

from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code


@pytest.fixture(scope="session")
def asset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("asset")
    stage_files(lifecycle_code(), directory)
    return directory
