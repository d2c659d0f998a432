"""What can be deployed, and is hardly meant. Advice looks like a rule's violation, and stops nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from config.model import Environment
from config.plans import PLANS, lowest
from config.rules.violation import Violation


def plan_is_needed(environment: Environment) -> Iterator[Violation]:
    """A dearer plan costs more for every monthly active user. https://aws.amazon.com/cognito/pricing/"""
    plan, needed = environment.user_pool.feature_plan, lowest(environment)
    if plan and PLANS.index(plan) > PLANS.index(needed):
        yield Violation(
            ("user_pool", "feature_plan"),
            f"{plan} is paid for each active user, and nothing here needs more than {needed}",
            f"remove it (the plan is computed then), or write {needed}",
        )


ALL: tuple[Callable[[Environment], Iterator[Violation]], ...] = (plan_is_needed,)


def advise(environment: Environment) -> list[Violation]:
    """Everything that is hardly meant."""
    return [found for advice in ALL for found in advice(environment)]
