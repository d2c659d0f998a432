"""What docs/configuration.md tells of changes (config/changes.py) is true of every key: told by changing each, and
comparing the templates."""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from hypothesis.strategies import SearchStrategy
from pydantic import ValidationError

import ledger
from accepted import BASES, Change, Data, Place, places
from config.changes import CHANGES
from config.errors import KeyPath, dotted
from config.model import Environment
from config.model.files import ROOT
from config.readable import validated
from config.schema import schema
from operations import CONFIGURES
from synthesis import synthesize

WHOLE = {"account", "region"}
"""No property of a resource, but where each stands."""
PROVIDERS = ("AWS::IAM::OIDCProvider", "AWS::IAM::SAMLProvider")
USER = "Custom::CognitoUser"
DOCUMENTED = {
    USER: {"Username"},  # custom_resources/user/resource.py: UserKey
    "AWS::Cognito::IdentityPool": {"DeveloperProviderName"},  # CreateIdentityPoolInput: DeveloperProviderName
}
"""What can't be changed though neither CloudFormation's schemas nor the operations tell."""

NO_SETTINGS = {
    ("AWS::Cognito::UserPoolClient", "GenerateSecret"),  # always false
    ("AWS::Cognito::UserPoolRiskConfigurationAttachment", "ClientId"),  # ALL: the pool's own
    ("AWS::Cognito::UserPoolUICustomizationAttachment", "ClientId"),  # ALL: the domain's look
}
FREE = {"AWS::Cognito::IdentityPoolPrincipalTag"}
"""What is lost with nothing but what the template says: made anew, it is as it was."""

NAMES_OF_OTHERS = {"identity_pool.principal_tags", "identity_pool.role_mappings"}
"""Mappings by names that stand elsewhere."""

Fixed = dict[tuple[str, ...], str]
"""What can't be changed in place: stack, logical id and type of a resource; with a property's name, its value."""


@functools.cache
def fixed_properties(kind: str) -> frozenset[str]:
    """Those that CloudFormation calls create-only, or that Cognito takes when it creates, and not when it updates."""
    if kind in FREE or not kind.startswith(("AWS::Cognito::", *PROVIDERS, USER)):
        return frozenset()
    told = set(DOCUMENTED.get(kind, ()))
    if kind.startswith("AWS::"):
        properties = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
        told |= {pointer.split("/")[2] for pointer in properties.get("createOnlyProperties", ())}
    for create in CONFIGURES:
        update = create.replace(":Create", ":Update")
        if create != update and update in CONFIGURES:
            lacking = {path[0] for path in ledger.members_of(create)} - {path[0] for path in ledger.members_of(update)}
            told |= {
                place[0]
                for name in lacking
                for there, place in ledger.places(create, (name,))
                if there == kind and place
            }
    return frozenset(told)


def environment(data: Data) -> Environment:
    """As its file says, whatever the rules say."""
    return validated({"name": "property"} | data, ROOT)


def fixed(data: Data) -> Fixed:
    found: Fixed = {}
    for stack, template in synthesize(environment(data)).items():
        for logical_id, resource in template["Resources"].items():
            for name in fixed_properties(resource["Type"]):
                found[stack, logical_id, resource["Type"]] = ""
                value = json.dumps(resource["Properties"].get(name), sort_keys=True)
                found[stack, logical_id, resource["Type"], name] = value
    return found


@functools.cache
def before(base: str) -> Fixed:
    return fixed(BASES[base])


def changes(data: Data) -> Iterator[Change]:
    """Other values for each that stands there and is no name of another entry; the model may take them or not."""
    names = {name for place in _mappings(data) for name in place.parent}
    for place in places(data, schema(), ()):
        value = _at(place.parent, place.key)
        if not isinstance(value, str) or value not in names:
            for other in others(value, place.node):
                yield Change((*place.path, place.key), other)


