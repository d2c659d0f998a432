"""Attacks that are decided by what is set. Each says what would be won, or nothing.

Where a Guard rule of our own (tests/lint/gatehouse.guard) judges the same of templates, that rule judges the described
settings, too (`broken`). The others have none, since templates may well differ there: an environment may let guests or
strangers in, recover by SMS, or hand out the authenticated role where no group decides (of which the rule
MAPPINGS_SAY_WHAT_AMBIGUITY_MEANS asks only that it is said). What is judged here is that this one doesn't.
"""

from __future__ import annotations

from datetime import timedelta

from guard_rules import GUARD_RULES
from ops.guard.judges import Case, mistakes
from ops.guard.matrix import Trustee, for_pool, sms_sender
from settings import Described, Settings

AUTHORITY = {"custom:role"}
"""What an app of this environment decides by."""


def broken(rule: str, settings: Settings) -> str:
    assert rule in GUARD_RULES
    return f"breaks {rule}" if rule in settings.broken_rules else ""


def writable_authority(settings: Settings) -> str:
    found = AUTHORITY & set(settings.clients["web"].get("WriteAttributes", ()))
    return f"{', '.join(found)} may be written" if found else ""


def unverified_addresses(settings: Settings) -> str:
    verified = settings.pool.get("AutoVerifiedAttributes", ())
    return "" if "email" in verified else f"verified are: {verified}"


def guests(settings: Settings) -> str:
    return "guests are on" if settings.identity_pool["AllowUnauthenticatedIdentities"] else ""


def guests_role(settings: Settings) -> str:
    return f"a guest's role holds {settings.guest_policies}" if settings.guest_policies else ""


def roles_by_other_means(settings: Settings) -> str:
    kinds = [mapping.get("Type") for mapping in settings.attachment.get("RoleMappings", {}).values()]
    return "" if kinds and set(kinds) == {"Token"} else f"role mappings are {kinds}"


def ambiguous_roles(settings: Settings) -> str:
    mappings = settings.attachment.get("RoleMappings", {}).values()
    meant = {mapping.get("AmbiguousRoleResolution") for mapping in mappings if mapping["Type"] == "Token"}
    return f"without one role: {meant}" if meant - {"Deny"} else ""


def twin_precedences(settings: Settings) -> str:
    return "two groups have one precedence" if len(set(settings.precedences)) < len(settings.precedences) else ""


def open_sign_up(settings: Settings) -> str:
    return "" if settings.pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] else "anybody may sign up"


def recovery_by_sms(settings: Settings) -> str:
    ways = {way["Name"] for way in settings.pool.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", ())}
    return f"an account is recovered by {ways or 'whatever'}" if "verified_phone_number" in ways or not ways else ""


def verification_by_sms(settings: Settings) -> str:
    by_phone = "phone_number" in settings.pool.get("AutoVerifiedAttributes", ())
    return "whoever signs up has SMS sent to any number" if by_phone and open_sign_up(settings) else ""


def sms_deputy(settings: Settings) -> str:
    """Only Cognito calls as Cognito, so the judges of tests/trust say what it could be made to do."""
    sms, account = settings.pool["SmsConfiguration"], settings.pool["Arn"].split(":")[4]
    (role,) = (each for each in settings.roles if each["Arn"] == sms["SnsCallerArn"])
    return _judged(role["AssumeRolePolicyDocument"], sms_sender(sms["ExternalId"], account))


def trigger_deputy(settings: Settings) -> str:
    arn = settings.pool["Arn"]
    invoker = for_pool(arn, arn.split(":")[4], action="lambda:InvokeFunction", resource=settings.trigger)
    return _judged(settings.trigger_policy, invoker)


def irrevocable_tokens(settings: Settings) -> str:
    lasting = [name for name, client in settings.clients.items() if not client.get("EnableTokenRevocation")]
    return f"tokens of {lasting} can't be revoked" if lasting else ""


def lasting_tokens(settings: Settings) -> str:
    def validity(client: Described) -> timedelta:
        units = client.get("TokenValidityUnits", {}).get("RefreshToken", "days")
        return timedelta(**{units: client["RefreshTokenValidity"]})

    lasting = [name for name, client in settings.clients.items() if validity(client) > timedelta(days=30)]
    return f"tokens of {lasting} live for more than 30 days" if lasting else ""


def lasting_use(settings: Settings) -> str:
    """By what the template says: the emulator drops RefreshTokenRotation."""
    rotation = settings.written["other"].get("RefreshTokenRotation", {})
    return "" if rotation.get("Feature") == "ENABLED" else "a refresh token may be used again and again"


def unrotated_flow(settings: Settings) -> str:
    flows = settings.clients["other"]["ExplicitAuthFlows"]
    return "tokens need not be rotated" if "ALLOW_REFRESH_TOKEN_AUTH" in flows else ""


def password_alone(settings: Settings) -> str:
    return "" if settings.pool.get("MfaConfiguration") in ("ON", "OPTIONAL") else "nobody can have a second factor"


def unseen_spraying(settings: Settings) -> str:
    mode = settings.pool.get("UserPoolAddOns", {}).get("AdvancedSecurityMode")
    return "" if mode == "ENFORCED" else f"threat protection is {mode}"


def lasting_keys(settings: Settings) -> str:
    lasting = [role["RoleName"] for role in settings.roles if role["MaxSessionDuration"] > 3600]
    return f"keys of {lasting} live for more than an hour" if lasting else ""


def _judged(policy: Described, trustee: Trustee) -> str:
    (wrong,) = mistakes([Case(policy, trustee)])
    return str(wrong[0]) if wrong else ""
