"""The engine: brings a block inside a bigger object about, and changes nothing else of that object.

Cognito's big updates are not patches: what a request leaves out falls back to a default. So the whole object is read,
the block is put into it, and all that botocore's model lets through is sent back and then read again. Nor are they
compare-and-swap: another writer, who read the object before our write and writes it after ours, takes our change back
without an error. So no write is based on a read older than `FRESH` seconds, and who has written looks again `SETTLED`
seconds later, when every such write has arrived: one that is lost is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from custom_resources.errors import NotFound, Refused, ResourceError, Unsettled, with_more
from custom_resources.request import Request
from custom_resources.rest import Rest
from custom_resources.shapes import Document, at, bare, differ, differences, missing
from custom_resources.target import Target, moved

FRESH, SETTLED = 1.0, 3.0
_ROUNDS = 5
_PATIENCE = (Unsettled, NotFound)
"""What passes: also that an object which was there is not, since not every read has heard of our write."""
_TRIAL = 160.0
"""Seconds that a trial of the rest, and what puts it right again, can take if every call hangs until it is given up."""


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

    def moved(self, found: Document, sent: Document) -> list[str]:
        """Names of what is not of the block, and otherwise than it was sent."""
        names = moved(found, sent, self.object.fills)
        return [name for name in names if name.partition(".")[0] not in self.wanted]


Undo = Callable[[], object]


def read(block: Block, request: Request, *patience: type[Exception]) -> dict[str, Any]:
    """All of the block's object."""
    return request.patiently(lambda: block.object.read(request), *patience)


def is_settled(block: Block, request: Request) -> bool:
    """Whether nothing needs to be written, or the object is gone."""
    try:
        return block.is_settled(read(block, request, Unsettled))
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
            told = f"What was changed before could not be put back: {'; '.join(left)}"
            raise with_more(failure, told) from failure
        raise


def clear(blocks: Iterable[Block], request: Request) -> None:
    """The same for a Delete: an object that is gone has no blocks any more."""
    for block in blocks:
        _settle(replace(block, may_be_gone=True), request)


def _settle(block: Block, request: Request) -> list[Undo]:
    """Bring one block about. Returns how to undo it, or nothing if nothing had to be written."""
    try:
        return _settle_existing(block, request)
    except NotFound as gone:
        if not block.may_be_gone:
            raise
        request.log("nothing to do", Because=str(gone))
        return []


def _settle_existing(block: Block, request: Request) -> list[Undo]:
    patience = (Unsettled,) if block.may_be_gone else _PATIENCE
    origin, rest = read(block, request, *patience), Rest()
    if block.is_settled(origin):
        return []
    members = {name: origin.get(name, block.absent.get(name)) for name in block.wanted}
    undo = partial(_write, replace(block, wanted=members), rest.in_the_end, request)
    try:
        _converge(block, origin, rest, request)
    except Exception as failure:
        left = [f"It could not be put back: {text}" for text in (_attempt(undo),) if text]
        if more := [*left, *rest.open_questions()]:
            raise with_more(failure, *more) from failure
        raise
    return [undo]


def _converge(block: Block, origin: Document, rest: Rest, request: Request) -> None:
    """Write until the block is there to stay, and nothing else has moved."""
    for _ in range(_ROUNDS):
        sent = _write(block, rest.for_now, request)
        found = read(block, request, *_PATIENCE)
        names, unlike = block.moved(found, sent), missing(found, sent)
        if not block.holds(found, origin):  # somebody else has written all of it, or the service did not take it
            rest.notice(names)
        elif names:
            rest.suspect(names, sent, found)
            if request.deadline.remaining() < _TRIAL:
                raise Unsettled(f"{block.object.operation} was taken back: there is no time left to see what it does")
        elif not rest.acquit():
            request.deadline.pause(SETTLED)
            if block.holds(read(block, request, *_PATIENCE), origin):
                return
    raise _moved(block, rest.guilty) if rest.guilty else _not_taken(block, unlike)


def _write(block: Block, beside: Callable[[Document], Document], request: Request) -> dict[str, Any]:
    """Put the block, and what is to be put `beside` it, into what is there. Returns what that is then to be."""

    def write() -> dict[str, Any]:
        started = request.deadline.remaining()
        base = block.object.read(request)
        if started - request.deadline.remaining() > FRESH:
            raise Unsettled(f"{block.object.operation} was not sent: what it builds on took too long to read")
        document = {**base, **beside(base), **block.wanted}
        was = {**base, **{name: base.get(name, block.absent.get(name)) for name in block.wanted}}
        if names := differences(was, document):
            request.writes(block.object.operation, names)
            block.object.write(document, request)
        return document

    return request.patiently(write, *_PATIENCE)


def _attempt(undo: Undo) -> str:
    try:
        undo()
    except ResourceError as error:
        return str(error)
    return ""


def _moved(block: Block, names: list[str]) -> Refused:
    return Refused(
        f"{block.object.operation} of {', '.join(block.wanted)} also changed {', '.join(names)}, each time it was "
        "tried. All was put back",
        fix="wait until nobody else changes it, and deploy again; if nobody does, leave this setting out and report it",
    )


def _not_taken(block: Block, names: list[str]) -> Refused:
    what = ", ".join(names or block.wanted)
    return Refused(
        f"{block.object.operation} was accepted, and {what} did not become as written. It was put back",
        fix="look for another writer of the same object, or for a setting that the service does not have here",
    )
