"""A check: one function that shows one thing about a deployed environment."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from ops.verify.world import World


@dataclass(frozen=True)
class Check:
    """Returns what it saw, or raises one of ops/verify/outcome.py. Its docstring is the claim that it proves."""

    function: Callable[[World], str]
    needs: tuple[Check, ...] = ()

    @property
    def name(self) -> str:
        return self.function.__name__.replace("_", "-")

    @property
    def theme(self) -> str:
        return self.function.__module__.rpartition(".")[2].replace("_", " ")

    @property
    def claim(self) -> str:
        return " ".join((inspect.getdoc(self.function) or "").split())

    def __call__(self, world: World) -> str:
        return self.function(world)


def check(*needs: Check) -> Callable[[Callable[[World], str]], Check]:
    """Make a function a check, run only where those it needs have passed."""
    return lambda function: Check(function, needs)
