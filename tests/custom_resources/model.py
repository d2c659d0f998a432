"""Values and requests judged by botocore's model of a service, as the service itself would judge them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

EXAMPLES = {
    "CustomAttributeNameType": "tenant",
    "EmailAddressType": "support@example.com",
    "EmailInviteMessageType": "{username} {####}",
    "EmailVerificationMessageByLinkType": "{##here##}",
    "EmailVerificationMessageType": "Code {####}",
    "EmailVerificationSubjectByLinkType": "Subject",
    "EmailVerificationSubjectType": "Subject",
    "HexStringType": "0123456789abcdef",
    "RegionCodeType": "eu-west-1",
    "SESConfigurationSet": "cognito",
    "SmsInviteMessageType": "{username} {####}",
    "SmsVerificationMessageType": "Code {####}",
    "AcrLevelKeyType": "Level1",
    "UserPoolNameType": "pool",
}
"""Texts of a form that a pattern prescribes, by the name of their shape."""


def example(shape: Any) -> Any:
    """A value of `shape` with every member that the model knows, so that a field of tomorrow is in it too."""
    match shape.type_name:
        case "structure":
            return {name: example(member) for name, member in shape.members.items()}
        case "list":
            return [example(shape.member)]
        case "map":
            return {example(shape.key): example(shape.value)}
    arn = "arn:aws:lambda:eu-central-1:111122223333:function:example" if "arn:" in str(shape.metadata) else ""
    plain: dict[str, Any] = {"boolean": True, "integer": shape.metadata.get("min", 1) + 1}
    text = EXAMPLES.get(shape.name) or arn or next(iter(getattr(shape, "enum", ())), f"an-{shape.name}")
    return plain.get(shape.type_name, text)


def violations(value: Any, shape: Any, path: str = "") -> Iterator[str]:
    """What the service finds wrong with a value, beyond what botocore checks before it is sent."""
    match shape.type_name:
        case "structure":
            for name, part in value.items():
                yield from violations(part, shape.members[name], f"{path}.{name}")
        case "list":
            for index, part in enumerate(value):
                yield from violations(part, shape.member, f"{path}[{index}]")
        case "map":
            for key, part in value.items():
                yield from violations(key, shape.key, f"{path}.{key}")
                yield from violations(part, shape.value, f"{path}.{key}")
    size = value if isinstance(value, int) else len(value)
    limits = shape.metadata
    if not limits.get("min", 0) <= size <= limits.get("max", size):
        yield f"{path} is out of range"
    if isinstance(value, str) and limits.get("enum") and value not in limits["enum"]:
        yield f"{path} is none of {limits['enum']}"
    pattern = limits.get("pattern", "")
    if isinstance(value, str) and pattern and r"\p{" not in pattern and not re.fullmatch(pattern, value):
        yield f"{path} does not match {pattern}"


def unknown(value: Any, shape: Any, path: str = "") -> Iterator[str]:
    """Members that the model does not have: what a fake must not make up."""
    if shape.type_name == "structure":
        for name, part in value.items():
            if name in shape.members:
                yield from unknown(part, shape.members[name], f"{path}.{name}")
            else:
                yield f"{path}.{name}"
    elif shape.type_name == "list":
        for part in value:
            yield from unknown(part, shape.member, f"{path}[]")
    elif shape.type_name == "map":
        for part in value.values():
            yield from unknown(part, shape.value, f"{path}{{}}")
