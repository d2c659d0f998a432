"""Rules of choice-based sign-in: which factors may come first, and passkeys."""

from __future__ import annotations

from collections.abc import Iterator

from config.model import Environment
from config.relying_party import pages_without_passkeys, relying_party_id, stays_with_the_prefix
from config.rules.violation import Violation

FACTORS = ("user_pool", "sign_in", "allowed_first_auth_factors")
WEB_AUTHN = ("user_pool", "web_authn")
MAX_RELYING_PARTY_ID = 63


def password_is_a_first_factor(environment: Environment) -> Iterator[Violation]:
    """Cognito refuses a policy without PASSWORD; users without a password can't use it.
    https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cognito.AllowedFirstAuthFactors.html"""
    if "PASSWORD" not in environment.user_pool.sign_in.allowed_first_auth_factors:
        yield Violation(
            FACTORS,
            "lacks PASSWORD, without which Cognito takes no policy",
            "add PASSWORD (to keep passwords out, allow clients nothing but ALLOW_USER_AUTH, and users no password)",
        )


def one_time_passwords_exclude_required_mfa(environment: Environment) -> Iterator[Violation]:
    """Cognito refuses MFA ON beside EMAIL_OTP or SMS_OTP as a first factor; OPTIONAL is accepted.
    https://github.com/go-to-k/cdkd/pull/2069"""
    pool = environment.user_pool
    for factor in ("EMAIL_OTP", "SMS_OTP"):
        if pool.mfa.configuration == "ON" and factor in pool.sign_in.allowed_first_auth_factors:
            yield Violation(
                FACTORS,
                f"{factor} can't be a first factor while MFA is ON",
                f"set user_pool.mfa.configuration to OPTIONAL or OFF, or remove {factor}",
            )


def passkeys_satisfy_required_mfa(environment: Environment) -> Iterator[Violation]:
    """With MFA ON, a passkey must count as both factors (SetUserPoolMfaConfig: WebAuthnConfiguration).
    https://github.com/go-to-k/cdkd/issues/2064"""
    pool = environment.user_pool
    single = pool.web_authn is not None and pool.web_authn.factor_configuration == "SINGLE_FACTOR"
    if single and pool.mfa.configuration == "ON" and "WEB_AUTHN" in pool.sign_in.allowed_first_auth_factors:
        yield Violation(
            (*WEB_AUTHN, "factor_configuration"),
            "a passkey is a single factor here, and MFA is ON",
            "write MULTI_FACTOR_WITH_USER_VERIFICATION, or set user_pool.mfa.configuration to OPTIONAL",
        )


def passkeys_are_configured_where_used(environment: Environment) -> Iterator[Violation]:
    """A passkey is always a first factor, and belongs to a domain (WebAuthnConfigurationType: RelyingPartyId)."""
    pool = environment.user_pool
    allowed = "WEB_AUTHN" in pool.sign_in.allowed_first_auth_factors
    if allowed and not pool.web_authn:
        yield Violation(FACTORS, "WEB_AUTHN needs user_pool.web_authn, and it is not set", "add `web_authn: {}`")
    if pool.web_authn and not allowed:
        what = "configures passkeys, and WEB_AUTHN is no first factor"
        yield Violation(WEB_AUTHN, what, "add WEB_AUTHN to sign_in.allowed_first_auth_factors, or remove it")
    if pool.web_authn and relying_party_id(environment) is None:
        what = "auto is the pool's domain, and there is none"
        yield Violation((*WEB_AUTHN, "relying_party_id"), what, "write your web site's domain, or set domain.prefix")


def passkeys_belong_to_the_custom_domain(environment: Environment) -> Iterator[Violation]:
    """They must, where a pool has a custom domain and clients use its pages (WebAuthnConfigurationType:
    RelyingPartyId); or stay with its prefix domain, where they were made before (CreateUserPoolDomain:
    CustomDomainConfig)."""
    pages, domain = pages_without_passkeys(environment), environment.domain
    if pages and domain and domain.custom and not stays_with_the_prefix(environment):
        yield Violation(
            (*WEB_AUTHN, "relying_party_id"),
            f"{relying_party_id(environment)!r} is not {pages}, where clients with oauth sign in",
            "write auto, or that domain",
        )


def passkeys_outlive_this_machine(environment: Environment) -> Iterator[Violation]:
    """A passkey of localhost works for whatever runs there, and for no web site.
    https://www.w3.org/TR/webauthn-3/#relying-party-identifier"""
    if relying_party_id(environment) == "localhost" and not environment.ephemeral:
        what = "'localhost' is whatever runs on the user's own machine"
        fix = "write your web site's domain (localhost only where `ephemeral: true`)"
        yield Violation((*WEB_AUTHN, "relying_party_id"), what, fix)


def relying_party_id_is_short(environment: Environment) -> Iterator[Violation]:
    """CloudFormation takes 63 characters as WebAuthnRelyingPartyID, though Cognito itself takes 127.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html"""
    domain = relying_party_id(environment) or ""
    if len(domain) > MAX_RELYING_PARTY_ID:
        yield Violation(
            (*WEB_AUTHN, "relying_party_id"),
            f"{domain!r} has {len(domain)} characters; CloudFormation takes {MAX_RELYING_PARTY_ID}",
            "write a shorter domain of yours, or shorten the pool's",
        )


def first_factors_have_a_client(environment: Environment) -> Iterator[Violation]:
    """Only USER_AUTH lets a user choose (CreateUserPoolClient: ExplicitAuthFlows)."""
    beyond = [factor for factor in environment.user_pool.sign_in.allowed_first_auth_factors if factor != "PASSWORD"]
    if beyond and not any("ALLOW_USER_AUTH" in client.auth_flows for client in environment.clients.values()):
        yield Violation(
            FACTORS,
            f"no client can ask for {' or '.join(beyond)}",
            "add ALLOW_USER_AUTH to the auth_flows of a client",
        )


RULES = (
    password_is_a_first_factor,
    one_time_passwords_exclude_required_mfa,
    passkeys_satisfy_required_mfa,
    passkeys_are_configured_where_used,
    passkeys_belong_to_the_custom_domain,
    passkeys_outlive_this_machine,
    relying_party_id_is_short,
    first_factors_have_a_client,
)
