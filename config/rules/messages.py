"""Rules of e-mail and SMS."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.arns import region_of
from config.model.messages import Sender
from config.rules.threat_protection import takeovers
from config.rules.user_pool import POOL
from config.rules.violation import Violation


def sms_is_configured_where_used(environment: Environment) -> Iterator[Violation]:
    """What sends SMS needs an SmsConfiguration, with a role (CreateUserPool: MfaConfiguration, SmsConfiguration)."""
    pool = environment.user_pool
    if pool.sms:
        return
    uses: dict[KeyPath, str] = {}
    if "SMS_MFA" in pool.mfa.active_factors:
        uses[*POOL, "mfa", "factors"] = "SMS_MFA"
    if "SMS_OTP" in pool.sign_in.allowed_first_auth_factors:
        uses[*POOL, "sign_in", "allowed_first_auth_factors"] = "SMS_OTP"
    if "phone_number" in pool.auto_verified_attributes:
        uses[*POOL, "auto_verified_attributes"] = "phone_number"
    if "verified_phone_number" in pool.account_recovery:
        uses[*POOL, "account_recovery"] = "verified_phone_number"
    for path, use in uses.items():
        yield Violation(
            path,
            f"{use} sends SMS, and user_pool.sms is not set",
            "add `sms: {}` to user_pool (SMS costs money), or remove this",
        )


def seoul_sends_sms_from_tokyo(environment: Environment) -> Iterator[Violation]:
    """A pool in Seoul must use SNS in Tokyo (SmsConfigurationType: SnsRegion)."""
    sms, seoul, tokyo = environment.user_pool.sms, "ap-northeast-2", "ap-northeast-1"
    if sms and not sms.eums_sms and environment.region == seoul and sms.sns_region != tokyo:
        yield Violation(
            (*POOL, "sms", "sns_region"),
            f"a pool in {seoul} can't send SMS from {sms.sns_region or seoul}",
            f"write sns_region: {tokyo}",
        )


def sms_takes_one_way(environment: Environment) -> Iterator[Violation]:
    """Amazon SNS or End User Messaging, not both (SmsConfigurationType: EumsSms), and the latter only in the pool's own
    Region (EumsSmsConfigurationType: Region)."""
    sms = environment.user_pool.sms
    if not sms or not sms.eums_sms:
        return
    if sms.sns_region:
        what = "Amazon SNS is not used where eums_sms is set"
        yield Violation((*POOL, "sms", "sns_region"), what, "remove it, or eums_sms")
    identity = sms.eums_sms.origination_identity
    if identity and region_of(identity) not in {environment.region, "Region"}:
        yield Violation(
            (*POOL, "sms", "eums_sms", "origination_identity"),
            f"is in {region_of(identity)}, and the pool in {environment.region}",
            "name one in the pool's Region",
        )


def email_mfa_has_a_sender(environment: Environment) -> Iterator[Violation]:
    """E-mail MFA needs SES: Cognito's default sender is refused.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html"""
    pool = environment.user_pool
    if "EMAIL_OTP" in pool.mfa.active_factors and not pool.email:
        yield Violation(
            (*POOL, "mfa", "factors"),
            "EMAIL_OTP needs e-mail through SES, and user_pool.email is not set",
            "set user_pool.email to a verified SES identity",
        )


def mail_comes_from_the_identity(environment: Environment) -> Iterator[Violation]:
    """SES sends only from its verified identity: an address, or a domain and what lies below it.
    https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html"""
    for path, sender in _senders(environment):
        with certain:
            domain = sender.from_email.partition("@")[2].lower()
            identity = sender.identity.lower()
            if identity != sender.from_email.lower() and identity != domain and not domain.endswith(f".{identity}"):
                yield Violation(
                    (*path, "from_email"),
                    f"{sender.from_email!r} is not of the identity {sender.identity!r}",
                    "send from that address or domain, or name another identity",
                )


def _senders(environment: Environment) -> Iterator[tuple[KeyPath, Sender]]:
    with certain:
        if environment.user_pool.email:
            yield (*POOL, "email"), environment.user_pool.email
    for path, config in takeovers(environment):
        with certain:
            if config.notify_configuration and config.notify_configuration.sender:
                yield (*path, "notify_configuration", "sender"), config.notify_configuration.sender


RULES = (
    sms_is_configured_where_used,
    seoul_sends_sms_from_tokyo,
    sms_takes_one_way,
    email_mfa_has_a_sender,
    mail_comes_from_the_identity,
)
