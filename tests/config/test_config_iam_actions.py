"""The list of IAM's actions, by which a misspelt one is found."""

from __future__ import annotations

import pytest

from config import iam_actions
from iam_actions_list import collected


def test_the_file_is_current() -> None:
    assert iam_actions.FILE.read_text(encoding="utf-8") == collected(), "run `make iam-actions`"


@pytest.mark.parametrize(
    ("pattern", "action"),
    [
        ("s3:GetObject", "s3:GetObject"),
        ("s3:getobject", "s3:GetObject"),
        ("s3:Get*", "s3:GetObjectAcl"),
        ("s3:*", "s3:PutObject"),
        ("s3:GetObjec?", "s3:GetObject"),
        ("execute-api:Invoke", "execute-api:Invoke"),
        ("cognito-idp:AdminListUserSessions", "cognito-idp:AdminListUserSessions"),
    ],
)
def test_finds_the_actions_that_a_pattern_stands_for(pattern: str, action: str) -> None:
    assert action in iam_actions.matching(pattern)


@pytest.mark.parametrize("pattern", ["s3:GetObjekt", "s3:ListObjects", "s3:Gett*"])
def test_finds_none_for_what_does_not_exist(pattern: str) -> None:
    assert iam_actions.matching(pattern) == []
