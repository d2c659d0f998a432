"""Policies are judged as AWS would see them."""

from __future__ import annotations

from typing import Any

import pytest

from resolving import resolve


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
    with pytest.raises(NotImplementedError, match="Fn::ImportValue"):
        resolve({"Statement": [{"Fn::ImportValue": "x"}]})
