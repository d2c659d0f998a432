"""Rules of the placeholders in messages. Only known ones are replaced; users would read any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.rules.threat_protection import NOTIFICATIONS, takeovers
from config.rules.violation import Violation

CODE, USERNAME = "####", "username"
NOTIFICATION = (
    USERNAME, "ip-address", "city", "country", "login-time", "device-name", "one-click-link-valid",
    "one-click-link-invalid", "event-id", "feedback-token",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(#{1,8}|[A-Za-z][A-Za-z_-]{0,40})\}")
"""Without spaces and colons: those would be CSS."""
_TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "verification_message": {"email_message": (CODE,), "email_message_by_link": (), "sms_message": (CODE,)},
    "invite_message": {"email_message": (USERNAME, CODE), "sms_message": (USERNAME, CODE)},
    "mfa": {"email_message": (CODE,)},
    "sms": {"authentication_message": (CODE,)},
}
"""The texts of the user pool's settings, with what is replaced in them."""
_Message = tuple[KeyPath, str, tuple[str, ...]]


def placeholders_are_known(environment: Environment) -> Iterator[Violation]:
    """Codes and passwords are {####}, and only invitations and notifications know the {username}.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html"""
    for path, text, known in _messages(environment):
        with certain:
            for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
                if name not in known:
                    yield Violation(
                        path,
                        f"{{{name}}} is not replaced in this message",
                        f"write {', '.join(f'{{{name}}}' for name in known)}, or remove it" if known else "remove it",
                    )


def links_to_answer_have_a_domain(environment: Environment) -> Iterator[Violation]:
    """{one-click-link-valid} and {one-click-link-invalid} lead to the pool's domain.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html"""
    if environment.domain:
        return
    for path, text, _ in _notifications(environment):
        with certain:
            if "{one-click-link-" in text:
                what = "links to the pool's domain, and there is none"
                yield Violation(path, what, "set domain.prefix, or remove the {one-click-link-...}")


def invitations_hold_the_password(environment: Environment) -> Iterator[Violation]:
    """An invitation may leave the password out only where users can have none (CreateUserPool: AdminCreateUserConfig)
    and sign in by one-time password (AdminCreateUserRequest: TemporaryPassword)."""
    pool = environment.user_pool
    if not {"EMAIL_OTP", "SMS_OTP"} & set(pool.sign_in.allowed_first_auth_factors):
        for key in ("email_message", "sms_message"):
            if f"{{{CODE}}}" not in getattr(pool.invite_message, key):
                yield Violation(
                    ("user_pool", "invite_message", key),
                    "lacks {####} (the password), without which nobody could sign in",
                    "add {####}, or allow EMAIL_OTP or SMS_OTP as a first factor",
                )


def _messages(environment: Environment) -> Iterator[_Message]:
    """Every text that is sent, with its place, and the placeholders that Cognito replaces in it."""
    for section, texts in _TEXTS.items():
        with certain:
            settings = getattr(environment.user_pool, section)
            for key, known in texts.items() if settings else ():
                yield ("user_pool", section, key), getattr(settings, key), known
    yield from _notifications(environment)


def _notifications(environment: Environment) -> Iterator[_Message]:
    for path, config in takeovers(environment):
        with certain:
            notify = config.notify_configuration
            for email in NOTIFICATIONS if notify else ():
                for body in ("text_body", "html_body"):
                    text = getattr(getattr(notify, email), body)
                    if text is not None:
                        yield (*path, "notify_configuration", email, body), text, NOTIFICATION


RULES = (placeholders_are_known, links_to_answer_have_a_domain, invitations_hold_the_password)
