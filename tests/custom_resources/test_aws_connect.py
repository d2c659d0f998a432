"""Which service model a client is made from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from custom_resources import aws
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code


def operations(models: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setattr(aws, "MODELS", models)
    (cognito,) = aws.connect("cognito-idp")
    return set(cognito._client.meta.service_model.operation_names)


def test_a_client_offers_what_the_models_beside_the_handler_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage_files(lifecycle_code(), tmp_path)
    (shipped,) = tmp_path.glob("models/cognito-idp/*/service-2.json.gz")
    model = json.loads(gzip.decompress(shipped.read_bytes()))
    model["operations"]["OfTomorrow"] = model["operations"]["ListUserPools"] | {"name": "OfTomorrow"}
    shipped.write_bytes(gzip.compress(json.dumps(model).encode()))
    assert "OfTomorrow" in operations(tmp_path / "models", monkeypatch)


def test_without_models_beside_it_a_client_offers_what_botocore_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ListUserPools" in operations(tmp_path / "none", monkeypatch)
