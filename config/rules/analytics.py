"""Rules of analytics: where the events of a client go."""

from __future__ import annotations

from collections.abc import Iterator

from config.gaps import certain
from config.model import Environment
from config.model.arns import foreign_account, region_of
from config.rules.violation import Violation

ALWAYS_IN_REACH = "us-east-1"


def analytics_name_one_project(environment: Environment) -> Iterator[Violation]:
    """A project by its ARN; or by its id, with a role that may write there (AnalyticsConfigurationType)."""
    by_id = ("application_id", "role_arn", "external_id")
    for name, client in environment.clients.items():
        with certain:
            given = [key for key in by_id if client.analytics and getattr(client.analytics, key)]
            path = ("clients", name, "analytics")
            if client.analytics and client.analytics.application_arn and given:
                what = f"has {', '.join(given)} beside application_arn, which goes without"
                yield Violation(path, what, f"remove {', '.join(given)}, or application_arn")
            if client.analytics and not client.analytics.application_arn and len(given) < len(by_id):
                what = f"lacks {', '.join(key for key in by_id if key not in given)}"
                yield Violation(path, what, "add what is missing, or write application_arn alone")


def analytics_stay_in_reach(environment: Environment) -> Iterator[Violation]:
    """Events go to a project in the pool's Region or in us-east-1, by a role of the pool's account: a project that its
    ARN names, by Cognito's service-linked role there; one that its id names, by a role that is passed to Cognito.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-pinpoint-integration.html
    https://docs.aws.amazon.com/cognito/latest/developerguide/using-service-linked-roles.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"""
    near = dict.fromkeys((environment.region, ALWAYS_IN_REACH))
    for name, client in environment.clients.items():
        for key in ("application_arn", "role_arn"):
            with certain:
                path, arn = ("clients", name, "analytics", key), getattr(client.analytics, key, None)
                if arn and region_of(arn) not in {*near, "Region", ""}:
                    what = f"is in {region_of(arn)}, and the pool in {environment.region}"
                    yield Violation(path, what, f"name a project in {' or '.join(near)}")
                account = foreign_account(arn, environment.account) if arn else None
                if account:
                    what = f"is in account {account}, and the pool in {environment.account}"
                    yield Violation(path, what, "name one in the pool's account")


RULES = (analytics_name_one_project, analytics_stay_in_reach)
