"""What is shipped to Lambda: exactly these files, and enough of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from fake_endpoint import FakeEndpoint
from fake_lambda import LIBRARIES, run
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import SOURCE, lifecycle_code

OLD_REQUIREMENTS = Path(__file__).with_name("old-botocore.txt")
OLD_BOTOCORE = OLD_REQUIREMENTS.read_text().split()[0].removeprefix("botocore==")
HANDLERS = sorted(SOURCE.glob("*/handler.py"))


@pytest.fixture(scope="session")
def old_libraries() -> Path:
    """Botocore as an older Lambda runtime has it, installed once."""
    installed = SOURCE.parent / ".gatehouse/old-botocore" / OLD_BOTOCORE
    if not installed.is_dir():
        installed.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=installed.parent) as directory:
            packages = Path(directory, "packages")
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(packages), "--require-hashes"]
            subprocess.run([*pip, "--only-binary", ":all:", "-r", str(OLD_REQUIREMENTS)], check=True)
            packages.rename(installed)
    return installed


def test_ships_exactly_these_files(asset: Path) -> None:
    folders = {
        "account": ("claims", "handler", "limit", "resource", "sms"),
        "classic_logo": ("handler", "resource"),
        "published": ("handler", "resource"),
        "session": ("handler", "resource"),
        "terms": ("handler", "resource"),
        "token_exchange": ("handler", "resource"),
        "user": ("gateway", "handler", "password", "resource"),
        "user_import": ("gateway", "handler", "judge", "pool", "resource", "user_file"),
        "user_pool": ("acr", "client_registration", "handler", "objects"),
    }
    shared = (
        *("aws", "block", "completion", "deadline", "errors", "lifecycle", "log", "request", "rest", "settings"),
        *("shapes", "target"),
    )
    assert {str(file.relative_to(asset)) for file in asset.rglob("*") if file.is_file()} == {
        *(f"custom_resources/{each}.py" for each in ("__init__", *shared)),
        *(f"custom_resources/{folder}/{each}.py" for folder, own in folders.items() for each in ("__init__", *own)),
        "models/cognito-idp/2016-04-18/endpoint-rule-set-1.json.gz",
        "models/cognito-idp/2016-04-18/paginators-1.json",
        "models/cognito-idp/2016-04-18/service-2.json.gz",
    }


def test_is_small(asset: Path) -> None:
    assert sum(file.stat().st_size for file in asset.rglob("*") if file.is_file()) < 400_000


def test_is_the_same_each_time(asset: Path, tmp_path: Path) -> None:
    stage_files(lifecycle_code(), tmp_path)
    assert _contents(tmp_path) == _contents(asset)


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda path: path.parent.name)
def test_a_handler_is_importable_even_where_the_libraries_are_not(asset: Path, handler: Path) -> None:
    """Whatever fails after that, CloudFormation gets an answer."""
    module = ".".join(handler.relative_to(SOURCE.parent).with_suffix("").parts)
    invocation = run(f"import {module} as handler; print(handler.__file__, callable(handler.on_event))", asset)
    assert invocation.logs == f"{asset / handler.relative_to(SOURCE.parent)} True\n"


CALL = """
import botocore
from custom_resources.aws import connect

print(botocore.__version__)
(cognito,) = connect("cognito-idp")
cognito(
    "SetUserPoolSessionConfiguration",
    UserPoolId="eu-central-1_Ab1",
    UserSessionTracking="ENABLED",
    TokenSession={"MaxPerUser": 3},
)
"""
CALLED = "SetUserPoolSessionConfiguration"


def test_the_shipped_models_teach_an_old_runtime_a_new_operation(asset: Path, old_libraries: Path) -> None:
    aws = FakeEndpoint(canned={CALLED: {}})
    with aws.listening() as url:
        invocation = run(CALL, asset, old_libraries, env={"AWS_ENDPOINT_URL": url})
    assert invocation.logs == f"{OLD_BOTOCORE}\n"
    assert aws.called == [CALLED]


def test_without_the_models_an_old_runtime_does_not_know_it(asset: Path, old_libraries: Path, tmp_path: Path) -> None:
    shutil.copytree(asset / "custom_resources", tmp_path / "custom_resources")
    invocation = run(CALL, tmp_path, old_libraries)
    assert invocation.exit_code == 1
    assert "has no attribute 'set_user_pool_session_configuration'" in invocation.logs


def test_outlasts_eight_throttled_attempts(asset: Path) -> None:
    aws = FakeEndpoint(canned={CALLED: {}}, throttled=8)
    with aws.listening() as url:
        invocation = run(
            f"import random; random.random = lambda: 0  # no pauses\n{CALL}",
            asset,
            LIBRARIES,
            env={"AWS_ENDPOINT_URL": url},
        )
    assert invocation.exit_code == 0
    assert aws.called == [CALLED] * 9


def _contents(directory: Path) -> dict[Path, bytes]:
    return {file.relative_to(directory): file.read_bytes() for file in directory.rglob("*") if file.is_file()}