def additions(data: Data) -> Iterator[Change]:
    """Of each mapping, an entry with another name: to give one another is to add it, and to remove the former."""
    for index, place in enumerate(_mappings(data)):
        if dotted(place.path) not in NAMES_OF_OTHERS:
            name = "eu-west-3" if place.path == ("replicas",) else f"other{index}"
            yield Change((*place.path, name), next(iter(place.parent.values())))


def _mappings(data: Data) -> Iterator[Place]:
    return (each for each in places(data, schema(), ()) if isinstance(each.key, SearchStrategy) and each.parent)


def _at(parent: Any, key: Any) -> Any:
    return parent[key] if isinstance(parent, list) else parent.get(key) if isinstance(key, str) else None


def others(value: Any, node: Data) -> list[Any]:
    """A few of them. Of a text, one letter or digit is another."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case list():
            return [value[:-1]] if value and not isinstance(value[0], dict) else []
        case str():
            options = [node, *node.get("anyOf", ())]
            enum = [option for each in options for option in each.get("enum", ()) if option != value]
            last = [found.start() for found in re.finditer("[a-zA-Z0-9]", value)][-1:]
            return enum[:1] + [value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :] for at in last]
    return []


def key_of(path: KeyPath) -> str:
    """As in CHANGES: NAME for a name of the user's."""
    parts = [str(part) for part in path]
    for key in sorted(CHANGES, key=len, reverse=True):
        told = key.split(".")
        if len(told) <= len(parts) and all(each in ("NAME", part) for each, part in zip(told, parts, strict=False)):
            return key
    return ""


def is_told(path: KeyPath) -> bool:
    """Of this key, or of all that stands below one above it."""
    key = key_of(path)
    return bool(key) and (not key.endswith(".NAME") or key.count(".") == len(path) - 1)


def applied(change: Change, data: Data) -> Data | None:
    """None where there is no such place, or the model does not take it."""
    with contextlib.suppress(LookupError, ValidationError):
        other = change.applied(data)
        environment(other)
        return other
    return None


@pytest.mark.parametrize("base", BASES)
def test_what_is_not_told_of_changes_in_place(base: str) -> None:
    data, changed = BASES[base], set[KeyPath]()
    for change in changes(data):
        if not is_told(change.path) and (taken := applied(change, data)):
            data = taken
            changed.add(change.path)
    assert len(changed) > 20
    now = fixed(data)
    other = [place for place, value in before(base).items() if now.get(place, value) != value]  # the rest is off now
    assert other == [], "fix: say in config/changes.py what a change costs"


@pytest.mark.parametrize("base", BASES)
def test_what_costs_nothing_to_name_otherwise_is_no_resource(base: str) -> None:
    data = BASES[base]
    for addition in additions(data):
        data = (None if is_told(addition.path) else applied(addition, data)) or data
    assert sorted(fixed(data).items() - before(base).items()) == [], "fix: say in config/changes.py what it costs"


@functools.cache
def effects(key: str) -> frozenset[tuple[str, ...]]:
    """What of which resource types isn't what it was, where something else stands at a key of CHANGES."""
    for base, data in BASES.items():
        for change in (*additions(data),) if key.endswith(".NAME") else changes(data):
            other = applied(change, data) if key_of(change.path) == key else None
            if other and (found := {place[2:] for place, _ in fixed(other).items() ^ before(base).items()}):
                return frozenset(found)
    return frozenset()


@pytest.mark.parametrize("key", sorted(CHANGES.keys() - WHOLE))
def test_what_is_told_can_not_be_made_in_place(key: str) -> None:
    assert effects(key), "fix: remove it from config/changes.py"


def test_whatever_can_not_be_changed_is_told() -> None:
    """But for references to what the same templates make, and what no environment says."""
    elsewhere = re.compile('"(Ref|Fn::\\w+)"|null')
    literal = {place[2:] for base in BASES for place, value in before(base).items() if not elsewhere.search(value)}
    literal = {(kind, *name) for kind, *name in literal if name}
    assert sorted(literal - NO_SETTINGS - {each for key in CHANGES.keys() - WHOLE for each in effects(key)}) == []
