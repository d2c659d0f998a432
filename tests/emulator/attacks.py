"""Fifteen ways to attack a Cognito deployment.

Each is decided live where the emulator tells a good environment from a bad one. Where it doesn't, the attack says so in
`unenforced`, and is decided by the deployed settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import attacks_live as live
import attacks_on_settings as on
from victim import Victim


@dataclass(frozen=True)
class Attack:
    """Each is `live`, `settings` or both, where the live one ends alike on any environment, for want of a check."""

    name: str
    live: Callable[[Victim], str] | None = None
    settings: Callable[[Victim], Iterator[str]] | None = None
    unenforced: str = ""

    def __post_init__(self) -> None:
        assert bool(self.settings) == bool(self.unenforced), "what is decided by settings says for want of what"

    def __str__(self) -> str:
        return f"{self.name} ({'settings, for want of ' + self.unenforced if self.settings else 'live'})"


ATTACKS = (
    Attack("S1 own role raised", live.own_role, on.writable_authority, "WriteAttributes"),
    Attack(
        "S2 somebody's address taken", live.own_address, on.swapped_address, "AttributesRequireVerificationBeforeUpdate"
    ),
    Attack("S3 role confusion", live.role_confusion),
    Attack("S4 keys for nobody", live.keys_for_nobody, on.guests, "AllowUnauthenticatedIdentities"),
    Attack("S5 a richer role picked", live.role_of_choice, on.ambiguous_roles, "CustomRoleArn, role mappings"),
    Attack("S6 uninvited sign-up", live.uninvited, on.open_sign_up, "AllowAdminCreateUserOnly"),
    Attack("S7 users enumerated", live.enumeration),
    Attack("S8 SMS pumped", live.sms_to_a_user, on.unasked_sms, "SMS"),
    Attack("S9 a confused deputy", settings=on.confused_deputy, unenforced="calls by services"),
    Attack("S10 a stolen refresh token", live.token_used_after_all, on.stolen_refresh_token, "EnableTokenRevocation"),
    Attack("S11 passwords sprayed", live.spraying),
    Attack("S12 an open redirect", live.redirect),
    Attack("S13 tokens mixed up", live.token_mix_up),
    Attack("S14 secrets lying about", live.secrets_lying_about),
    Attack("S15 keys after the end", live.keys_after_the_end, on.unchecked_tokens, "ServerSideTokenCheck"),
)
