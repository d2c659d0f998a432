"""Rules of e-mail, SMS and the pages they link to."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
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
    if sms and environment.region == seoul and sms.sns_region != tokyo:
        yield Violation(
            (*POOL, "sms", "sns_region"),
            f"a pool in {seoul} can't send SMS from {sms.sns_region or seoul}",
            f"write sns_region: {tokyo}",
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
    email = environment.user_pool.email
    if email:
        domain = email.from_email.partition("@")[2].lower()
        identity = email.identity.lower()
        if identity != email.from_email.lower() and identity != domain and not domain.endswith(f".{identity}"):
            yield Violation(
                (*POOL, "email", "from_email"),
                f"{email.from_email!r} is not of the identity {email.identity!r}",
                "send from that address or domain, or name another identity",
            )


def pages_have_a_domain(environment: Environment) -> Iterator[Violation]:
    """Links and OAuth endpoints live on the user pool's domain.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html"""
    if environment.domain:
        return
    option = (*POOL, "verification_message", "default_email_option")
    if environment.user_pool.verification_message.default_email_option == "CONFIRM_WITH_LINK":
        what = "CONFIRM_WITH_LINK needs a domain, and there is none"
        yield Violation(option, what, "set domain.prefix, or use CONFIRM_WITH_CODE")
    for name, client in environment.clients.items():
        with certain:
            if client.oauth:
                what = "needs a domain, and there is none"
                yield Violation(("clients", name, "oauth"), what, "set domain.prefix, or remove oauth")


def domain_prefix_is_not_reserved(environment: Environment) -> Iterator[Violation]:
    """A prefix can't contain aws, amazon or cognito.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html"""
    for word in ("aws", "amazon", "cognito"):
        if environment.domain and word in environment.domain.prefix:
            yield Violation(
                ("domain", "prefix"),
                f"{environment.domain.prefix!r} contains {word!r}, which AWS reserves",
                "choose a prefix without aws, amazon and cognito",
            )


RULES = (
    sms_is_configured_where_used,
    seoul_sends_sms_from_tokyo,
    email_mfa_has_a_sender,
    mail_comes_from_the_identity,
    pages_have_a_domain,
    domain_prefix_is_not_reserved,
)
