"""The user pool: who is in it, how they sign in, and what Cognito asks of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.acr import AcrLevel, AcrValue
from config.model.arns import KeyArn
from config.model.attributes import StandardAttributeName
from config.model.base import Form, Model, ResourceName
from config.model.client_registration import ClientRegistration
from config.model.messages import CodeEmail, DefaultEmail, InviteMessage, Ses, Sms, Subject, VerificationMessage
from config.model.sessions import UserSessionTracking
from config.model.threat_protection import LogDelivery, ThreatProtection

FeaturePlan = Literal["LITE", "ESSENTIALS", "PLUS"]
ContactAttribute = Literal["email", "phone_number"]
FirstFactor = Literal["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
RelyingPartyId = Annotated[
    str,
    Field(max_length=63),
    Form(
        r"^(auto|localhost|([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,}|xn--[a-z0-9-]*[a-z0-9]))$",
        "auto, or a domain such as example.com",
    ),
]
CustomAttributeName = Annotated[str, Form("^[A-Za-z0-9_-]{1,20}$", "letters, digits, _ and -, at most 20 characters")]


class SignIn(Model):
    """What a user types to say who they are, which can't be changed after creation (that costs a new pool and every
    user); and how they may prove it."""

    username_attributes: tuple[ContactAttribute, ...] = ()
    """E-mail and/or phone number *instead of* a username. Can't be changed after creation."""
    alias_attributes: tuple[Literal["email", "phone_number", "preferred_username"], ...] = ()
    """Further names that work *besides* a username. Can't be changed after creation."""
    case_sensitive: bool = False
    """Whether Anna and anna are two users; false keeps impostor twins out. Can't be changed after creation."""
    allowed_first_auth_factors: tuple[FirstFactor, ...] = ("PASSWORD",)
    """What users may choose from, in clients with ALLOW_USER_AUTH: password, one-time password by e-mail or SMS,
    passkey (with user_pool.web_authn). PASSWORD is always one, but who has none can't use it."""


MAX_LENGTH = 2048
Length = Annotated[int, Field(ge=0, le=MAX_LENGTH)]


class StandardAttribute(Model):
    """A standard OIDC attribute whose defaults are not wanted. Can't be changed after creation."""

    required: bool = False
    """Whether a user can't be created without it."""
    mutable: bool = True
    """Whether it can be changed after the user's creation."""
    min_length: Length | None = None
    """Shortest value, in characters. Default: Cognito's, 0."""
    max_length: Length | None = None
    """Longest value, in characters. Default: Cognito's, 2048."""

    @property
    def lengths(self) -> tuple[int, int] | None:
        """Shortest and longest, where one of them is given."""
        if self.min_length is None and self.max_length is None:
            return None
        return self.min_length or 0, MAX_LENGTH if self.max_length is None else self.max_length


class _CustomAttribute(Model):
    mutable: bool = True
    """Whether it can be changed after the user's creation."""


class StringAttribute(_CustomAttribute):
    """Text."""

    type: Literal["String"]
    """The attribute's AttributeDataType."""
    min_length: Length = 0
    """Shortest value, in characters."""
    max_length: Length = MAX_LENGTH
    """Longest value, in characters."""


class NumberAttribute(_CustomAttribute):
    """A whole number."""

    type: Literal["Number"]
    """The attribute's AttributeDataType."""
    min_value: int | None = None
    """Smallest value."""
    max_value: int | None = None
    """Largest value."""


class OtherAttribute(_CustomAttribute):
    """A date and time, or true/false: no constraints."""

    type: Literal["DateTime", "Boolean"]
    """The attribute's AttributeDataType."""


CustomAttribute = Annotated[StringAttribute | NumberAttribute | OtherAttribute, Field(discriminator="type")]


class PasswordPolicy(Model):
    """What a password must look like."""

    minimum_length: Annotated[int, Field(ge=6, le=99)] = 12
    """At least so many characters; fewer than 8 fail every security benchmark."""
    require_lowercase: bool = True
    """At least one lower-case letter."""
    require_uppercase: bool = True
    """At least one upper-case letter."""
    require_numbers: bool = True
    """At least one digit."""
    require_symbols: bool = True
    """At least one symbol."""
    password_history_size: Annotated[int, Field(ge=0, le=24)] = 0
    """How many former passwords can't be used again (ESSENTIALS or PLUS)."""
    temporary_password_validity_days: Annotated[int, Field(ge=1, le=365)] = 1
    """Days until an invitation's password expires (Cognito would take 0 for 7)."""


