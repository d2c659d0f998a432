"""Rules of what an account has once in a Region."""

from __future__ import annotations

from collections.abc import Iterator

from config.model import Environment
from config.rules.violation import Violation


def sms_account_sets_something(environment: Environment) -> Iterator[Violation]:
    """Whoever sets nothing need not own it, and would keep others from it.
    https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html"""
    sms = environment.sms_account
    if sms and (sms.monthly_spend_limit, sms.default_sender_id, sms.default_sms_type) == (None, None, None):
        fix = "write monthly_spend_limit, default_sender_id or default_sms_type, or remove it"
        yield Violation(("sms_account",), "sets nothing", fix)


RULES = (sms_account_sets_something,)
