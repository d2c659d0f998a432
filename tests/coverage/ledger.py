"""All that can be configured of Cognito, down to the leaf, and what of it the templates of everything*.yaml show."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import botocore.session
from botocore.model import Shape
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from cognito_api import provider_details
from excused import EXCUSED, Excuse
from operations import CONFIGURES, SERVICES
from synthesis import ENVIRONMENTS, templates

Path = tuple[str, ...]
"""Member names, `*` for any key of a map; lists leave no trace."""


@dataclass(frozen=True)
class Leaf:
    """One setting: `of` is a resource type or an operation. `places`: where it may be seen, by resource type."""

    of: str
    path: Path
    places: tuple[tuple[str, Path], ...]

    @property
    def name(self) -> str:
        return named(self.of, self.path)

    @property
    def seen(self) -> bool:
        return any(reached(properties, path) for kind, path in self.places for properties in resources().get(kind, ()))

    @property
    def excuses(self) -> list[str]:
        """The entries that excuse it, or the CloudFormation property that it is set by."""
        names = {self.name, *(named(kind, path) for kind, path in self.places)}
        return [entry for entry in EXCUSED if any(fnmatchcase(name, entry) for name in names)]

    @property
    def excuse(self) -> Excuse | None:
        return EXCUSED[self.excuses[0]] if self.excuses else None


def named(of: str, path: Path) -> str:
    return f"{of} {'.'.join(path)}"


def is_seen(name: str) -> bool:
    """The same for a name, such as `AWS::Cognito::UserPool UserPoolName`."""
    kind, _, path = name.partition(" ")
    return any(reached(properties, path.split(".")) for properties in resources().get(kind, ()))


@functools.cache
def leaves() -> tuple[Leaf, ...]:
    """Of every resource type, then of every operation that configures something."""
    return tuple(
        [Leaf(kind, path, ((kind, path),)) for kind in resource_types() for path in properties_of(kind)]
        + [Leaf(name, path, places(name, path)) for name in CONFIGURES for path in members_of(name)]
    )


def resource_types() -> list[str]:
    """Cognito's, as CloudFormation has them."""
    kinds = PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1")
    return sorted(kind for kind in kinds if kind.startswith("AWS::Cognito::"))


def properties_of(kind: str) -> list[Path]:
    """The leaves of a resource type that can be written."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    read_only = [tuple(pointer.split("/")[2:]) for pointer in schema.get("readOnlyProperties", ())]
    found = dict.fromkeys(schema_leaves(schema, schema))
    writable = [path for path in found if not any(path[: len(prefix)] == prefix for prefix in read_only)]
    return list(spelled_out(writable))


def spelled_out(paths: Iterable[Path]) -> Iterator[Path]:
    """With the keys of ProviderDetails, which no schema has."""
    for path in paths:
        names = sorted(set().union(*provider_details().values())) if path[-2:] == ("ProviderDetails", "*") else ["*"]
        yield from [(*path[:-1], name) for name in names] if names != ["*"] else [path]


def schema_leaves(node: dict[str, Any], whole: dict[str, Any], path: Path = (), within: Path = ()) -> Iterator[Path]:
    """Of a JSON Schema. `within`: the definitions around, so that one that holds itself ends as a leaf."""
    if "$ref" in node:
        reference = node["$ref"]
        if reference in within:
            yield path
            return
        node = functools.reduce(lambda inner, part: inner[part], reference.split("/")[1:], whole)
        yield from schema_leaves(node, whole, path, (*within, reference))
        return
    inner = [((*path, name), child) for name, child in node.get("properties", {}).items()]
    inner += [
        ((*path, key), child) for pattern, child in node.get("patternProperties", {}).items() for key in keys(pattern)
    ]
    inner += [(path, node["items"])] if "items" in node else []
    inner += [
        (path, child) for word in ("allOf", "anyOf", "oneOf") for child in node.get(word, ()) if _has_leaves(child)
    ]
    for below, child in inner:
        yield from schema_leaves(child, whole, below, within)
    if not inner:
        yield (*path, "*") if "object" in str(node.get("type")) else path


def _has_leaves(node: dict[str, Any]) -> bool:
    return not {"$ref", "properties", "patternProperties", "items"}.isdisjoint(node)


def keys(pattern: str) -> list[str]:
    """The keys of a map; `*` if its pattern is more than a list of words."""
    return words(pattern[1:-1]) if re.fullmatch(r"\^[\w:-]*\([\w|()-]*\)\$", pattern) else ["*"]


def words(pattern: str) -> list[str]:
    """What matches a pattern such as `a-(b|c-(d|e))`."""
    group = re.fullmatch(r"([^(]*)\((.*)\)", pattern)
    if not group:
        return [pattern]
    options = re.findall(r"(?:[^|()]|\([^()]*\))+", group[2])
    return [group[1] + word for option in options for word in words(option)]


def members_of(operation: str) -> list[Path]:
    """The leaves of an operation's input."""
    service, _, name = operation.partition(":")
    return list(spelled_out(shape_leaves(service_model(service).operation_model(name).input_shape)))


def service_model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def shape_leaves(shape: Shape, path: Path = (), within: Path = ()) -> Iterator[Path]:
    """Of a shape of botocore. `within`: as in `schema_leaves`."""
    if shape.name in within:
        yield path
        return
    within = (*within, shape.name)
    match shape.type_name:
        case "structure" if shape.members:
            for name, member in shape.members.items():
                yield from shape_leaves(member, (*path, name), within)
        case "list":
            yield from shape_leaves(shape.member, path, within)
        case "map":
            for key in keys(shape.key.metadata.get("pattern", "")):
                yield from shape_leaves(shape.value, (*path, key), within)
        case _:
            yield path


def places(operation: str, path: Path) -> tuple[tuple[str, Path], ...]:
    """Where a member of an operation stands in a template."""
    told = CONFIGURES[operation]
    kinds = [kind if kind.startswith("Custom::") else f"AWS::Cognito::{kind}" for kind in told.types]
    for depth in range(len(path), 0, -1):
        there = told.renamed.get(".".join(path[:depth]))
        if there is not None:
            path = (*filter(None, there.split(".")), *path[depth:])
            break
    return tuple((kind, path) for kind in kinds)


@functools.cache
def resources() -> dict[str, list[dict[str, Any]]]:
    """The properties of every resource of everything*.yaml, by type."""
    found: dict[str, list[dict[str, Any]]] = {}
    for environment in (name for name in ENVIRONMENTS if name.startswith("everything")):
        for template in templates(environment).values():
            for resource in template["Resources"].values():
                found.setdefault(resource["Type"], []).append(resource.get("Properties", {}))
    return found


def reached(value: Any, path: Sequence[str]) -> bool:
    """Whether something stands at the path. An empty list or mapping is nothing; nor is a switch that is off."""
    if isinstance(value, list):
        return any(reached(item, path) for item in value)
    if not path:
        return value not in (None, {}) and value is not False
    if not isinstance(value, dict):
        return False
    inner = value.values() if path[0] == "*" else [value[path[0]]] if path[0] in value else []
    return any(reached(item, path[1:]) for item in inner)


def known_operations() -> list[str]:
    """Every operation that botocore knows, as `service:Operation`."""
    return [f"{service}:{name}" for service in SERVICES for name in service_model(service).operation_names]
