"""Resources that consist of blocks: what they are to be is a plan, how it comes about is the engine's business."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from custom_resources.block import Block, clear, reconcile
from custom_resources.request import Properties, Request


class Plan(Protocol):
    """What one kind of resource owns."""

    def identity(self, properties: Properties) -> str: ...

    def wanted(self, request: Request, before: Properties) -> Iterable[Block]:
        """In the order in which to bring them about. `before`: what was wanted until now, of the same identity."""

    def unwanted(self, request: Request) -> Iterable[Block]:
        """What is to be there after a Delete: the service's defaults."""


class Settings:
    """The resource of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def identity(self, properties: Properties) -> str:
        return self._plan.identity(properties)

    def ensure(self, request: Request) -> dict[str, object]:
        same = self.identity(request.properties) == self.identity(request.old_properties)
        reconcile(self._plan.wanted(request, request.old_properties if same else {}), request)
        if left := request.left_behind(self.identity):
            self.delete(left)
        return {}

    def delete(self, request: Request) -> None:
        clear(self._plan.unwanted(request), request)
