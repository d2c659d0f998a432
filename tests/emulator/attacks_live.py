"""Attacks that are done to a deployed environment. Each says what it won, or nothing where it was refused."""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from victim import PASSWORD, Victim, refused

NOT_AUTHORIZED = "NotAuthorizedException"


def own_role(victim: Victim) -> str:
    change = [{"Name": "custom:role", "Value": "admin"}]
    token = victim.sign_in()["AccessToken"]
    write = partial(victim.client("cognito-idp").update_user_attributes, AccessToken=token, UserAttributes=change)
    return "" if refused(write, NOT_AUTHORIZED) else "wrote custom:role"


def own_address(victim: Victim) -> str:
    """Takes the address of somebody else, and goes by it before anybody has asked there."""
    cognito, thief = victim.client("cognito-idp"), victim.make_user(victim.pool_id, f"{uuid4()}@example.com")
    token = victim.sign_in(thief)["AccessToken"]
    stolen = {"Name": "email", "Value": "alice@example.com"}
    cognito.update_user_attributes(AccessToken=token, UserAttributes=[stolen])
    return "goes by alice's address" if stolen in cognito.get_user(AccessToken=token)["UserAttributes"] else ""


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


def role_of_choice(victim: Victim) -> str:
    identity = victim.identity(victim.sign_in()["IdToken"])
    asked = {**identity, "CustomRoleArn": victim.value("groups/admins/role-arn")}
    receive = partial(victim.client("cognito-identity").get_credentials_for_identity, **asked)
    return "" if refused(receive, NOT_AUTHORIZED) else "asked for the role of a group, and was not refused"


def uninvited(victim: Victim) -> str:
    newcomer = {"Username": f"{uuid4()}@example.com", "Password": PASSWORD}
    asked = {"ClientId": victim.client_id(), "UserAttributes": [{"Name": "email", "Value": newcomer["Username"]}]}
    sign_up = partial(victim.client("cognito-idp").sign_up, **asked, **newcomer)
    return "" if refused(sign_up, NOT_AUTHORIZED) else "signed up"


def enumeration(victim: Victim) -> str:
    def answer(username: str) -> str:
        try:
            victim.sign_in(username, "not the password")
        except ClientError as error:
            return str(error.response["Error"])
        return "signed in"

    known, unknown = answer("alice@example.com"), answer("nobody@example.com")
    return "" if known == unknown else f"an unknown user is answered {unknown}"


def sms_to_a_user(victim: Victim) -> str:
    """Costs the attacker a name and the owner an SMS, as often as one likes."""
    asked = {"ClientId": victim.client_id(), "Username": victim.mallory}
    sent = victim.client("cognito-idp").forgot_password(**asked)["CodeDeliveryDetails"]["DeliveryMedium"]
    return "Cognito sends an SMS" if sent == "SMS" else ""


def token_used_after_all(victim: Victim) -> str:
    """Uses a refresh token that its owner has revoked."""
    cognito, client_id = victim.client("cognito-idp"), victim.client_id()
    token = victim.sign_in()["RefreshToken"]
    cognito.revoke_token(ClientId=client_id, Token=token)
    asked = {"ClientId": client_id, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": token}}
    return "" if refused(partial(cognito.initiate_auth, **asked), NOT_AUTHORIZED) else "tokens by a revoked token"


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
