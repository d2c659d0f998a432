"""Rules of e-mail and SMS."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.arns import region_of
from config.model.messages import Sender, SmsSender
from config.model.regions import Region
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


_SNS_ALTERNATES = {
    "us-east-2": "us-east-1",
    "ap-south-1": "ap-southeast-1",
    "ap-northeast-2": "ap-northeast-1",
    "ca-central-1": "us-east-1",
    "eu-central-1": "eu-west-1",
    "eu-west-2": "eu-west-1",
}
_SEOUL = "ap-northeast-2"


def sms_is_sent_from_near(environment: Environment) -> Iterator[Violation]:
    """SNS sends from the pool's own Region or its legacy alternate, for Seoul from Tokyo only (SmsConfigurationType:
    SnsRegion).
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html"""
    for path, region, sms in _sms(environment):
        with certain:
            near = [each for each in (region, _SNS_ALTERNATES.get(region)) if each not in {None, _SEOUL}]
            if sms and not sms.eums_sms and (sms.sns_region or region) not in near:
                yield Violation(
                    (*path, "sms", "sns_region"),
                    f"a pool in {region} can't send SMS from {sms.sns_region or region}",
                    f"write sns_region: {' or '.join(map(str, near))}",
                )


def _sms(environment: Environment) -> Iterator[tuple[KeyPath, str, SmsSender | None]]:
    """Of the pool and of its replicas: where it is set, the Region of users' sign-in, and what is used there."""
    with certain:
        yield POOL, environment.region, environment.user_pool.sms
    for region, replica in environment.replicas.items():
        with certain:
            yield ("replicas", region), region, replica.sms or environment.user_pool.sms


