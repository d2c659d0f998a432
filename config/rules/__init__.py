"""What must hold *between* values. Each rule is a pure function of one Environment that cites its source: an address,
or the operation or shape of Cognito's API that documents it. All are applied, so that all violations are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from config.gaps import certain
from config.model import Environment
from config.rules import (
    access,
    account,
    actions,
    clients,
    identity_providers,
    logins,
    messages,
    pages,
    placeholders,
    plans,
    policies,
    pool_settings,
    powers,
    replicas,
    roles,
    sign_in,
    tags,
    threat_protection,
    triggers,
    user_imports,
    user_pool,
    users,
    values,
)
from config.rules.violation import Violation

Rule = Callable[[Environment], Iterator[Violation]]

MODULES = (
    values,
    plans,
    policies,
    powers,
    tags,
    user_pool,
    sign_in,
    threat_protection,
    messages,
    placeholders,
    clients,
    pool_settings,
    identity_providers,
    pages,
    triggers,
    replicas,
    access,
    account,
    actions,
    logins,
    roles,
    users,
    user_imports,
)
ALL: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in module.RULES)


def check(environment: Environment) -> list[Violation]:
    """Every violation of every rule. A rule that meets a value that can't be read says no more."""
    violations: list[Violation] = []
    for rule in ALL:
        with certain:
            violations.extend(rule(environment))
    return violations
