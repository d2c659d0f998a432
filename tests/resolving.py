"""CloudFormation's intrinsic functions, worked out offline: a policy or a value as AWS would see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

PSEUDO_PARAMETERS = {
    "AWS::AccountId": "111111111111",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::URLSuffix": "amazonaws.com",
}


def resolve(value: Any, names: Mapping[str, str] = PSEUDO_PARAMETERS) -> Any:
    """`value` without intrinsic functions. What `names` does not hold stands for itself, by its logical id
    (`UserPool`, `UserPool.Arn`); a function that nobody taught it is an error."""
    if isinstance(value, list):
        return [resolve(part, names) for part in value]
    if not isinstance(value, dict):
        return value
    function = next(iter(value), "")
    if function in _FUNCTIONS:
        return _FUNCTIONS[function](value[function], names)
    if function.startswith("Fn::"):
        raise NotImplementedError(f"{function}: teach it to {__name__}.py")
    return {key: resolve(part, names) for key, part in value.items()}


def _substitute(of: str | list[Any], names: Mapping[str, str]) -> str:
    """`${Name}` is looked up; `${!Name}` is CloudFormation's way to write a literal `${Name}`."""
    text, more = (of, {}) if isinstance(of, str) else of
    known: dict[str, str] = {**names, **resolve(more, names)}

    def value(found: re.Match[str]) -> str:
        return f"${{{found[2]}}}" if found[1] else known.get(found[2], found[2])

    return re.sub(r"\$\{(!?)([^}]+)\}", value, text)


_FUNCTIONS: dict[str, Callable[[Any, Mapping[str, str]], str]] = {
    "Ref": lambda name, names: names.get(name, name),
    "Fn::GetAtt": lambda of, names: names.get(".".join(of), ".".join(of)),
    "Fn::Join": lambda of, names: str(of[0]).join(resolve(of[1], names)),
    "Fn::Sub": _substitute,
}
