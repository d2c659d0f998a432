"""Templates are read as AWS would see them, from wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ops.errors import OpsError
from ops.templates import assembled, resolve, synthesized
from synthesis import templates


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ({"Ref": "AWS::Partition"}, "aws"),
        ({"Ref": "IdentityPool"}, "IdentityPool"),
        ({"Fn::GetAtt": ["Role", "Arn"]}, "Role.Arn"),
        ({"Fn::Join": [":", ["arn", {"Ref": "AWS::Partition"}, "sns"]]}, "arn:aws:sns"),
        ({"Fn::Sub": "${AWS::Region}/${Role.Arn}/${!aws:username}"}, "eu-central-1/Role.Arn/${aws:username}"),
        ({"Fn::Sub": ["${Pool}", {"Pool": {"Ref": "UserPool"}}]}, "UserPool"),
        ({"StringEquals": {"key": [{"Ref": "UserPool"}, 1]}}, {"StringEquals": {"key": ["UserPool", 1]}}),
    ],
)
def test_intrinsic_functions_become_what_they_stand_for(value: Any, seen: Any) -> None:
    assert resolve(value) == seen


def test_an_unknown_function_is_an_error() -> None:
    with pytest.raises(OpsError, match="Fn::ImportValue can't be worked out offline\n  fix: teach it"):
        resolve({"Statement": [{"Fn::ImportValue": "x"}]})


@pytest.mark.parametrize("environment", ["dev", "examples/mobile"])
def test_a_command_reads_what_cdk_would_write(environment: str) -> None:
    assert json.dumps(synthesized(environment)) == json.dumps(templates(environment))


def test_an_environment_that_is_wrong_is_told_as_cdk_would() -> None:
    with pytest.raises(OpsError, match="there is no environment 'nope'"):
        synthesized("nope")


@pytest.mark.parametrize("manifest", [None, "", "{}", '{"artifacts": {"a": {"type": "aws:cloudformation:stack"}}}'])
def test_a_folder_that_is_no_assembly_is_named(manifest: str | None, tmp_path: Path) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(OpsError, match=r"not a cloud assembly: .*\n  fix: name the folder that `cdk synth` wrote"):
        assembled(tmp_path)
