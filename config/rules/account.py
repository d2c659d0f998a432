"""Rules of what an account has once in a Region: its settings, and whom its alarms tell."""

from __future__ import annotations

from collections.abc import Iterator

from config.gaps import certain
from config.model import Environment
from config.model.arns import region_of
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


RULES = (sms_account_sets_something, alarms_tell_topics_of_their_region, tags_of_alarms_say_something)
