"""Settings of the whole account: one owner, and what was there before comes back when it goes."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from custom_resources.account.claims import PREFIX, Claim, Claims
from custom_resources.block import Block, clear, reconcile
from custom_resources.errors import AlreadyExists, Refused, Unsettled
from custom_resources.request import Properties, Request
from custom_resources.target import Target


class Plan(Protocol):
    """What one kind of resource sets."""

    absent: Mapping[str, Any]
    """What to send to have a member as if nobody had ever set it. One that is not in it stays."""

    def identity(self, properties: Properties) -> str:
        """The setting's name, for its claim too."""

    def wanted(self, properties: Properties) -> dict[str, Any]: ...

    def target(self, properties: Properties, named: Collection[str], /) -> Target:
        """`named`: the members that it is about."""


class AccountSettings:
    """The resource of a plan."""

    def __init__(self, plan: Plan, claims: Claims) -> None:
        self._plan, self._claims = plan, claims

    def identity(self, properties: Properties) -> str:
        return self._plan.identity(properties)

    def ensure(self, request: Request) -> dict[str, object]:
        key = self.identity(request.properties)
        wanted = self._plan.wanted(request.properties)
        former, claim = request.patiently(lambda: self._claim(key, wanted, request), AlreadyExists, Unsettled)
        dropped = {name: value for name, value in claim.before.items() if name not in wanted}
        try:
            reconcile([self._block({**self._restored(dropped), **wanted}, request)], request)
        except Exception:
            self._settle(key, claim, former, request)
            raise
        left = Claim(claim.owner, {name: value for name, value in claim.before.items() if name in wanted})
        self._settle(key, claim, left, request)
        if abandoned := request.left_behind(self.identity):
            self.delete(abandoned)
        return {}

    def delete(self, request: Request) -> None:
        key = self.identity(request.properties)
        claim = request.patiently(lambda: self._claims.find(key), Unsettled)
        if not claim or claim.owner != request.owner:
            request.log("left alone", Because=f"{key} belongs to {claim.owner if claim else 'nobody'}")
            return
        clear([self._block(self._restored(claim.before), request)], request)
        self._settle(key, claim, None, request)

    def _claim(self, key: str, wanted: Mapping[str, Any], request: Request) -> tuple[Claim | None, Claim]:
        """The claim as it was, and as it is now: with what stands in each member of `wanted` that it did not have."""
        former = self._claims.find(key)
        if former and former.owner != request.owner:
            raise Refused(
                f"{key} is set by {former.owner}, for this whole account and Region",
                fix=f"remove it there; if that stack is gone, delete the SSM parameter {PREFIX}{key}",
            )
        before = former.before if former else {}
        if former and wanted.keys() <= before.keys():
            return former, former
        now = self._plan.target(request.properties, wanted.keys()).read(request)
        claim = Claim(request.owner, {name: now.get(name) for name in wanted} | dict(before))
        request.writes("PutParameter", ["Value"])
        self._claims.write(key, claim, first=not former)
        return former, claim

    def _settle(self, key: str, now: Claim, then: Claim | None, request: Request) -> None:
        if then is None:
            request.writes("DeleteParameter", ["Name"])
            request.patiently(lambda: self._claims.drop(key), Unsettled)
        elif then != now:
            request.writes("PutParameter", ["Value"])
            request.patiently(lambda: self._claims.write(key, then, first=False), Unsettled)

    def _restored(self, before: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: self._plan.absent.get(name) if value is None else value for name, value in before.items()}
        return {name: value for name, value in values.items() if value is not None}

    def _block(self, wanted: Mapping[str, Any], request: Request) -> Block:
        target = self._plan.target(request.properties, wanted.keys())
        return Block(object=target, wanted=wanted, absent=self._plan.absent)
