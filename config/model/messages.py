"""The texts Cognito sends. Placeholders: `{####}` the code, `{username}`, `{##Label##}` the link."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.arns import OriginationIdentity
from config.model.base import EmailAddress, Form, Model
from config.model.regions import Region

# Lengths, placeholders and characters as in Cognito's API model.
_LINE = r"[\p{L}\p{M}\p{S}\p{N}\p{P} ]"
_TEXT = r"[\p{L}\p{M}\p{S}\p{N}\p{P} \t\r\n]"
_CODE = r"\{####\}"
_USERNAME = r"\{username\}"
_EMAIL = Field(min_length=6, max_length=20000)
_SMS = Field(min_length=6, max_length=140)
_INVITATION = Form(f"^{_TEXT}*{_USERNAME}{_TEXT}*$", "text with {username}")

Subject = Annotated[str, Field(max_length=140), Form(f"^{_LINE}+$", "one line of text")]
CodeEmail = Annotated[str, _EMAIL, Form(f"^{_TEXT}*{_CODE}{_TEXT}*$", "text with {####} (the code)")]
NotificationBody = Annotated[str, _EMAIL, Form(f"^{_TEXT}+$", "text")]
LinkEmail = Annotated[str, _EMAIL, Form(rf"^{_TEXT}*\{{##{_TEXT}*##\}}{_TEXT}*$", "text with {##label##} (the link)")]
InviteEmail = Annotated[str, _EMAIL, _INVITATION]
CodeSms = Annotated[str, _SMS, Form(f"^{_LINE}*{_CODE}{_LINE}*$", "one line of text with {####} (the code)")]
InviteSms = Annotated[str, _SMS, _INVITATION]
DisplayName = Annotated[
    str,
    Form(
        "^[A-Za-z0-9 !#$%&'*+./=?^_`{|}~-]{1,100}$",
        "a name in ASCII, without commas, quotes and brackets, or in MIME encoded-word syntax",
    ),
]
"""As it may stand in a header: https://datatracker.ietf.org/doc/html/rfc5322#section-3.2.3"""
ConfigurationSet = Annotated[str, Form("^[a-zA-Z0-9_-]{1,64}$", "letters, digits, _ and -, at most 64 characters")]


DltId = Annotated[str, Form("^[A-Za-z0-9_-]{1,50}$", "letters, digits, _ and -, at most 50 characters")]


class VerificationMessage(Model):
    """How a new user proves an e-mail address or phone number."""

    default_email_option: Literal["CONFIRM_WITH_CODE", "CONFIRM_WITH_LINK"] = "CONFIRM_WITH_CODE"
    """By code, or by a link (which needs a domain)."""
    email_subject: Subject = "Verify your new account"
    """Subject of the verification e-mail."""
    email_message: CodeEmail = "The verification code to your new account is {####}"
    """Body of the e-mail with a code; must hold {####}. With CONFIRM_WITH_CODE only."""
    email_message_by_link: LinkEmail = "Verify your account by clicking on {##Verify Email##}"
    """Body of the e-mail with a link; must hold {##label##}. With CONFIRM_WITH_LINK only."""
    sms_message: CodeSms = "The verification code to your new account is {####}"
    """The SMS; must hold {####}."""


class InviteMessage(Model):
    """What a user receives whom an administrator created."""

    email_subject: Subject = "Your temporary password"
    """Subject of the invitation."""
    email_message: InviteEmail = "Your username is {username} and temporary password is {####}."
    """Body of the invitation; must hold {username}, and {####} unless users can sign in without a password."""
    sms_message: InviteSms = "Your username is {username} and temporary password is {####}."
    """The SMS invitation; must hold {username}, and {####} likewise."""


class Sender(Model):
    """Who sends an e-mail through Amazon SES."""

    from_email: EmailAddress
    """The sender's address."""
    from_name: DisplayName | None = None
    """The sender's display name."""
    reply_to: EmailAddress | None = None
    """Where answers go."""
    identity: Annotated[str, Form("^[A-Za-z0-9_+=,.@-]{1,320}$", "a domain or an e-mail address")]
    """The verified SES identity: a domain or an address."""
    region: Region | None = None
    """The identity's Region, when it is not the pool's."""


class Ses(Sender):
    """E-mail through Amazon SES (EmailSendingAccount DEVELOPER) instead of Cognito's small default quota."""

    configuration_set: ConfigurationSet | None = None
    """SES configuration set, for bounces and complaints."""


SesAddress = Annotated[
    str,
    Form(
        "^[A-Za-z0-9_+=,.-]{1,64}@[A-Za-z0-9.-]{1,255}$",
        "an e-mail address of letters, digits and _+=,.-, such as no-reply@example.com",
    ),
]
"""As it may stand in an ARN."""


class DefaultEmail(Model):
    """E-mail through Cognito's own sender (EmailSendingAccount COGNITO_DEFAULT), 50 messages a day, in your name."""

    identity: SesAddress | None = None
    """SourceArn: the address that messages come from, a verified SES identity of this account. Default:
    no-reply@verificationemail.com."""
    region: Region | None = None
    """The identity's Region, when it is not the pool's."""
    reply_to: EmailAddress | None = None
    """Where answers go."""


class EumsSms(Model):
    """SMS through AWS End User Messaging SMS itself, in the pool's own Region."""

    origination_identity: OriginationIdentity | None = None
    """The phone number, sender ID or pool that sends. By its ARN, it is the only one that Cognito's role may send by;
    IAM knows no number by itself, so a role of one may send by any. Default: whichever the account has."""
    configuration_set_name: ConfigurationSet | None = None
    """Configuration set, for logging and events."""
    in_entity_id: DltId | None = None
    """India: principal entity ID of the Distributed Ledger Technology registration."""
    in_template_id: DltId | None = None
    """India: id of the registered message template."""


class SmsSender(Model):
    """Who sends SMS. Its presence makes the role that lets Cognito send."""

    sns_region: Region | None = None
    """Amazon SNS: the Region that sends, when SNS is not used in the pool's or replica's own."""
    eums_sms: EumsSms | None = None
    """AWS End User Messaging SMS instead of Amazon SNS."""


class Sms(SmsSender):
    """SMS. Its presence makes the role that lets this pool send; without it no SMS is sent."""

    authentication_message: CodeSms = "Your authentication code is {####}."
    """The SMS with the code, for sign-in and MFA; must hold {####}."""
