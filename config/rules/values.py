"""Rules that hold for every value, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.rules.violation import Violation


def lists_do_not_repeat(environment: Environment) -> Iterator[Violation]:
    """CloudFormation refuses repeated items (uniqueItems in its schemas), and a repeated name says nothing new.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html"""
    for path, value in _walk(environment, ()):
        with certain:
            if isinstance(value, tuple):
                for item in sorted({item for item in value if isinstance(item, str) and value.count(item) > 1}):
                    yield Violation(path, f"{item!r} stands there {value.count(item)} times", "write it once")


def no_text_is_a_token(environment: Environment) -> Iterator[Violation]:
    """The CDK would take such a text for a value of its own, CloudFormation for the place of a secret.
    https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"""
    marks = {"${Token[": "with which the CDK marks its own values", "{{resolve:": "which CloudFormation replaces"}
    for path, value in _walk(environment, ()):
        for mark, meaning in marks.items():
            if (isinstance(value, str) and mark in value) or (path and mark in str(path[-1])):
                yield Violation(path, f"contains {mark}, {meaning}", "write it otherwise")


def _walk(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    yield path, value
    with certain:
        items = value if isinstance(value, BaseModel) else value.items() if isinstance(value, dict) else ()
        for key, below in enumerate(value) if isinstance(value, tuple) else items:
            yield from _walk(below, (*path, key))


RULES = (lists_do_not_repeat, no_text_is_a_token)
