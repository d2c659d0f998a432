"""How a check ends other than well, and the two questions that most checks ask."""
# ruff: noqa: N818 - endings, not errors

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError


class Failed(Exception):
    """The deployment does not do what its environment file says."""


class NotProvable(Exception):
    """The run can neither show it nor refute it."""


class DoesNotApply(Exception):
    """The environment does not have what the check is about."""


def error_of(error: ClientError) -> tuple[str, str]:
    """An AWS error's code and message."""
    details = error.response.get("Error", {})
    return str(details.get("Code", "")), str(details.get("Message", ""))


def expect(seen: object, expected: object, what: str) -> None:
    """`what` is as it should be."""
    if seen != expected:
        raise Failed(f"{what} is {seen!r}, expected {expected!r}")


def refused(call: Callable[[], Any], *codes: str, what: str) -> tuple[str, str]:
    """Code and message with which AWS refuses `what`. Only these codes are a refusal: any other error shows nothing."""
    try:
        call()
    except ClientError as error:
        code, message = error_of(error)
        if code in codes:
            return code, message
        raise Failed(f"{what} ended in {code} ({message}), expected {' or '.join(codes)}") from error
    raise Failed(f"{what} was accepted")
