from __future__ import annotations

from typing import Any

import pytest

from config.model.messages import Ses
from config.model.threat_protection import (
    AccountTakeover,
    AccountTakeoverAction,
    CompromisedCredentials,
    LogDelivery,
    NotifyConfiguration,
    NotifyEmail,
    RiskConfiguration,
    Sender,
)
from rendering import only, rendered
from stacks.constructs import log_delivery, risk_configuration

POOL_SENDER = Ses(identity="example.com", from_email="a@example.com", from_name="Shop", configuration_set="cognito")
BLOCK = AccountTakeoverAction(event_action="BLOCK", notify=True)


def risk(config: RiskConfiguration, sender: Sender | None = POOL_SENDER) -> dict[str, Any]:
    found = rendered(
        lambda stack: risk_configuration.RiskConfiguration(
            stack, "Risk", config=config, user_pool_id="pool", client_id="ALL", sender=sender
        )
    )
    return only(found, "AWS::Cognito::UserPoolRiskConfigurationAttachment")


def logs(config: LogDelivery) -> list[dict[str, Any]]:
    found = rendered(lambda stack: log_delivery.LogDelivery(stack, "Logs", config=config, user_pool_id="pool"))
    return list(only(found, "AWS::Cognito::LogDeliveryConfiguration")["LogConfigurations"])


@pytest.mark.parametrize(
    ("own", "sender"),
    [(None, "Shop <a@example.com>"), (Sender(identity="example.org", from_email="b@example.org"), "b@example.org")],
)
def test_notifications_come_from_their_own_sender_or_the_pools(own: Sender | None, sender: str) -> None:
    config = AccountTakeover(high_action=BLOCK, notify_configuration=NotifyConfiguration(sender=own))
    takeover = risk(RiskConfiguration(account_takeover=config))["AccountTakeoverRiskConfiguration"]
    assert takeover["Actions"] == {"HighAction": {"EventAction": "BLOCK", "Notify": True}}
    assert takeover["NotifyConfiguration"]["From"] == sender
    identity = "example.org" if own else "example.com"
    assert str(takeover["NotifyConfiguration"]["SourceArn"]).endswith(f":identity/{identity}']]}}")
    assert set(takeover["NotifyConfiguration"]["BlockEmail"]) == {"Subject", "TextBody"}


def test_a_notification_may_be_in_html_alone() -> None:
    email = NotifyEmail(subject="Blocked", html_body="<p>We blocked a sign-in</p>")
    config = AccountTakeover(high_action=BLOCK, notify_configuration=NotifyConfiguration(block_email=email))
    takeover = risk(RiskConfiguration(account_takeover=config))["AccountTakeoverRiskConfiguration"]
    assert takeover["NotifyConfiguration"]["BlockEmail"] == {
        "Subject": "Blocked",
        "HtmlBody": "<p>We blocked a sign-in</p>",
    }


def test_what_is_not_given_is_left_to_cognito() -> None:
    config = RiskConfiguration(compromised_credentials=CompromisedCredentials(event_action="BLOCK"))
    assert risk(config, None) == {
        "UserPoolId": "pool",
        "ClientId": "ALL",
        "CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}},
    }


def test_errors_of_messages_go_to_a_log_group() -> None:
    arn = "arn:aws:logs:eu-west-1:111111111111:log-group:a"
    assert logs(LogDelivery(user_notification=arn)) == [
        {
            "EventSource": "userNotification",
            "LogLevel": "ERROR",
            "CloudWatchLogsConfiguration": {"LogGroupArn": arn},
        }
    ]


@pytest.mark.parametrize(
    ("arn", "destination"),
    [
        ("arn:aws:logs:eu-west-1:111111111111:log-group:a", {"CloudWatchLogsConfiguration": "LogGroupArn"}),
        ("arn:aws:s3:::a-bucket", {"S3Configuration": "BucketArn"}),
        ("arn:aws:firehose:eu-west-1:111111111111:deliverystream/a", {"FirehoseConfiguration": "StreamArn"}),
    ],
)
def test_sign_ins_are_logged_where_the_arn_says(arn: str, destination: dict[str, str]) -> None:
    (told,) = logs(LogDelivery(user_auth_events=arn))
    ((kind, key),) = destination.items()
    assert told == {"EventSource": "userAuthEvents", "LogLevel": "INFO", kind: {key: arn}}
