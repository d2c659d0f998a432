"""Rules of threat protection and of where Cognito logs."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network

from pydantic import BaseModel

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.arns import account_of, region_of
from config.model.threat_protection import AccountTakeover, RiskConfiguration
from config.rules.violation import Violation

POOL = ("user_pool",)
NOTIFICATIONS = ("no_action_email", "mfa_email", "block_email")


def risk_configurations(environment: Environment) -> Iterator[tuple[KeyPath, RiskConfiguration]]:
    """The pool's and the clients', by their places."""
    protection = environment.user_pool.threat_protection
    if protection and protection.risk_configuration:
        yield (*POOL, "threat_protection", "risk_configuration"), protection.risk_configuration
    for name, client in environment.clients.items():
        with certain:
            if client.risk_configuration:
                yield ("clients", name, "risk_configuration"), client.risk_configuration


def takeovers(environment: Environment) -> Iterator[tuple[KeyPath, AccountTakeover]]:
    """What is to be done about account takeover, by place."""
    for path, config in risk_configurations(environment):
        with certain:
            if config.account_takeover:
                yield (*path, "account_takeover"), config.account_takeover


def protection_sets_something(environment: Environment) -> Iterator[Violation]:
    """What says neither what to do nor where to log changes nothing (SetRiskConfiguration)
    (SetLogDeliveryConfiguration: LogConfigurations); nor does threat protection of no kind of sign-in
    (UserPoolAddOnsType)."""
    protection = environment.user_pool.threat_protection
    with certain:
        if protection and protection.advanced_security_mode == "OFF" and not protection.custom_auth_mode:
            fix = "write AUDIT or ENFORCED as advanced_security_mode, custom_auth_mode, or both; or remove it"
            yield Violation((*POOL, "threat_protection"), "protects no kind of sign-in", fix)
    for path, setting in _settings(environment):
        with certain:
            keys = list(type(setting).model_fields)
            if not any(getattr(setting, key) for key in keys):
                keys = [key for key in keys if key != "notify_configuration"]
                yield Violation(path, "sets nothing", f"write one of {', '.join(keys)}; or remove it")


def _settings(environment: Environment) -> Iterator[tuple[KeyPath, BaseModel]]:
    with certain:
        if environment.user_pool.log_delivery:
            yield (*POOL, "log_delivery"), environment.user_pool.log_delivery
    for path, config in risk_configurations(environment):
        yield path, config
        for key in ("account_takeover", "risk_exception"):
            with certain:
                if getattr(config, key):
                    yield (*path, key), getattr(config, key)


def risks_are_looked_for(environment: Environment) -> Iterator[Violation]:
    """A client's risk configuration, and a log of what was seen, need threat protection (SetRiskConfiguration,
    SetLogDeliveryConfiguration)."""
    pool = environment.user_pool
    if pool.threat_protection:
        return
    if pool.log_delivery and pool.log_delivery.user_auth_events:
        yield _unseen((*POOL, "log_delivery", "user_auth_events"))
    for path, _ in risk_configurations(environment):
        yield _unseen(path)


def _unseen(path: KeyPath) -> Violation:
    fix = "set user_pool.threat_protection, or remove this"
    return Violation(path, "needs threat protection, and it is off", fix)


def notifications_have_a_sender(environment: Environment) -> Iterator[Violation]:
    """Notifications need a SourceArn (NotifyConfigurationType: SourceArn), and are sent only by an action that
    notifies (AccountTakeoverActionType: Notify)."""
    for path, config in takeovers(environment):
        with certain:
            notifying = [level for level, action in config.actions.items() if action.notify]
            notify = config.notify_configuration
            if notifying and not notify:
                what = "notifies, and there is no notify_configuration"
                yield Violation((*path, notifying[0], "notify"), what, "add `notify_configuration: {}`, or write false")
            if notify and not notifying:
                what = "is used by no action"
                yield Violation((*path, "notify_configuration"), what, "write notify: true for a level, or remove it")
            if notify and not notify.sender and not environment.user_pool.email:
                fix = "set its sender, or user_pool.email, to a verified SES identity"
                yield Violation((*path, "notify_configuration"), "has no sender", fix)


def notifications_have_a_body(environment: Environment) -> Iterator[Violation]:
    """As text, in HTML, or both (NotifyEmailType: TextBody, HtmlBody)."""
    for path, config in takeovers(environment):
        with certain:
            for key in NOTIFICATIONS if config.notify_configuration else ():
                with certain:
                    email = getattr(config.notify_configuration, key)
                    if not email.text_body and not email.html_body:
                        fix = "write text_body, html_body, or both"
                        yield Violation((*path, "notify_configuration", key), "has no body", fix)


def second_factors_can_be_asked_for(environment: Environment) -> Iterator[Violation]:
    """Where MFA is OFF, MFA_REQUIRED blocks everybody, and MFA_IF_CONFIGURED nobody; OPTIONAL is what adaptive
    authentication is made for (CreateUserPool: MfaConfiguration) (AccountTakeoverActionType: EventAction)."""
    if environment.user_pool.mfa.configuration != "OFF":
        return
    for path, config in takeovers(environment):
        with certain:
            for level, action in config.actions.items():
                if action.event_action.startswith("MFA"):
                    yield Violation(
                        (*path, level, "event_action"),
                        f"{action.event_action} asks for a second factor, and MFA is OFF",
                        "set user_pool.mfa.configuration to OPTIONAL, or write BLOCK or NO_ACTION",
                    )


def ip_ranges_do_not_contradict(environment: Environment) -> Iterator[Violation]:
    """An address is always blocked or never looked at, not both (RiskExceptionConfigurationType)."""
    for path, config in risk_configurations(environment):
        with certain:
            exception = config.risk_exception
            for index, one in enumerate(exception.skipped_ip_range_list if exception else ()):
                for other in exception.blocked_ip_range_list if exception else ():
                    with certain:
                        if _overlap(ip_network(one), ip_network(other)):
                            where = (*path, "risk_exception", "skipped_ip_range_list", index)
                            what = f"{one} overlaps {other}, which is blocked"
                            yield Violation(where, what, "leave each address in one of the lists")


def _overlap(one: IPv4Network | IPv6Network, other: IPv4Network | IPv6Network) -> bool:
    return one.version == other.version and one.overlaps(other)


def logs_stay_at_home(environment: Environment) -> Iterator[Violation]:
    """A log group is in the pool's account (CloudWatchLogsConfigurationType: LogGroupArn), and what has a Region in
    the pool's. https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html"""
    delivery = environment.user_pool.log_delivery
    for key in ("user_notification", "user_auth_events"):
        with certain:
            arn = getattr(delivery, key, None)
            home = {"account": environment.account, "Region": environment.region}
            named = {"account": account_of(arn), "Region": region_of(arn)} if arn else {}
            for what, name in named.items():
                if name not in {home[what], "", "AccountId", "Region"} and home[what]:
                    yield Violation(
                        (*POOL, "log_delivery", key),
                        f"is in {what} {name}, and the pool in {home[what]}",
                        f"name one in the pool's {what}",
                    )


RULES = (
    protection_sets_something,
    risks_are_looked_for,
    notifications_have_a_sender,
    notifications_have_a_body,
    second_factors_can_be_asked_for,
    ip_ranges_do_not_contradict,
    logs_stay_at_home,
)