def sms_takes_one_way(environment: Environment) -> Iterator[Violation]:
    """Amazon SNS or End User Messaging, not both (SmsConfigurationType: EumsSms), and the latter only in the Region of
    the pool or replica (EumsSmsConfigurationType: Region)."""
    for path, region, sms in _sms(environment):
        with certain:
            if not sms or not sms.eums_sms:
                continue
            if sms.sns_region and (path == POOL or sms is not environment.user_pool.sms):
                what = "Amazon SNS is not used where eums_sms is set"
                yield Violation((*path, "sms", "sns_region"), what, "remove it, or eums_sms")
            identity = sms.eums_sms.origination_identity
            if identity and region_of(identity) not in {region, "Region", ""}:
                whose = "pool" if path == POOL else "replica"
                yield Violation(
                    (*path, "sms", "eums_sms", "origination_identity"),
                    f"is in {region_of(identity)}, and the {whose} in {region}",
                    f"name one in the {whose}'s Region",
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


def email_takes_one_way(environment: Environment) -> Iterator[Violation]:
    """Cognito's own sender or SES, not both (EmailConfigurationType: EmailSendingAccount)."""
    pool = environment.user_pool
    if pool.email and pool.default_email:
        what = "Cognito's own sender is not used where email is set"
        yield Violation((*POOL, "default_email"), what, "remove it, or email")
    if pool.default_email and pool.default_email.region and not pool.default_email.identity:
        what = "is the Region of an identity, and none is named"
        yield Violation((*POOL, "default_email", "region"), what, "add identity, or remove this")


_SES_ALTERNATES: tuple[Region, ...] = ("us-east-1", "us-west-2", "eu-west-1")
_WITH_SES_ALTERNATES: tuple[Region, ...] = (
    "us-east-1", "us-east-2", "us-west-2", "ca-central-1", "ap-northeast-1", "ap-northeast-2", "ap-south-1",
    "ap-southeast-1", "ap-southeast-2", "eu-west-1", "eu-west-2", "eu-central-1",
)  # fmt: skip
_WITHOUT_SES_ALTERNATES: tuple[Region, ...] = ("us-west-1", "eu-west-3", "eu-north-1", "me-south-1", "sa-east-1")


def mail_is_sent_from_near(environment: Environment) -> Iterator[Violation]:
    """SES sends from the pool's own Region; for pools of the first Regions, from three others, too
    (EmailConfigurationType: SourceArn) (NotifyConfigurationType: SourceArn). Of Regions that the table lacks, nothing
    is certain. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
    https://github.com/awsdocs/amazon-cognito-developer-guide (its table, in doc_source/user-pool-email.md)"""
    for path, region, sending in _mail(environment):
        with certain:
            near = (region, *(_SES_ALTERNATES if region in _WITH_SES_ALTERNATES else ()))
            judged = region in _WITH_SES_ALTERNATES or region in _WITHOUT_SES_ALTERNATES
            if judged and sending not in {None, *near}:
                yield Violation(
                    (*path, "region"),
                    f"a pool in {region} can't send e-mail from {sending}",
                    f"write region: {' or '.join(dict.fromkeys(near))}, with an identity that is verified there",
                )


def _mail(environment: Environment) -> Iterator[tuple[KeyPath, str, str | None]]:
    """Where e-mail is set, for the pool in which Region, and the Region that sends, where one is written."""
    pool = environment.user_pool
    for key in ("email", "default_email"):
        with certain:
            sender = getattr(pool, key)
            if sender:
                yield (*POOL, key), environment.region, sender.region
    for region, replica in environment.replicas.items():
        with certain:
            sender = replica.email or pool.email or pool.default_email
            if sender:
                yield ("replicas", region, "email"), region, sender.region
    for path, config in takeovers(environment):
        with certain:
            if config.notify_configuration and config.notify_configuration.sender:
                where = (*path, "notify_configuration", "sender")
                yield where, environment.region, config.notify_configuration.sender.region


# No rule: that a text of yours takes EmailSendingAccount DEVELOPER (VerificationMessageTemplateType: EmailMessage).
# Cognito takes it with its own sender, too: the CDK's UserPool has one in each pool, and no SES unless told.
# https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-cognito/lib/user-pool.ts


def texts_are_sent(environment: Environment) -> Iterator[Violation]:
    """Verification is by code or by link (VerificationMessageTemplateType: DefaultEmailOption). The text of one-time
    passwords is a part of EmailMfaConfiguration, which makes e-mail an MFA factor (SetUserPoolMfaConfig), and which
    Cognito refuses while MFA is OFF. https://github.com/go-to-k/cdkd/issues/1923"""
    pool = environment.user_pool
    with certain:
        message = pool.verification_message
        by_code = message.default_email_option == "CONFIRM_WITH_CODE"
        unsent, other = (
            ("email_message_by_link", "CONFIRM_WITH_LINK") if by_code else ("email_message", "CONFIRM_WITH_CODE")
        )
        if unsent in message.model_fields_set and getattr(message, unsent):
            yield Violation(
                (*POOL, "verification_message", unsent),
                f"is never sent: default_email_option is {message.default_email_option}",
                f"remove it, or write default_email_option: {other}",
            )
    with certain:
        for key in ("email_subject", "email_message"):
            written = key in pool.mfa.model_fields_set and getattr(pool.mfa, key)
            if written and "EMAIL_OTP" not in pool.mfa.active_factors:
                yield Violation(
                    (*POOL, "mfa", key),
                    "is never sent: Cognito takes it only with EMAIL_OTP as an MFA factor",
                    "remove it (Cognito's own text is sent then), or add EMAIL_OTP to mfa.factors and turn MFA on",
                )


def mail_comes_from_the_identity(environment: Environment) -> Iterator[Violation]:
    """SES sends only from its verified identity: an address, also with a label (a+label@example.com), or a domain and
    what lies below it. https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html"""
    for path, sender in _senders(environment):
        with certain:
            address, identity = sender.from_email.lower(), sender.identity.lower()
            name, _, domain = address.partition("@")
            ours = {address, f"{name.partition('+')[0]}@{domain}", domain}
            if identity not in ours and not domain.endswith(f".{identity}"):
                yield Violation(
                    (*path, "from_email"),
                    f"{sender.from_email!r} is not of the identity {sender.identity!r}",
                    "send from that address or domain, or name another identity",
                )


def _senders(environment: Environment) -> Iterator[tuple[KeyPath, Sender]]:
    with certain:
        if environment.user_pool.email:
            yield (*POOL, "email"), environment.user_pool.email
    for region, replica in environment.replicas.items():
        with certain:
            if replica.email:
                yield ("replicas", region, "email"), replica.email
    for path, config in takeovers(environment):
        with certain:
            if config.notify_configuration and config.notify_configuration.sender:
                yield (*path, "notify_configuration", "sender"), config.notify_configuration.sender


RULES = (
    sms_is_configured_where_used,
    sms_is_sent_from_near,
    sms_takes_one_way,
    email_mfa_has_a_sender,
    email_takes_one_way,
    mail_is_sent_from_near,
    texts_are_sent,
    mail_comes_from_the_identity,
)
