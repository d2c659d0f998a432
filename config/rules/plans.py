"""The rule of the feature plan."""

from __future__ import annotations

from collections.abc import Iterator

from config.model import Environment
from config.plans import PLANS, uses
from config.rules.violation import Violation


def plan_covers_settings(environment: Environment) -> Iterator[Violation]:
    """A written plan offers everything in use; config/plans.py says what needs which, each with its source.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html"""
    plan = environment.user_pool.feature_plan
    for use in uses(environment) if plan else ():
        needed = use.need.plan
        if plan and PLANS.index(plan) < PLANS.index(needed):
            yield Violation(
                use.path,
                f"{use.need.what} needs feature_plan {needed}, and this pool's is {plan}",
                f"set user_pool.feature_plan to {needed}, remove it (it is computed then), or leave this out",
            )


RULES = (plan_covers_settings,)
