"""Fifteen ways to attack a Cognito deployment, each in parts: one thing that is tried, and may be won.

A part is done live where the emulator tells a good environment from a bad one. Where it doesn't, a part is decided by
the deployed settings; what is tried live all the same ends as ALIKE says, on both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import attacks_live as live
import attacks_on_settings as on
import secrets_lying_about as lying
from settings import Settings
from victim import Ending, Victim


@dataclass(frozen=True)
class Part:
    """One thing to try: `live`, or by `settings`."""

    name: str
    """The attack's, and what would be won."""
    live: Callable[[Victim], Ending] | None = None
    settings: Callable[[Settings], str] | None = None

    def __call__(self, victim: Victim, settings: Settings) -> Ending:
        if self.live:
            return self.live(victim)
        assert self.settings
        wrong = self.settings(settings)
        return Ending(bool(wrong), wrong or "it is set as it should be")

    def __str__(self) -> str:
        how = "live" if self.live else "settings"
        return f"{self.name} ({how}{', ends alike here: ' + ALIKE[self.name].reason if self.name in ALIKE else ''})"


@dataclass(frozen=True)
class Alike:
    """Why a part can't tell good from bad here, and how it ends on both: a pattern for the whole of it."""

    reason: str
    seen: str


def rule(name: str) -> Callable[[Settings], str]:
    return partial(on.broken, name)


SIGNED_IN, ADMINS = "authenticated-role-arn", "groups/admins/role-arn"
APP = "https://app.example.com/callback"
PARTS = (
    Part("S1 own role raised: written", live.own_role),
    Part("S1 own role raised: may be written", settings=on.writable_authority),
    Part(
        "S1 own role raised: whatever is not named may be written", settings=rule("CLIENT_NAMES_WHAT_USERS_MAY_WRITE")
    ),
    Part("S2 somebody taken for another: by address", live.own_address),
    Part("S2 somebody taken for another: by a name in capitals", live.twin),
    Part("S2 somebody taken for another: addresses count unverified", settings=rule("ADDRESS_COUNTS_ONCE_VERIFIED")),
    Part("S2 somebody taken for another: addresses are never verified", settings=on.unverified_addresses),
    Part("S2 somebody taken for another: names have case", settings=rule("NAMES_IGNORE_CASE")),
    Part("S3 role confusion: a guest takes the role of users", partial(live.role_by, live.guest_token, SIGNED_IN)),
    Part("S3 role confusion: a guest takes that of a group", partial(live.role_by, live.guest_token, ADMINS)),
    Part("S3 role confusion: another pool's user does", partial(live.role_by, live.token_of_mallorys_pool, SIGNED_IN)),
    Part("S3 role confusion: and that of a group", partial(live.role_by, live.token_of_mallorys_pool, ADMINS)),
    Part("S3 role confusion: by a forged token", partial(live.role_by, live.forged_token, ADMINS)),
    Part("S3 role confusion: by a made-up token", partial(live.role_by, live.MADE_UP, ADMINS)),
    Part("S4 keys for nobody: received", live.keys_for_nobody),
    Part("S4 keys for nobody: and of use", live.users_listed_by_nobody),
    Part("S4 keys for nobody: guests are let in", settings=on.guests),
    Part("S4 keys for nobody: guests' role holds something", settings=on.guests_role),
    Part("S4 keys for nobody: whoever has a token picks the role", settings=rule("CLASSIC_FLOW_IS_CLOSED")),
    Part("S5 a richer role: asked for", live.role_of_choice),
    Part("S5 a richer role: not by the token", settings=on.roles_by_other_means),
    Part("S5 a richer role: in no group, or two", settings=on.ambiguous_roles),
    Part("S5 a richer role: two groups with one precedence", settings=on.twin_precedences),
    Part("S6 uninvited: signed up", live.uninvited),
    Part("S6 uninvited: may sign up", settings=on.open_sign_up),
    Part("S7 users enumerated", live.enumeration),
    Part("S8 SMS pumped: sent", live.sms_to_a_user),
    Part("S8 SMS pumped: to recover an account", settings=on.recovery_by_sms),
    Part("S8 SMS pumped: to whoever signs up", settings=on.verification_by_sms),
    Part("S9 a confused deputy: of SMS", settings=on.sms_deputy),
    Part("S9 a confused deputy: of the trigger", settings=on.trigger_deputy),
    Part("S10 a stolen refresh token: revoked, and used", live.revoked_token),
    Part("S10 a stolen refresh token: used twice", live.used_token),
    Part("S10 a stolen refresh token: can't be revoked", settings=on.irrevocable_tokens),
    Part("S10 a stolen refresh token: lives long", settings=on.lasting_tokens),
    Part("S10 a stolen refresh token: is not rotated", settings=on.lasting_use),
    Part("S10 a stolen refresh token: need not be rotated", settings=on.unrotated_flow),
    Part("S11 passwords sprayed: in the clear", live.spraying),
    Part("S11 passwords sprayed: no second factor", settings=on.password_alone),
    Part("S11 passwords sprayed: nobody sees it", settings=on.unseen_spraying),
    Part(
        "S12 an open redirect: of the code, in the clear", partial(live.redirect, APP.replace("https", "http"), "code")
    ),
    Part("S12 an open redirect: of the code, to anybody", partial(live.redirect, "https://mallory.example/", "code")),
    Part("S12 an open redirect: of the token, in the address", partial(live.redirect, APP, "token")),
    Part("S12 an open redirect: tokens may stand there", settings=rule("CLIENT_GRANTS_BY_CODE")),
    Part("S12 an open redirect: any subdomain", settings=rule("CALLBACKS_ARE_LITERAL")),
    Part("S13 tokens mixed up: access", partial(live.token_as_login, lambda v: v.tokens()["AccessToken"])),
    Part(
        "S13 tokens mixed up: another app's",
        partial(live.token_as_login, lambda v: v.tokens("other")["IdToken"]),
    ),
    Part("S13 tokens mixed up: a made-up one", partial(live.token_as_login, live.MADE_UP)),
    Part("S14 secrets lying about: in a template", partial(lying.password_in, lying.templates)),
    Part("S14 secrets lying about: in an output", partial(lying.password_in, lying.outputs)),
    Part("S14 secrets lying about: in a parameter", partial(lying.password_in, lying.parameters)),
    Part("S14 secrets lying about: in a function's settings", partial(lying.password_in, lying.functions)),
    Part("S14 secrets lying about: in a log", partial(lying.password_in, lying.logs)),
    Part("S14 secrets lying about: a client's", settings=rule("CLIENT_HAS_NO_SECRET")),
    Part("S15 keys after the end: of a disabled user", live.keys_after_the_end),
    Part("S15 keys after the end: nobody asks the user pool", settings=rule("IDENTITY_POOL_ASKS_THE_USER_POOL")),
    Part("S15 keys after the end: for hours", settings=on.lasting_keys),
)
"""Whether somebody filters what reaches the pool (S11) is no part: Gatehouse makes no web ACL."""

