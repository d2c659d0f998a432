"""The user pool as UpdateUserPool takes it."""

from typing import Any

from custom_resources.shapes import Document
from custom_resources.target import ANY, Kind

UPDATE_ACTIONS = ("cognito-idp:DescribeUserPool", "cognito-idp:TagResource", "cognito-idp:UpdateUserPool")
"""TagResource: the pool's tags are sent along, since what is left out falls back to a default."""

_TWINS = {
    "EmailVerificationMessage": "EmailMessage",
    "EmailVerificationSubject": "EmailSubject",
    "SmsVerificationMessage": "SmsMessage",
}
"""Members of old, which are read beside those of VerificationMessageTemplate and no longer used."""
ACR_NAMES = {f"Level{number}": f"urn:cognito:loa:{number}" for number in range(1, 5)}
"""What a level is called by default (CreateUserPool: AcrConfiguration)."""


def named(levels: Document) -> dict[str, Any]:
    """Without the levels that have their default name: "Amazon Cognito always returns the effective configuration, with
    default names merged in for any level that you haven't customized" (UserPoolType: AcrConfiguration)."""
    return {level: each for level, each in levels.items() if each.get("AcrValue") != ACR_NAMES.get(level)}


def _tidy(pool: dict[str, Any]) -> dict[str, Any]:
    """Without what DescribeUserPool gives and UpdateUserPool refuses (https://github.com/aws/aws-cli/issues/3302), or
    would take for a custom name."""
    template = pool.get("VerificationMessageTemplate", {})
    pool = {name: value for name, value in pool.items() if _TWINS.get(name) not in template}
    if "TemporaryPasswordValidityDays" in pool.get("Policies", {}).get("PasswordPolicy", {}):
        invitation = {**pool.get("AdminCreateUserConfig", {})}
        invitation.pop("UnusedAccountValidityDays", None)  # its predecessor: refused beside it
        pool["AdminCreateUserConfig"] = invitation
    if "UserPoolTags" in pool:
        pool["UserPoolTags"] = {k: v for k, v in pool["UserPoolTags"].items() if not k.startswith("aws:")}
    if levels := named(pool.pop("AcrConfiguration", {})):
        pool["AcrConfiguration"] = levels
    return pool


_FILLS = {
    # Resources of their own, which look after them: what is new there in the moment of a write is theirs. Of what it
    # is sent UpdateUserPool completes them: "members that you omit revert to their default values"
    # (DcrConfiguration), "any level that you don't specify keeps its default name" (AcrConfiguration).
    "AcrConfiguration": ANY,
    "DcrConfiguration": ANY,
    # What UserPoolType and its parts document as the default: to have it said is to say what its absence says.
    "AdminCreateUserConfig.AllowAdminCreateUserOnly": False,
    "AdminCreateUserConfig.UnusedAccountValidityDays": 7,
    "DeletionProtection": "INACTIVE",
    "EmailConfiguration.EmailSendingAccount": "COGNITO_DEFAULT",
    "MfaConfiguration": "OFF",
    "Policies.PasswordPolicy.TemporaryPasswordValidityDays": 7,
    "Policies.SignInPolicy.AllowedFirstAuthFactors": ["PASSWORD"],
}
"""What the service may add by itself."""

USER_POOL = Kind(
    read="DescribeUserPool",
    write="UpdateUserPool",
    member="UserPool",
    renamed={"Name": "PoolName"},
    tidy=_tidy,
    fills=_FILLS,
)
