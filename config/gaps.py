"""What stands in an environment for that which can't be read, and the guard of those who may meet it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NoReturn


class Unreadable(ValueError):  # noqa: N818  # it ends a rule, and tells nobody anything
    """A rule came to a value that can't be read: what it would say next could be false."""


class Gap:
    """Stands where such a value would. Whatever is done with it raises Unreadable, or an error that names it."""

    def _meet(self, *_: object) -> NoReturn:
        raise Unreadable

    __getattr__ = __getitem__ = __iter__ = __contains__ = __len__ = __bool__ = __hash__ = __str__ = __repr__ = _meet
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __format__ = _meet

    def __deepcopy__(self, memo: object) -> Gap:
        return self


_NAMED = re.compile(rf"\b({Gap.__name__}|{Unreadable.__name__})\b")


class Listed(tuple[Any, ...]):
    """A list of which some items can't be read: what is among the others is certainly in it."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return any(other == item for other in self if not isinstance(other, Gap)) or super().__contains__(item)


class Incomplete(dict[str, Any]):
    """A mapping of which some names can't be read: what it has is certain; nothing is of what it lacks."""

    def __missing__(self, key: object) -> NoReturn:
        raise Unreadable

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or self.__missing__(key)

    def get(self, key: str, default: object = None) -> Any:  # noqa: ARG002  # it would stand for what may be there
        return self[key]

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        raise Unreadable

    def items(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        return ((key, self[key]) for key in self)

    def values(self) -> Iterator[Any]:  # type: ignore[override]
        return (self[key] for key in self)

    def __len__(self) -> NoReturn:
        raise Unreadable

    keys = __len__

    def __eq__(self, other: object) -> NoReturn:
        raise Unreadable

    __hash__ = None


class _Certain:
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        return isinstance(error, Unreadable) or (isinstance(error, Exception) and bool(_NAMED.search(str(error))))


certain = _Certain()
"""`with certain:` ends where it meets what can't be read. A rule puts the body of a loop into it, so that a broken
entry hides no finding about another."""