NOT_AUTHORIZED = "refused: NotAuthorizedException: "
ALIKE = {
    "S1 own role raised: written": Alike("WriteAttributes isn't enforced", "won: wrote custom:role"),
    "S2 somebody taken for another: by address": Alike(
        "AttributesRequireVerificationBeforeUpdate isn't enforced", "won: goes by alice's address"
    ),
    "S2 somebody taken for another: by a name in capitals": Alike("CaseSensitive isn't enforced", "won: is ALICE@"),
    "S3 role confusion: by a forged token": Alike("STS checks no signature", f"won: took the role {ADMINS}"),
    "S3 role confusion: by a made-up token": Alike(
        "as in AWS, it is always refused", "refused: AccessDenied: Not authorized to perform .*"
    ),
    "S4 keys for nobody: received": Alike(
        "AllowUnauthenticatedIdentities isn't enforced", "won: keys without signing in"
    ),
    "S5 a richer role: asked for": Alike("CustomRoleArn is ignored", "won: keys for the role of a group"),
    "S6 uninvited: signed up": Alike("AllowAdminCreateUserOnly isn't enforced", "won: signed up"),
    "S8 SMS pumped: sent": Alike("it sends no SMS", "refused: Cognito sends by EMAIL"),
    "S10 a stolen refresh token: revoked, and used": Alike(
        "tokens are revoked whatever EnableTokenRevocation says", f"{NOT_AUTHORIZED}Refresh Token has been revoked"
    ),
    "S10 a stolen refresh token: used twice": Alike("RefreshTokenRotation is dropped", "won: tokens by a used token"),
    "S12 an open redirect: of the token, in the address": Alike(
        "it knows no implicit grant", "refused: .*unsupported_response_type.*"
    ),
    "S13 tokens mixed up: access": Alike(
        "as in AWS, it is always refused", f"{NOT_AUTHORIZED}Invalid login token.*aud"
    ),
    "S13 tokens mixed up: a made-up one": Alike("as in AWS, it is always refused", f"{NOT_AUTHORIZED}.*Not a valid .*"),
    "S15 keys after the end: of a disabled user": Alike(
        "ServerSideTokenCheck isn't made", "won: keys for a user who is disabled"
    ),
}
"""By the part's name."""
