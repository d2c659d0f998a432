"""Rules of what an account has: its settings in a Region, whom its alarms tell, and what its roles go by."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.arns import account_of, region_of
from config.roles import each_role
from config.rules.violation import Violation


def sms_account_sets_something(environment: Environment) -> Iterator[Violation]:
    """Whoever sets nothing need not own it, and would keep others from it.
    https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html"""
    sms = environment.sms_account
    if sms and (sms.monthly_spend_limit, sms.default_sender_id, sms.default_sms_type) == (None, None, None):
        fix = "write monthly_spend_limit, default_sender_id or default_sms_type, or remove it"
        yield Violation(("sms_account",), "sets nothing", fix)


def alarms_tell_topics_of_their_region(environment: Environment) -> Iterator[Violation]:
    """CloudWatch notifies topics of the alarm's own Region.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"""
    for index, arn in enumerate(environment.custom_resources.alarm_actions):
        with certain:
            far = [region for region in (environment.region, *environment.replicas) if region != region_of(arn)]
            if far and region_of(arn) != "Region":
                yield Violation(
                    ("custom_resources", "alarm_actions", index),
                    f"is in {region_of(arn)}, and there are custom resources in {', '.join(far)}",
                    "write ${AWS::Region} in its place, and have a topic of that name in each",
                )


def tags_of_alarms_say_something(environment: Environment) -> Iterator[Violation]:
    """An alarm's tag has a value, unlike those of other resources.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudwatch-alarm-tag.html"""
    if environment.custom_resources.alarm_actions:
        for key, value in environment.tags.items():
            with certain:
                if not value:
                    what = "is empty, and the alarms of custom_resources.alarm_actions take no such tag"
                    yield Violation(("tags", key), what, "give it a value, or remove it")


def what_roles_go_by_is_of_this_account(environment: Environment) -> Iterator[Violation]:
    """Roles take policies of their own account, and an identity pool its providers and its functions for Cognito Sync
    (CreateIdentityPool: OpenIdConnectProviderARNs, SamlProviderARNs).
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    https://docs.aws.amazon.com/cognitosync/latest/APIReference/API_SetCognitoEvents.html"""
    for path, arn in _local(environment):
        with certain:
            if environment.account and account_of(arn) not in {environment.account, "AccountId", "aws"}:
                what = f"is of account {account_of(arn)}, and this environment of {environment.account}"
                yield Violation(path, what, "name one of this account, or write ${AWS::AccountId}")


def _local(environment: Environment) -> Iterator[tuple[KeyPath, str]]:
    """ARNs of what must be of the environment's own account, with their places."""
    pool = environment.identity_pool
    for role in each_role(environment):
        with certain:
            for index, arn in enumerate(role.config.managed_policies):
                yield (*role.path, "managed_policies", index), arn
        with certain:
            if role.config.permissions_boundary:
                yield (*role.path, "permissions_boundary"), role.config.permissions_boundary
    for kind in ("oidc_provider_arns", "saml_provider_arns"):
        with certain:
            for name, arn in getattr(pool.logins, kind).items():
                yield ("identity_pool", "logins", kind, name), arn
    with certain:
        if pool.sync and pool.sync.sync_trigger:
            yield ("identity_pool", "sync", "sync_trigger"), pool.sync.sync_trigger


RULES = (
    sms_account_sets_something,
    alarms_tell_topics_of_their_region,
    tags_of_alarms_say_something,
    what_roles_go_by_is_of_this_account,
)
