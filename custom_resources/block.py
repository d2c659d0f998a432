"""The engine: brings a block inside a bigger object about, and changes nothing else of that object.

Cognito's big updates are not patches: what a request leaves out falls back to a default. So the whole object is read,
the block is put into it, and all that botocore's model lets through is sent back and then read again. Nor are they
compare-and-swap: another writer, who read the object before our write and writes it after ours, takes our change back
without an error. So no write is based on a read older than `FRESH` seconds, and who has written looks again `SETTLED`
seconds later, when every such write has arrived: one that is lost is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from custom_resources.aws import Api
from custom_resources.errors import NotFound, Refused, ResourceError, Unsettled
from custom_resources.request import Properties, Request
from custom_resources.shapes import Document, at, bare, differ, differences, missing, sendable, typed

FRESH, SETTLED = 1.0, 3.0
_ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of object that is read by one operation and written as a whole by another."""

    read: str
    write: str
    member: str = ""
    """Where the answer has the object; empty if the answer is the object."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Members that are read under one name and written under another."""
    tidy: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """Takes out what the operation knows and yet refuses."""


class Target(Protocol):
    """What a block is a part of."""

    @property
    def operation(self) -> str: ...

    def read(self) -> dict[str, Any]:
        """All of it that can be sent back."""

    def write(self, document: Document) -> None: ...


class Object:
    """One object of Cognito's."""

    def __init__(self, api: Api, kind: Kind, **keys: Any) -> None:
        self._api, self._kind, self._keys = api, kind, keys

    @property
    def operation(self) -> str:
        return self._kind.write

    def read(self) -> dict[str, Any]:
        answer = self._api(self._kind.read, **self._keys)
        found = answer.get(self._kind.member, {}) if self._kind.member else answer
        written = {self._kind.renamed.get(name, name): value for name, value in found.items()}
        known = sendable(written, self._api.takes(self._kind.write))
        return self._kind.tidy({name: value for name, value in known.items() if name not in self._keys})

    def write(self, document: Document) -> None:
        sent = {name: value for name, value in document.items() if value is not None}
        self._api(self._kind.write, **self._keys, **sent)

    def members(self, properties: Properties, *names: str) -> dict[str, Any]:
        """Those of `properties`, typed as the API takes them."""
        given = {name: properties[name] for name in names if name in properties}
        return dict(typed(given, self._api.takes(self.operation)))


@dataclass(frozen=True, kw_only=True)
class Block:
    """Members of an object that one resource owns."""

    object: Target
    wanted: Document
    before: Document = field(default_factory=dict)
    """What the resource declared of the same object until now: what of it is no longer wanted goes."""
    absent: Document = field(default_factory=dict)
    """What a member that is not there amounts to, and so what to send to have it gone again."""
    may_be_gone: bool = False
    """Whether there is nothing to do if the object does not exist."""

    def is_settled(self, found: Document) -> bool:
        """Whether nothing needs to be written."""
        found = {**self.absent, **found}
        dropped = [name for name in missing(self.wanted, self.before) if at(self.wanted, name) is None]
        return not missing(found, self.wanted) and all(differ(found, self.before, name) for name in dropped)

    def holds(self, found: Document, origin: Document) -> bool:
        """Whether a write has brought it about. What was to become empty may have a default of the service now."""
        return all(
            bare(at(self.wanted, name)) is None and differ(found, origin, name) for name in missing(found, self.wanted)
        )


Undo = Callable[[], None]


def is_settled(block: Block, request: Request) -> bool:
    """Whether nothing needs to be written, or the object is gone."""
    try:
        return block.is_settled(request.patiently(block.object.read, Unsettled))
    except NotFound:
        return True


def reconcile(blocks: Iterable[Block], request: Request) -> None:
    """Bring all blocks about, in their order, or leave all as they were."""
    undos: list[Undo] = []
    try:
        for block in blocks:
            undos += _settle(block, request)
    except Exception as failure:
        left = [text for undo in reversed(undos) if (text := _attempt(undo))]
        if left:
            raise Refused(f"{failure}. What was changed before could not be put back: {'; '.join(left)}") from failure
        raise


