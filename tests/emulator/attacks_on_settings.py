"""Attacks that are decided by what `describe-*` answers. Each says what would be won, one thing at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from ops.guard.judges import Case, mistakes
from ops.guard.matrix import for_pool, sms_sender
from victim import Victim

AUTHORITY = {"custom:role"}
"""What an app of this environment decides by."""


def writable_authority(victim: Victim) -> Iterator[str]:
    writable = victim.app_client().get("WriteAttributes")
    if writable is None or AUTHORITY & set(writable):
        yield "the app's client may write custom:role"


def swapped_address(victim: Victim) -> Iterator[str]:
    pool = victim.pool
    if "email" not in pool.get("UserAttributeUpdateSettings", {}).get("AttributesRequireVerificationBeforeUpdate", ()):
        yield "an e-mail address counts before it is verified"
    if "email" not in pool.get("AutoVerifiedAttributes", ()):
        yield "nobody verifies e-mail addresses"
    if pool.get("UsernameConfiguration", {}).get("CaseSensitive", True):
        yield "ALICE@ is not alice@"


def guests(victim: Victim) -> Iterator[str]:
    pool = victim.identity_pool
    if pool["AllowUnauthenticatedIdentities"]:
        yield "guests are on"
    if pool.get("AllowClassicFlow"):
        yield "whoever has a token picks the role"


def ambiguous_roles(victim: Victim) -> Iterator[str]:
    mappings = victim.attachment.get("RoleMappings") or {"none": {}}
    for mapping in mappings.values():
        if mapping.get("Type") != "Token":
            yield "the token does not decide the role"
        elif mapping.get("AmbiguousRoleResolution") != "Deny":
            yield "whoever has no one role receives the authenticated one"
    precedences = victim.groups.values()
    if len(set(precedences)) < len(precedences):
        yield "two groups have one precedence"


def open_sign_up(victim: Victim) -> Iterator[str]:
    if not victim.pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]:
        yield "anybody may sign up"


def unasked_sms(victim: Victim) -> Iterator[str]:
    pool = victim.pool
    ways = {way["Name"] for way in pool.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", ())}
    if "verified_phone_number" in ways or not ways:
        yield "whoever knows a name has Cognito send SMS to recover it"
    if "phone_number" in pool.get("AutoVerifiedAttributes", ()) and any(open_sign_up(victim)):
        yield "whoever signs up has Cognito send SMS to any number"


def confused_deputy(victim: Victim) -> Iterator[str]:
    """Has Cognito act for somebody else's pool. Only Cognito calls as Cognito: the judges of tests/trust say."""
    arn, sms, function = victim.pool["Arn"], victim.pool["SmsConfiguration"], victim.trigger
    account = arn.split(":")[4]
    (role,) = (each for each in victim.own_roles if each["Arn"] == sms["SnsCallerArn"])
    policy = json.loads(victim.client("lambda").get_policy(FunctionName=function)["Policy"])
    deputies = (
        Case(role["AssumeRolePolicyDocument"], sms_sender(sms["ExternalId"], account)),
        Case(policy, for_pool(arn, account, action="lambda:InvokeFunction", resource=function)),
    )
    for deputy, wrong in zip(("SMS", "trigger"), mistakes(deputies), strict=True):
        yield from (f"{deputy}: {answer}" for answer in wrong[:1])


def stolen_refresh_token(victim: Victim) -> Iterator[str]:
    client = victim.app_client()
    if not client.get("EnableTokenRevocation"):
        yield "it can't be revoked"
    units = client.get("TokenValidityUnits", {}).get("RefreshToken", "days")
    if timedelta(**{units: client["RefreshTokenValidity"]}) > timedelta(days=30):
        yield "it lives for more than 30 days"


def unchecked_tokens(victim: Victim) -> Iterator[str]:
    for provider in victim.identity_pool["CognitoIdentityProviders"]:
        if not provider.get("ServerSideTokenCheck"):
            yield f"nobody asks the user pool about the tokens of {provider['ClientId']}"
    for role in victim.own_roles:
        if role["MaxSessionDuration"] > 3600:
            yield f"keys of {role['RoleName']} live for {role['MaxSessionDuration']} s"
