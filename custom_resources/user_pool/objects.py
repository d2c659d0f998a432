"""The user pool as UpdateUserPool takes it."""

from typing import Any

from custom_resources.block import Kind

UPDATE_ACTIONS = ("cognito-idp:DescribeUserPool", "cognito-idp:TagResource", "cognito-idp:UpdateUserPool")
"""TagResource: the pool's tags are sent along, since what is left out falls back to a default."""

_TWINS = {
    "EmailVerificationMessage": "EmailMessage",
    "EmailVerificationSubject": "EmailSubject",
    "SmsVerificationMessage": "SmsMessage",
}
"""Members of old, which are read beside those of VerificationMessageTemplate and no longer used."""


def _tidy(pool: dict[str, Any]) -> dict[str, Any]:
    """Without what DescribeUserPool gives and UpdateUserPool refuses. https://github.com/aws/aws-cli/issues/3302"""
    template = pool.get("VerificationMessageTemplate", {})
    pool = {name: value for name, value in pool.items() if _TWINS.get(name) not in template}
    if "TemporaryPasswordValidityDays" in pool.get("Policies", {}).get("PasswordPolicy", {}):
        invitation = {**pool.get("AdminCreateUserConfig", {})}
        invitation.pop("UnusedAccountValidityDays", None)  # its predecessor: refused beside it
        pool["AdminCreateUserConfig"] = invitation
    if "UserPoolTags" in pool:
        pool["UserPoolTags"] = {k: v for k, v in pool["UserPoolTags"].items() if not k.startswith("aws:")}
    return pool


USER_POOL = Kind(
    read="DescribeUserPool", write="UpdateUserPool", member="UserPool", renamed={"Name": "PoolName"}, tidy=_tidy
)
