"""All that can be configured of Cognito, down to the leaf, and what of it the templates of everything*.yaml show."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import botocore.session
from botocore.model import ServiceModel
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from cognito_api import provider_details
from excused import EXCUSED, Excuse
from operations import CONFIGURES, SERVICES
from ops.templates import Template
from shapes import Path, Words, schema_leaves, shape_leaves
from synthesis import ENVIRONMENTS, templates

Schema = dict[str, Any]
Resources = dict[str, list[dict[str, Any]]]
"""Properties, by resource type."""


@dataclass(frozen=True)
class Leaf:
    """One setting: `of` is a resource type or an operation. `places`: where it may be seen, by resource type."""

    of: str
    path: Path
    places: tuple[tuple[str, Path], ...]
    words: Words = ()

    @property
    def name(self) -> str:
        return named(self.of, self.path)

    @property
    def elsewhere(self) -> str:
        """Where it may be set, if it is not seen."""
        if self.of.startswith("AWS::"):
            return "if a custom resource sets it, CloudFormation can now: set it in stacks/constructs/"
        return "if it is set under another name, say so in tests/coverage/operations.py"

    @property
    def seen(self) -> bool:
        return self.seen_in(resources())

    def seen_in(self, shown: Resources) -> bool:
        return any(reached(properties, path) for kind, path in self.places for properties in shown.get(kind, ()))

    @property
    def excuses(self) -> list[str]:
        """The entries that excuse it, or the CloudFormation property that it is set by."""
        return self.excuses_for("")

    def excuses_for(self, word: str) -> list[str]:
        """The same for one of its words, such as `=OFF`."""
        names = {named(of, path) + word for of, path in ((self.of, self.path), *self.places)}
        return [entry for entry in EXCUSED if any(fnmatchcase(name, entry) for name in names)]

    @property
    def excuse(self) -> Excuse | None:
        return EXCUSED[self.excuses[0]] if self.excuses else None


def forgotten(settings: Iterable[Leaf]) -> list[str]:
    """What is neither seen nor excused."""
    return [
        f"{leaf.name} is seen in no template of environments/everything*.yaml\n"
        f"    fix: make it a setting (config/model/, stacks/constructs/) and use it there; {leaf.elsewhere}; "
        "or else say why not in tests/coverage/excused.py"
        for leaf in settings
        if not leaf.seen and not leaf.excuse
    ]


def named(of: str, path: Path) -> str:
    return f"{of} {'.'.join(path)}"


def is_seen(name: str) -> bool:
    """The same for a name, such as `AWS::Cognito::UserPool UserPoolName`, or with a word, `...MfaConfiguration=ON`."""
    kind, _, path = name.partition(" ")
    path, _, word = path.partition("=")
    found = [each for properties in resources().get(kind, ()) for each in standing(properties, path.split("."))]
    return word in found if word else any(map(is_something, found))


@functools.cache
def leaves() -> tuple[Leaf, ...]:
    """Of every resource type, then of every operation that configures something."""
    return (*types_leaves(schema_of), *operations_leaves(service_model))


def types_leaves(schemas: Callable[[str], Schema]) -> Iterator[Leaf]:
    """`schemas`: by resource type, what CloudFormation has for it."""
    for kind in resource_types():
        for path, words in properties_of(schemas(kind)).items():
            yield Leaf(kind, path, ((kind, path),), words)


def operations_leaves(models: Callable[[str], ServiceModel]) -> Iterator[Leaf]:
    """`models`: by name of a service, what botocore has for it."""
    for name in CONFIGURES:
        for path, words in members_of(name, models).items():
            yield Leaf(name, path, places(name, path), words)


def resource_types() -> list[str]:
    """Cognito's, as CloudFormation has them."""
    kinds = PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1")
    return sorted(kind for kind in kinds if kind.startswith("AWS::Cognito::"))


def schema_of(kind: str) -> Schema:
    """Of a resource type."""
    return PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema


def properties_of(schema: Schema) -> dict[Path, Words]:
    """The leaves of a resource type that can be written."""
    read_only = [tuple(pointer.split("/")[2:]) for pointer in schema.get("readOnlyProperties", ())]
    found = spelled_out(schema_leaves(schema, schema))
    return {
        path: words for path, words in found.items() if not any(path[: len(prefix)] == prefix for prefix in read_only)
    }


def spelled_out(found: Iterable[tuple[Path, Words]]) -> dict[Path, Words]:
    """With the keys of ProviderDetails, which no schema has."""
    whole: dict[Path, Words] = {}
    for path, words in found:
        names = sorted(set().union(*provider_details().values())) if path[-2:] == ("ProviderDetails", "*") else ["*"]
        for each in [(*path[:-1], name) for name in names] if names != ["*"] else [path]:
            whole[each] = tuple(dict.fromkeys((*whole.get(each, ()), *words)))
    return whole


@functools.cache
def service_model(service: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(service)


def members_of(operation: str, models: Callable[[str], ServiceModel] = service_model) -> dict[Path, Words]:
    """The leaves of an operation's input."""
    service, _, name = operation.partition(":")
    return spelled_out(shape_leaves(models(service).operation_model(name).input_shape))


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
def resources() -> Resources:
    """The properties of every resource of everything*.yaml."""
    everything = (name for name in ENVIRONMENTS if name.startswith("everything"))
    return by_type(template for environment in everything for template in templates(environment).values())


def by_type(shown: Iterable[Template]) -> Resources:
    found: Resources = {}
    for template in shown:
        for resource in template["Resources"].values():
            found.setdefault(resource["Type"], []).append(resource.get("Properties", {}))
    return found


def reached(value: Any, path: Sequence[str]) -> bool:
    """Whether something stands at the path."""
    return any(map(is_something, standing(value, path)))


def is_something(value: Any) -> bool:
    """An empty list or mapping is nothing; nor is a switch that is off."""
    return value not in (None, {}) and value is not False


def standing(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """What stands at the path, without the lists around."""
    if isinstance(value, list):
        for item in value:
            yield from standing(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if path[0] in ("*", key):
                yield from standing(inner, path[1:])


def known_operations() -> list[str]:
    """Every operation that botocore knows, as `service:Operation`."""
    return [f"{service}:{name}" for service in SERVICES for name in service_model(service).operation_names]
