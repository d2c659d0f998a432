"""Threat protection: what Cognito does about risky sign-ins and leaked passwords, and where it logs."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from config.model.arns import DestinationArn, LogGroupArn
from config.model.base import Form, Model
from config.model.messages import NotificationBody, Sender, Subject

Mode = Literal["AUDIT", "ENFORCED"]


def _range(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        words = "a range of addresses in CIDR notation, such as 203.0.113.0/24"
        raise ValueError(f"is no range of IP addresses: write {words}") from error
    return text


IpRange = Annotated[
    str,
    Form("^[0-9a-fA-F.:]{2,39}/[0-9]{1,3}$", "a range of addresses in CIDR notation, such as 203.0.113.0/24"),
    AfterValidator(_range),
]
IpRanges = Annotated[tuple[IpRange, ...], Field(max_length=200)]


class NotifyEmail(Model):
    """A notification, as text, in HTML, or both."""

    subject: Subject
    """Its subject."""
    text_body: NotificationBody | None = None
    """Its body as plain text. {username}, {ip-address}, {city}, {country}, {login-time} and {device-name} are replaced;
    {one-click-link-valid} and {one-click-link-invalid} by links with which the user answers (they need a domain)."""
    html_body: NotificationBody | None = None
    """Its body in HTML."""


def _email(subject: str, text: str) -> NotifyEmail:
    event = "from {ip-address} ({city}, {country}) at {login-time}"
    return NotifyEmail(subject=subject, text_body=f"Somebody signed in as {{username}} {event}. {text}")


class NotifyConfiguration(Model):
    """The e-mails that tell users of a risky sign-in."""

    sender: Sender | None = None
    """Who sends them. Default: user_pool.email."""
    no_action_email: NotifyEmail = _email("New sign-in", "If it was not you, change your password.")
    """Sent where the sign-in went through."""
    mfa_email: NotifyEmail = _email("New sign-in", "We asked for a second factor.")
    """Sent where a second factor was asked for."""
    block_email: NotifyEmail = _email("Blocked sign-in", "We blocked it.")
    """Sent where the sign-in was blocked."""


class AccountTakeoverAction(Model):
    """What to do at one level of risk."""

    event_action: Literal["BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"]
    """MFA_IF_CONFIGURED lets users without a second factor in; MFA_REQUIRED does not."""
    notify: bool = False
    """Whether to tell the user, as notify_configuration says."""


class AccountTakeover(Model):
    """Adaptive authentication: what to do about a sign-in that looks like somebody else's."""

    low_action: AccountTakeoverAction | None = None
    """Default: none."""
    medium_action: AccountTakeoverAction | None = None
    """Default: none."""
    high_action: AccountTakeoverAction | None = None
    """Default: none."""
    notify_configuration: NotifyConfiguration | None = None
    """Needed where an action notifies."""

    @property
    def actions(self) -> dict[str, AccountTakeoverAction]:
        """Those given, by level."""
        levels = {"low_action": self.low_action, "medium_action": self.medium_action, "high_action": self.high_action}
        return {level: action for level, action in levels.items() if action}


class CompromisedCredentials(Model):
    """What to do about a password that is known from a leak."""

    event_action: Literal["BLOCK", "NO_ACTION"]
    """BLOCK: the user has to set another."""
    event_filter: tuple[Literal["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"], ...] = ()
    """When to look. Default: always."""


class RiskException(Model):
    """Addresses whose risk is known without looking."""

    blocked_ip_range_list: IpRanges = ()
    """Always blocked."""
    skipped_ip_range_list: IpRanges = ()
    """Never looked at."""


class RiskConfiguration(Model):
    """What to do about which risk. In mode AUDIT nothing is done; Cognito only logs."""

    account_takeover: AccountTakeover | None = None
    """Default: nothing is done about it."""
    compromised_credentials: CompromisedCredentials | None = None
    """Default: nothing is done about it."""
    risk_exception: RiskException | None = None
    """Default: none."""


class ThreatProtection(Model):
    """Threat protection (UserPoolAddOns), of one kind of sign-in or of both."""

    advanced_security_mode: Literal["OFF", Mode] = "OFF"
    """Of sign-in by password. ENFORCED: act; AUDIT: only log."""
    custom_auth_mode: Mode | None = None
    """Of custom authentication. Default: off."""
    risk_configuration: RiskConfiguration | None = None
    """For every client without its own. Default: Cognito's."""


class LogDelivery(Model):
    """Where Cognito logs. What the ARNs name is made elsewhere."""

    user_notification: LogGroupArn | None = None
    """Errors of sending e-mail and SMS: a CloudWatch log group, not encrypted with a KMS key."""
    user_auth_events: DestinationArn | None = None
    """What threat protection saw: a CloudWatch log group, an S3 bucket or a Data Firehose stream."""
