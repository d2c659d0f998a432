"""The texts Cognito sends. Placeholders: `{####}` the code, `{username}`, `{##Label##}` the link."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Model

# Lengths and placeholders as in Cognito's API model.
_USER_AND_CODE = r"(?s)^.*(\{username\}.*\{####\}|\{####\}.*\{username\}).*$"
Subject = Annotated[str, Field(min_length=1, max_length=140)]
CodeEmail = Annotated[str, Field(min_length=6, max_length=20000, pattern=r"(?s)^.*\{####\}.*$")]
LinkEmail = Annotated[str, Field(min_length=6, max_length=20000, pattern=r"(?s)^.*\{##.*##\}.*$")]
InviteEmail = Annotated[str, Field(min_length=6, max_length=20000, pattern=_USER_AND_CODE)]
CodeSms = Annotated[str, Field(min_length=6, max_length=140, pattern=r"(?s)^.*\{####\}.*$")]
InviteSms = Annotated[str, Field(min_length=6, max_length=140, pattern=_USER_AND_CODE)]


class VerificationMessage(Model):
    """How a new user proves an e-mail address or phone number."""

    default_email_option: Literal["CONFIRM_WITH_CODE", "CONFIRM_WITH_LINK"] = "CONFIRM_WITH_CODE"
    """By code, or by a link (which needs a domain)."""
    email_subject: Subject = "Verify your new account"
    """Subject of the verification e-mail."""
    email_message: CodeEmail = "The verification code to your new account is {####}"
    """Body of the e-mail with a code; must hold {####}."""
    email_message_by_link: LinkEmail = "Verify your account by clicking on {##Verify Email##}"
    """Body of the e-mail with a link; must hold {##label##}."""
    sms_message: CodeSms = "The verification code to your new account is {####}"
    """The SMS; must hold {####}."""


class InviteMessage(Model):
    """What a user receives whom an administrator created."""

    email_subject: Subject = "Your temporary password"
    """Subject of the invitation."""
    email_message: InviteEmail = "Your username is {username} and temporary password is {####}."
    """Body of the invitation; must hold {username} and {####}."""
    sms_message: InviteSms = "Your username is {username} and temporary password is {####}."
    """The SMS invitation; must hold {username} and {####}."""


class Ses(Model):
    """E-mail through Amazon SES (EmailSendingAccount DEVELOPER) instead of Cognito's small default quota."""

    from_email: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")]
    """The sender's address."""
    from_name: str | None = None
    """The sender's display name."""
    reply_to: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")] | None = None
    """Where answers go."""
    identity: Annotated[str, Field(pattern=r"^[^\s/]+$")]
    """The verified SES identity: a domain or an address."""
    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")] | None = None
    """The identity's Region, when it is not the pool's."""
    configuration_set: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")] | None = None
    """SES configuration set, for bounces and complaints."""


class Sms(Model):
    """SMS through Amazon SNS. Its presence makes the role that lets this user pool publish; without it no SMS is sent."""

    sns_region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")] | None = None
    """The Region that sends, when SNS is not used in the pool's own."""
    authentication_message: CodeSms = "Your authentication code is {####}."
    """The SMS with the MFA code; must hold {####}."""
