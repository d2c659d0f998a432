"""A member that CloudFormation writes, completed by values that only Cognito's API knows. Those are what a resource
owns: the rest of the member is as CloudFormation, or whoever else, has left it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from custom_resources.aws import Api
from custom_resources.block import Block
from custom_resources.errors import Refused
from custom_resources.request import Properties, Request
from custom_resources.shapes import Document
from custom_resources.target import Kind, Object


@dataclass(frozen=True, kw_only=True)
class Completion:
    """Which values, of which member (a list, or a map by its keys) of which objects."""

    kind: Kind
    keys: tuple[str, ...]
    """The properties that name the object."""
    member: str
    values: frozenset[str]

    @property
    def ours(self) -> str:
        """What the values are called as if they were a member of their own."""
        return f"{self.member} beyond CloudFormation"

    def split(self, document: Document) -> dict[str, Any]:
        """As two members: `ours`, and the rest under its own name."""
        whole = document.get(self.member)
        if isinstance(whole, Mapping):
            parts: Any = [
                {key: value for key, value in whole.items() if (key in self.values) is own} for own in (False, True)
            ]
        else:
            parts = [[value for value in whole or () if (value in self.values) is own] for own in (False, True)]
        return {**document, self.member: parts[0], self.ours: parts[1]}

    def joined(self, document: Document) -> dict[str, Any]:
        """The same as the one member it is."""
        rest = {name: value for name, value in document.items() if name != self.ours}
        theirs, ours = document.get(self.member), document.get(self.ours)
        whole = {**(theirs or {}), **ours} if isinstance(ours, Mapping) else [*(theirs or ()), *(ours or ())]
        return {**rest, self.member: whole or None}


class Split(Object):
    """An object whose member is seen as two."""

    def __init__(self, api: Api, completion: Completion, **keys: Any) -> None:
        super().__init__(api, completion.kind, **keys)
        self._completion = completion

    def read(self, request: Request) -> dict[str, Any]:
        return self._completion.split(super().read(request))

    def write(self, document: Document, request: Request) -> None:
        super().write(self._completion.joined(document), request)


class Completed:
    """The plan of a resource whose property has the member's name, and those values alone."""

    def __init__(self, completion: Completion, cognito: Api) -> None:
        self._completion, self._cognito = completion, cognito

    def identity(self, properties: Properties) -> str:
        return "/".join([*(str(properties.get(key)) for key in self._completion.keys), self._completion.member])

    def wanted(self, request: Request, before: Properties) -> list[Block]:
        properties = request.properties
        now, then = (each.get(self._completion.member) for each in (properties, before))
        if others := sorted(set(now or ()) - self._completion.values):
            what = f"{self._completion.member}: {', '.join(others)}: CloudFormation sets it"
            raise Refused(what, fix="leave it out here")
        return [self._block(properties, now, before={self._completion.ours: then} if then else {})]

    def unwanted(self, request: Request) -> list[Block]:
        then = request.properties.get(self._completion.member)
        return [self._block(request.properties, {} if isinstance(then, Mapping) else [])]

    def _block(self, properties: Properties, values: Any, before: Document | None = None) -> Block:
        keys = {key: properties[key] for key in self._completion.keys}
        target = Split(self._cognito, self._completion, **keys)
        nothing: Any = {} if isinstance(values, Mapping) else []
        ours = self._completion.ours
        return Block(object=target, wanted={ours: values or nothing}, before=before or {}, absent={ours: nothing})