class Mfa(Model):
    """Multi-factor authentication."""

    configuration: Literal["OFF", "OPTIONAL", "ON"] = "OPTIONAL"
    """ON: nobody signs in without a second factor. OPTIONAL: each user decides."""
    factors: tuple[Literal["SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"], ...] = ("SOFTWARE_TOKEN_MFA",)
    """EnabledMfas: authenticator app (TOTP), SMS, e-mail."""
    email_subject: Subject = "Your sign-in code"
    """Subject of the e-mail with the code, for MFA and sign-in. Only with EMAIL_OTP among the factors."""
    email_message: CodeEmail = "Your sign-in code is {####}"
    """Body of the e-mail with the code, for MFA and sign-in; must hold {####}. Only with EMAIL_OTP likewise."""

    @property
    def active_factors(self) -> tuple[str, ...]:
        """The factors that are asked for: none while MFA is OFF."""
        return self.factors if self.configuration != "OFF" else ()


class WebAuthn(Model):
    """Passkeys."""

    relying_party_id: RelyingPartyId = "auto"
    """The domain that passkeys belong to; they work there and below it, nowhere else. `auto`: the pool's own domain,
    for its pages; these need it, where that is a domain of yours (its prefix domain keeps those that were made there
    before). A change makes every registered passkey useless."""
    user_verification: Literal["required", "preferred"] = "preferred"
    """Whether the device must check, by PIN or biometrics, that it is in its user's hands."""
    factor_configuration: Literal["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"] = "SINGLE_FACTOR"
    """Whether a passkey with user verification counts as both factors, and so satisfies MFA."""


class DeviceConfiguration(Model):
    """Device tracking."""

    challenge_required_on_new_device: bool = True
    """Let a remembered device stand in for the second factor; any other device must give one."""
    device_only_remembered_on_user_prompt: bool = True
    """Remember a device only when its user agrees."""


class UserPool(Model):
    """The user pool."""

    name: ResourceName | None = None
    """PoolName. Default: gatehouse-<environment>."""
    feature_plan: FeaturePlan | None = None
    """UserPoolTier: what Cognito charges and offers. Default: the lowest that offers everything in use."""
    deletion_protection: bool | None = None
    """Default: on, unless the environment is ephemeral."""
    sign_in: SignIn = SignIn()
    allow_admin_create_user_only: bool = True
    """No self sign-up. Switching it off lets anyone with a client id (it is in your web page) create an account."""
    standard_attributes: dict[StandardAttributeName, StandardAttribute] = {}
    """Only those that must be required, immutable, or of a certain length; all others exist anyway."""
    custom_attributes: dict[CustomAttributeName, CustomAttribute] = {}
    """custom:<name>. More can be added to a live pool; none can be removed or changed."""
    auto_verified_attributes: tuple[ContactAttribute, ...] = ("email",)
    """What Cognito asks new users to prove."""
    attributes_require_verification_before_update: tuple[ContactAttribute, ...] | None = None
    """Keep the old value until the new one is proven. Default: the auto-verified attributes, so that nobody takes a
    victim's address."""
    verification_message: VerificationMessage = VerificationMessage()
    invite_message: InviteMessage = InviteMessage()
    password_policy: PasswordPolicy = PasswordPolicy()
    mfa: Mfa = Mfa()
    web_authn: WebAuthn | None = None
    """Passkeys; off unless given."""
    account_recovery: tuple[Literal["verified_email", "verified_phone_number", "admin_only"], ...] = ("verified_email",)
    """How a forgotten password is reset, first choice first."""
    threat_protection: ThreatProtection | None = None
    """Default: off."""
    log_delivery: LogDelivery | None = None
    """Where Cognito logs. Default: nowhere."""
    device_configuration: DeviceConfiguration | None = None
    """Device tracking; off unless given."""
    acr_configuration: dict[AcrLevel, AcrValue] = {}
    """What the acr claim calls a level of authentication. A level that is left out has its default name."""
    user_session_tracking: UserSessionTracking | None = None
    """Track sessions. Default: off."""
    dcr_configuration: ClientRegistration | None = None
    """Dynamic client registration. Default: off."""
    email: Ses | None = None
    """Send e-mail through SES. Default: Cognito's own sender, 50 messages a day."""
    default_email: DefaultEmail | None = None
    """In place of email: Cognito's own sender, from your address or with one for answers. Default: from Cognito's."""
    kms_key_arn: KeyArn | None = None
    """A symmetric KMS key of yours (KeyConfiguration), in the pool's Region, with which Cognito encrypts the pool. Its
    policy must let Cognito use it. Without the key the pool is lost. Default: a key that AWS owns."""
    issuer_type: Literal["ORIGINAL", "UPDATED"] | None = None
    """Who signs tokens, and so the address that every verifier of tokens knows: ORIGINAL, of the pool's Region;
    UPDATED, the same in every Region. Default: ORIGINAL."""
    sms: Sms | None = None
    """Send SMS. Default: never (SMS costs money and attracts pumping)."""