def clear(blocks: Iterable[Block], request: Request) -> None:
    """The same for a Delete: an object that is gone has no blocks any more."""
    for block in blocks:
        _settle(replace(block, may_be_gone=True), request)


def _settle(block: Block, request: Request) -> list[Undo]:
    """Bring one block about. Returns how to undo it, or nothing if nothing had to be written."""
    try:
        return _settle_existing(block, request, (Unsettled,) if block.may_be_gone else (Unsettled, NotFound))
    except NotFound as gone:
        if not block.may_be_gone:
            raise
        request.log("nothing to do", Because=str(gone))
        return []


def _settle_existing(block: Block, request: Request, patience: tuple[type[Exception], ...]) -> list[Undo]:
    origin = request.patiently(block.object.read, *patience)
    if block.is_settled(origin):
        return []
    moved: dict[str, Any] = {}
    undo = partial(_restore, block, origin, moved, request)
    try:
        _converge(block, origin, moved, request, patience)
    except Exception as failure:
        if left := _attempt(undo):
            raise Refused(f"{failure}. It could not be put back: {left}") from failure
        raise
    names = differences({name: origin.get(name) for name in block.wanted}, block.wanted)
    request.log("changed", Operation=block.object.operation, Members=names)
    return [undo]


def _converge(
    block: Block,
    origin: Document,
    moved: dict[str, Any],
    request: Request,
    patience: tuple[type[Exception], ...],
) -> None:
    """Write until the block is there to stay. `moved`: what else is sent otherwise than it was read."""
    theirs: dict[str, Any] = {}
    for _ in range(_ROUNDS):
        sent = request.patiently(partial(_write, block, moved, request), *patience)
        found = request.patiently(block.object.read, Unsettled)
        unlike = missing(found, sent)
        touched = [path for path in unlike if path.partition(".")[0] not in block.wanted]
        if not block.holds(found, origin):
            continue  # somebody else has written meanwhile, or the service did not take it
        if touched:  # by this write, or by somebody else in that very moment: written again as it was, it tells
            names = {path.partition(".")[0] for path in touched}
            moved.update({name: sent[name] for name in names})
            theirs.update({name: found.get(name) for name in names})
            continue
        if theirs:  # as it was, it stays: somebody else wanted it so, and gets it back
            moved.update(theirs)
            theirs.clear()
            continue
        moved.clear()
        request.deadline.pause(SETTLED)
        if block.holds(request.patiently(block.object.read, Unsettled), origin):
            return
    raise Refused(_moved(block, touched) if theirs else _not_taken(block, unlike))


def _write(block: Block, moved: Document, request: Request) -> dict[str, Any]:
    started = request.deadline.remaining()
    base = block.object.read()
    if started - request.deadline.remaining() > FRESH:
        raise Unsettled(f"{block.object.operation} was not sent: what it builds on took too long to read")
    document = {**base, **moved, **block.wanted}
    block.object.write(document)
    return document


def _restore(block: Block, origin: Document, moved: Iterable[str], request: Request) -> None:
    members = {name: origin.get(name, block.absent.get(name)) for name in (*block.wanted, *moved)}
    whole = Block(object=block.object, wanted=members)

    def put_back() -> None:
        found = {**block.absent, **block.object.read()}
        if differences({name: found.get(name) for name in members}, members):
            _write(whole, {}, request)

    request.patiently(put_back, Unsettled)


def _attempt(undo: Undo) -> str:
    try:
        undo()
    except ResourceError as error:
        return str(error)
    return ""


def _moved(block: Block, names: list[str]) -> str:
    return (
        f"{block.object.operation} of {', '.join(block.wanted)} also changed {', '.join(names)}, each time it was "
        "tried. All was put back: leave this setting out, and report it"
    )


def _not_taken(block: Block, names: list[str]) -> str:
    what = ", ".join(names or block.wanted)
    return (
        f"{block.object.operation} was accepted, and {what} did not become as written. It was put back: "
        "look for another writer of the same object, or for a setting that the service does not have here"
    )
