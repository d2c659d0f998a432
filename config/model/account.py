"""What an account has once in a Region. Set by one environment; what was there before comes back with its removal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Form, Model

ApiCategory = Annotated[
    str, Form("^[A-Z][A-Za-z]{1,63}$", "a category of Cognito's operations, such as UserAuthentication")
]
RequestsPerSecond = Annotated[int, Field(ge=1, le=1_000_000)]


class SmsAccount(Model):
    """How SNS sends SMS, in the Region that user_pool.sms.sns_region names (by default, this one)."""

    monthly_spend_limit: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    """MonthlySpendLimit in US dollars, up to what the account is allowed: a stop for SMS pumping. Default: as it is."""
    default_sender_id: (
        Annotated[
            str,
            Form("^[A-Za-z][A-Za-z0-9]{0,10}$", "up to 11 letters and digits, a letter first"),
        ]
        | None
    ) = None
    """DefaultSenderID: who the message is from, where a country's networks show it. Default: as it is."""
    default_sms_type: Literal["Promotional", "Transactional"] | None = None
    """DefaultSMSType. Sign-in codes are Transactional. Default: as it is."""
