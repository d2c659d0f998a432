"""What the contract and the state machine have to know of a resource, to try it like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from custom_resources.request import Properties, Resource
from fake_cognito import POOL, FakeCognito
from stage import Stage

Wish = dict[str, Any]


def somebody_renames_the_pool(fake: FakeCognito) -> None:
    fake.pools[POOL].settings["PoolName"] += "2"


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """`wishes`: properties in the form that CloudFormation hands over, the first two of them of one identity and the
    last of another. `refused`: those that cannot be brought about, for each reason there is."""

    name: str
    """After `Custom::`."""
    declared: tuple[str, ...]
    """The actions that its core says it calls."""
    make: Callable[[FakeCognito], Resource]
    wishes: tuple[Wish, ...]
    refused: tuple[Wish, ...]

    as_wished: Callable[[FakeCognito, Properties], bool]
    """Whether the service has what they say."""
    is_gone: Callable[[FakeCognito, Properties], bool]
    """Whether nothing is left of them."""
    own: Callable[[Any], object]
    """Takes out of a state what the resource owns, for comparing the rest."""
    data: Callable[[FakeCognito, Properties], dict[str, Any]] = lambda _fake, _properties: {}
    """What Fn::GetAtt is to find once they are there."""

    prepare: Callable[[FakeCognito], object] = lambda _fake: None
    """Puts there what it needs, and what is somebody else's."""
    drifts: tuple[Callable[[FakeCognito], object], ...] = ()
    """What somebody may do to what the first wish declares."""
    meddle: Callable[[FakeCognito], object] = somebody_renames_the_pool
    """What somebody may do beside it, and has to stay."""
    also_writes: str = "UpdateUserPool"
    """The operation that writes what `meddle` changes, beside what the resource owns."""
    tells_others: bool = True
    """Whether what `meddle` does in the middle of an event can be told from what the event does."""
    believe: Callable[[FakeCognito, Properties, Properties | None], object] = lambda _fake, _wanted, _former: None
    """Is told of each change that has come about."""
    repeats: Callable[[Properties, Properties | None], set[str]] = lambda _wanted, _former: set()
    """What an event writes again if it is delivered again, since the service does not show what it has."""
    asks_again: bool = False
    """Whether its clients do that by themselves: then the service may hear everything twice."""

    def stage(self) -> Stage:
        stage = Stage(self.make)
        self.prepare(stage.fake)
        return stage

    def rest(self, fake: FakeCognito) -> Any:
        state = fake.state()
        self.own(state)
        return state
