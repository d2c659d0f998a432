"""What botocore's model of an operation says about a value. Pure: a field that the model learns is understood here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]


def typed(value: Any, shape: Any) -> Any:
    """`value` as `shape` takes it: CloudFormation hands every number and truth value to a custom resource as text."""
    match shape.type_name:
        case "integer" | "long" if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
            return int(value)
        case "boolean" if value in ("true", "false"):
            return value == "true"
    return _inside(value, shape, typed, unknown=True)


def sendable(value: Any, shape: Any) -> Any:
    """What of `value`, an answer of the service, can be sent back to an operation that takes `shape`."""
    return _inside(value, shape, sendable, unknown=False)


def _inside(value: Any, shape: Any, apply: Any, *, unknown: bool) -> Any:
    match shape.type_name, value:
        case "structure", Mapping():
            members = shape.members
            return {
                name: apply(part, members[name]) if name in members else part
                for name, part in value.items()
                if unknown or name in members
            }
        case "map", Mapping():
            return {key: apply(part, shape.value) for key, part in value.items()}
        case "list", list() | tuple():
            return [apply(part, shape.member) for part in value]
    return value


def secrets(value: Any, shape: Any, *, hidden: bool = False) -> Iterator[str]:
    """Texts in `value` that nobody is to see: what the model calls sensitive, and of an identity provider's details,
    which it takes for any texts, what their names call secret (`client_secret`, `private_key`)."""
    hidden = hidden or bool(shape.metadata.get("sensitive"))
    match shape.type_name, value:
        case "structure", Mapping():
            for name in value.keys() & shape.members.keys():
                yield from secrets(value[name], shape.members[name], hidden=hidden)
        case "map", Mapping():
            named = shape.name == "ProviderDetailsType"
            for key, part in value.items():
                secret = named and bool(re.search("secret|private_key", key))
                yield from secrets(part, shape.value, hidden=hidden or secret)
        case "list", list() | tuple():
            for part in value:
                yield from secrets(part, shape.member, hidden=hidden)
        case "string", str() if hidden:
            yield value


def unknown(value: Any, shape: Any) -> list[str]:
    """Names of what `value` says that `shape` does not know."""
    return sorted({".".join(path) for path in _unknown(value, shape, ())})


def _unknown(value: Any, shape: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    match shape and shape.type_name, value:
        case "structure", Mapping():
            for name, part in value.items():
                if name in shape.members:
                    yield from _unknown(part, shape.members[name], (*path, name))
                elif bare(part) is not None:
                    yield (*path, name)
        case "map", Mapping():
            for key, part in value.items():
                yield from _unknown(part, shape.value, (*path, key))
        case "list", list():
            for part in value:
                yield from _unknown(part, shape.member, path)


def bare(value: Any) -> Any:
    """`value` as far as it says anything, for comparison: to AWS an empty list or text and none are the same, and the
    order of a list means nothing."""
    if isinstance(value, Mapping):
        parts = {name: bare(part) for name, part in sorted(value.items())}
        return {name: part for name, part in parts.items() if part is not None} or None
    if isinstance(value, list | tuple):
        return sorted((bare(part) for part in value), key=repr) or None
    return None if value == "" else value


def missing(found: Any, wanted: Any) -> list[str]:
    """Names of what `found` does not say as `wanted` does, such as `Policies.PasswordPolicy.MinimumLength`. It may say
    more, as where the service fills in its defaults. Never values: some are secret."""
    return sorted(_unlike(found, wanted, ()))


def differences(one: Any, other: Any) -> list[str]:
    """The same in both directions."""
    names = {*missing(one, other), *missing(other, one)}
    return sorted(name for name in names if not any(each.startswith(f"{name}.") for each in names))


def _unlike(found: Any, wanted: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping | None) and (wanted or not path):
        for name, part in wanted.items():
            yield from _unlike((found or {}).get(name), part, (*path, name))
    elif bare(found) != bare(wanted):
        yield ".".join(path)


def at(document: Any, path: str) -> Any:
    """What stands where such a name leads to, or None."""
    for name in path.split("."):
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def differ(one: Document, other: Document, path: str) -> bool:
    """Whether two documents say different things there."""
    return bool(bare(at(one, path)) != bare(at(other, path)))
