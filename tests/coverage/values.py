"""Each word that a setting takes and no other: what environments can say of them, and how that is found out."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from accepted import BASES, Change, Data, accepted, places
from config.errors import KeyPath
from config.model import Environment, branding
from config.schema import schema
from excused import EXCUSED, Excuse
from ledger import Leaf, Resources, by_type, leaves, resources, standing
from ops.templates import Template
from synthesis import synthesize

FILES = {
    "Assets.Category": branding.Category,
    "Assets.ColorMode": branding.ColorMode,
    "Assets.Extension": branding.Extension,
}
"""What stands in no environment, but in the names of files in a folder of managed login's."""


@dataclass(frozen=True)
class Value:
    """One word of a leaf."""

    leaf: Leaf
    word: str

    @property
    def name(self) -> str:
        return f"{self.leaf.name}={self.word}"

    @property
    def seen(self) -> bool:
        """Seen in a template of everything*.yaml, or where one of them says other words that the rules accept."""
        files = get_args(FILES.get(".".join(self.leaf.path)))
        return self.word in files or self._stands(resources()) or self._stands(otherwise())

    @property
    def shown(self) -> bool:
        return self._stands(resources())

    def _stands(self, shown: Resources) -> bool:
        return any(
            self.word in standing(properties, path)
            for kind, path in self.leaf.places
            for properties in shown.get(kind, ())
        )

    @property
    def excuses(self) -> list[str]:
        """Those of the whole leaf, and its own."""
        return self.leaf.excuses + self.leaf.excuses_for(f"={self.word}")

    @property
    def excuse(self) -> Excuse | None:
        return EXCUSED[self.excuses[0]] if self.excuses else None


@functools.cache
def values() -> tuple[Value, ...]:
    return tuple(values_of(leaves()))


def values_of(settings: Iterable[Leaf]) -> Iterator[Value]:
    return (Value(leaf, word) for leaf in settings for word in leaf.words)


def unsaid(found: Iterable[Value]) -> list[str]:
    """What no environment can say, and nobody excuses."""
    return [
        f"{value.name} can be said in no environment\n"
        f"    fix: offer {value.word} in config/model/, where the other values of this setting stand; "
        f"{value.leaf.elsewhere}; or else say why not in tests/coverage/excused.py"
        for value in found
        if not value.excuse and not value.seen
    ]


@functools.cache
def otherwise() -> Resources:
    return by_type(template for template in varied())


@functools.cache
def varied() -> tuple[Template, ...]:
    """The templates of everything*.yaml with other words, as many at once as the rules accept."""
    return tuple(
        template
        for base in BASES.values()
        for environment in _environments(base)
        for template in synthesize(environment).values()
    )


def _environments(base: Data) -> Iterator[Environment]:
    """Until every change has been made that can be: one place takes one word at a time."""
    changes = list(_changes(base))
    while changes:
        data, made = base, set[KeyPath]()
        for change in tuple(changes):
            if change.path not in made and accepted(other := change.applied(data)):
                data = other
                made.add(change.path)
                changes.remove(change)
        environment = accepted(data)
        if not made or not environment:
            return
        yield environment


def _changes(base: Data) -> Iterator[Change]:
    """The words, wherever the API's stand, that no template shows, or that the API doesn't know."""
    known = {value.word for value in values()}
    shown = {value.word for value in values() if value.shown} - {value.word for value in values() if not value.shown}
    for place in places(base, schema(), ()):
        for node in (place.node, *place.node.get("anyOf", ())):
            for offered, several in ((node.get("enum", ()), False), (node.get("items", {}).get("enum", ()), True)):
                if isinstance(place.key, str) and not known.isdisjoint(offered):
                    yield from (
                        Change((*place.path, place.key), [word] if several else word)
                        for word in offered
                        if word not in shown
                    )
