"""What the local emulator (MiniStack 1.5.33) does not enforce, and so can't show: name of the check -> why.

The one list of its kind. On an emulator a check that stands here is run all the same: when it fails it counts as "not
provable here", and when it passes the entry is stale, which is a finding. Against AWS the list means nothing.
"""

from __future__ import annotations

GAPS = {
    "second-factor": "the emulator signs users in without MFA_SETUP where MFA is ON",
    "refresh-rotation": "the emulator drops RefreshTokenRotation",
    "no-group-no-keys": "the emulator applies no role mapping, so not its Deny either",
    "role-separates-users": "the emulator does not fill in ${cognito-identity.amazonaws.com:sub} in policies",
    "closed-choice-of-flow": "the emulator knows no USER_AUTH",
    "self-sign-up": "the emulator does not enforce AllowAdminCreateUserOnly",
    "own-attributes": "the emulator does not enforce WriteAttributes",
    "classic-flow": "the emulator does not enforce AllowClassicFlow",
    "role-of-choice": "the emulator ignores CustomRoleArn",
    "guests-refused": "the emulator does not enforce AllowUnauthenticatedIdentities",
    "preferred-role": "the emulator puts no cognito:preferred_role into tokens",
    "group-role": "the emulator applies no role mapping, so a member receives the authenticated role",
    "signed-out-user": "the emulator makes no ServerSideTokenCheck",
    "no-identity-left": "the emulator has no DeleteIdentities",
}
