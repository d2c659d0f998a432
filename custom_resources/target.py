"""What a block is a part of: something that is read by one operation, and written as a whole by another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from custom_resources.aws import Api, unknown_members
from custom_resources.errors import Refused
from custom_resources.request import Properties, Request
from custom_resources.shapes import Document, at, bare, differences, secrets, sendable, typed

ANY: Any = object()
"""Of a member: whatever the service adds to it."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of object of Cognito's."""

    read: str
    write: str
    member: str = ""
    """Where the answer has the object; empty if the answer is the object."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Members that are read under one name and written under another."""
    tidy: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """Takes out what the operation knows and yet refuses."""
    fills: Document = field(default_factory=dict)
    """What the service may add by itself to what was sent, by the name of the member: its default, or ANY."""


class Target(Protocol):
    """One object."""

    @property
    def operation(self) -> str: ...

    @property
    def fills(self) -> Document: ...

    def read(self, request: Request) -> dict[str, Any]:
        """All of it that can be sent back."""

    def write(self, document: Document, request: Request) -> None: ...


class Object:
    """One object of Cognito's."""

    def __init__(self, api: Api, kind: Kind, **keys: Any) -> None:
        self._api, self._kind, self._keys = api, kind, keys
        self._lost: list[str] = []
        """Names of what is there, and not known to the model: a write resets it, or may do so."""
        self._maybe_lost: list[str] = []

    @property
    def operation(self) -> str:
        return self._kind.write

    @property
    def fills(self) -> Document:
        return self._kind.fills

    def read(self, request: Request) -> dict[str, Any]:
        answer = self._api(self._kind.read, **self._keys)
        found = answer.get(self._kind.member, {}) if self._kind.member else answer
        self._look_for_losses(unknown_members(answer))
        written = {self._kind.renamed.get(name, name): value for name, value in found.items()}
        known = sendable(written, self._api.takes(self._kind.write))
        document = self._kind.tidy({name: value for name, value in known.items() if name not in self._keys})
        for secret in secrets(document, self._api.takes(self._kind.write)):
            request.log.hide(secret)  # an error may quote what is sent back
        return document

    def _look_for_losses(self, unknown: Iterable[str]) -> None:
        """What is unknown inside a member that the write takes can't be sent back, and is lost; inside one that it
        doesn't take, it is none of the write's business. Of a new member nobody knows which of the two it is."""
        inside = f"{self._kind.member}." if self._kind.member else ""
        taken = self._api.takes(self._kind.write).members
        self._lost, self._maybe_lost = [], []
        for name in (name for name in unknown if name.startswith(inside)):
            member, _, deeper = name.removeprefix(inside).partition(".")
            if self._kind.renamed.get(member, member) in taken:
                self._lost.append(name)
            elif not deeper:
                self._maybe_lost.append(name)

    def write(self, document: Document, request: Request) -> None:
        leaving = request.kind == "Delete"  # has to be possible as long as it isn't known to do harm
        if names := self._lost if leaving else sorted(self._lost + self._maybe_lost):
            raise Refused(
                f"{self._kind.write} was not sent: the service has settings that this version does not know, and would "
                f"lose: {', '.join(names)}",
                fix="update Gatehouse to a version whose botocore knows them, and deploy again",
            )
        if self._maybe_lost:
            request.log("may reset what this version does not know", Members=self._maybe_lost)
        sent = {name: value for name, value in document.items() if value is not None}
        self._api(self._kind.write, **self._keys, **sent)

    def members(self, properties: Properties, *names: str) -> dict[str, Any]:
        """Those of `properties`, typed as the API takes them."""
        given = {name: properties[name] for name in names if name in properties}
        return dict(typed(given, self._api.takes(self.operation)))


def moved(found: Document, sent: Document, fills: Document) -> list[str]:
    """Names of what was found otherwise than it was sent, but for what the service may fill in."""
    return [name for name in differences(found, sent) if not _is_filled_in(found, sent, name, fills)]


def _is_filled_in(found: Document, sent: Document, name: str, fills: Document) -> bool:
    if bare(at(sent, name)) is not None:
        return False
    above = {filled for filled, default in fills.items() if default is ANY and f"{name}.".startswith(f"{filled}.")}
    return bool(above) or (name in fills and bare(at(found, name)) == bare(fills[name]))
