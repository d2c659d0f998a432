"""Writes the messages in the user's language (the attribute locale); what it does not write stays as configured."""

from typing import Any

Event = dict[str, Any]
TEXTS = {
    "de": ("Ihr Code", "Ihr Code ist {code}."),
    "fr": ("Votre code", "Votre code est {code}."),
}
SOURCES = ("CustomMessage_SignUp", "CustomMessage_ResendCode", "CustomMessage_ForgotPassword")


def handler(event: Event, _context: object) -> Event:
    """`codeParameter` ({####}) stands for the code, which the function never sees. It must be in each message."""
    language = event["request"]["userAttributes"].get("locale", "")[:2]
    if event["triggerSource"] in SOURCES and language in TEXTS:
        subject, text = TEXTS[language]
        message = text.format(code=event["request"]["codeParameter"])
        event["response"] |= {"emailSubject": subject, "emailMessage": message, "smsMessage": message}
    return event
