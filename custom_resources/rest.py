"""The rest of an object, beside the block that is written: what of it has moved with a write, and whose doing that was.

It is written as it was: if it moves again, each time, the write is to blame; if it stays, somebody else has changed it
in that very moment, and gets it back. Until that is known, what was found is taken for theirs: a failure leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from custom_resources.shapes import Document, differ


class Rest:
    """Members, each as it `was` and as it was found then. Whatever is neither by now has been changed once more: it
    is left as it is."""

    def __init__(self) -> None:
        self._was: dict[str, Any] = {}
        self._theirs: dict[str, Any] = {}
        self._on_trial = False
        self._seen: set[str] = set()
        self.guilty: list[str] = []
        """Names of what has moved again with the last write."""

    def notice(self, names: Iterable[str]) -> None:
        """Of what is not to be tried, as the block has moved too: somebody else has written all of it."""
        self._seen |= {*names}

    def suspect(self, names: Iterable[str], sent: Document, found: Document) -> None:
        members = {_member(name) for name in names}
        self.guilty = sorted(name for name in names if self._on_trial and _member(name) in self._was)
        self._was |= {name: sent.get(name) for name in members}
        self._theirs |= {name: found.get(name) for name in members}
        self._on_trial = True
        self.notice(names)

    def acquit(self) -> bool:
        """Nothing has moved. Returns whether there is something to give back."""
        gives_back = self._on_trial
        if not gives_back:
            self._was.clear()
            self._theirs.clear()
        self._seen.clear()
        self._on_trial, self.guilty = False, []
        return gives_back

    def for_now(self, base: Document) -> dict[str, Any]:
        """What to write beside the block."""
        return self._still(base, self._was if self._on_trial else self._theirs)

    def in_the_end(self, base: Document) -> dict[str, Any]:
        """What to write when the block is taken back."""
        guilty = {_member(name) for name in self.guilty}
        return self._still(base, self._theirs | {name: self._was[name] for name in guilty})

    def open_questions(self) -> list[str]:
        if names := sorted(self._seen - {*self.guilty}):
            return [f"Meanwhile {', '.join(names)} changed, by this write or by somebody else: see that it is right"]
        return []

    def _still(self, base: Document, values: Document) -> dict[str, Any]:
        known = (self._was, self._theirs)
        return {
            name: value
            for name, value in values.items()
            if not all(differ({name: base.get(name)}, {name: each.get(name)}, name) for each in known)
        }


def _member(name: str) -> str:
    return name.partition(".")[0]
