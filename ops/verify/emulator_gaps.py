"""What the local emulator (MiniStack 1.5.33) does not enforce, and so can't show: name of the check -> why, and how.

The one list of its kind. On an emulator a check that stands here is run all the same. When it fails as `seen` says, it
counts as "not provable here"; when it fails in any other way it has failed; and when it passes the entry is stale,
which is a finding. Against AWS the list means nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ops.verify.world import World


@dataclass(frozen=True)
class Gap:
    """Why a check can't pass on the emulator, and what the check sees there: a pattern for the whole of it."""

    reason: str
    seen: str

    def explains(self, detail: str, world: World) -> bool:
        """Is this what there was to expect, and nothing else that is wrong?"""
        authenticated = world.outputs.values.get("authenticated-role-arn", "").rpartition("/")[2]
        return re.fullmatch(self.seen.replace("AUTHENTICATED", re.escape(authenticated)), detail) is not None


GAPS = {
    "second-factor": Gap(
        "the emulator signs users in without MFA_SETUP where MFA is ON",
        r"tokens were given for a name and a password alone",
    ),
    "refresh-rotation": Gap("the emulator drops RefreshTokenRotation", r"the refresh token stays the same"),
    "no-group-no-keys": Gap(
        "the emulator applies no role mapping, so not its Deny either", r"a user in no group was accepted"
    ),
    "role-separates-users": Gap(
        "the emulator does not fill in ${cognito-identity.amazonaws.com:sub} in policies",
        r"\S+ on \S+ is denied, and the policy grants it",
    ),
    "closed-choice-of-flow": Gap(
        "the emulator knows no USER_AUTH",
        r"USER_AUTH through client '\S+' ended in InvalidParameterException \(Unsupported AuthFlow: USER_AUTH\), "
        r"expected it to be not enabled",
    ),
    "self-sign-up": Gap("the emulator does not enforce AllowAdminCreateUserOnly", r"self sign-up was accepted"),
    "own-attributes": Gap("the emulator does not enforce WriteAttributes", r"writing custom:\S+ was accepted"),
    "forged-web-identity": Gap(
        "the emulator's STS checks no signature of a web identity token", r"a forged token for arn:\S+ was accepted"
    ),
    "classic-flow": Gap("the emulator does not enforce AllowClassicFlow", r"the classic flow was accepted"),
    "role-of-choice": Gap("the emulator ignores CustomRoleArn", r"asking for the role of '\S+' was accepted"),
    "guests-refused": Gap("the emulator does not enforce AllowUnauthenticatedIdentities", r"a guest was accepted"),
    "preferred-role": Gap(
        "the emulator puts no cognito:preferred_role into tokens",
        r"cognito:preferred_role is None, expected 'arn:\S+:role/\S+'",
    ),
    "group-role": Gap(
        "the emulator applies no role mapping, so a member receives the authenticated role",
        r"the caller is 'arn:\S+:assumed-role/AUTHENTICATED/CognitoIdentityCredentials', expected 'arn:\S+'",
    ),
    "signed-out-user": Gap(
        "the emulator makes no ServerSideTokenCheck", r"the ID token of a user who was signed out was accepted"
    ),
    "no-identity-left": Gap(
        "the emulator has no DeleteIdentities",
        r"DeleteIdentities ended in InvalidAction \(Unknown Cognito Identity action: DeleteIdentities\)",
    ),
}
