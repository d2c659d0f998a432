"""Attacks that are done to a deployed environment. Each tries one thing, and says how that ended."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import jwt
from botocore.exceptions import ClientError

from victim import PASSWORD, Ending, Victim, tried

NOT_AUTHORIZED = "NotAuthorizedException"
MADE_UP = "e30.e30.e30"


def own_role(victim: Victim) -> Ending:
    change = [{"Name": "custom:role", "Value": "admin"}]
    token = victim.tokens()["AccessToken"]
    write = partial(victim.client("cognito-idp").update_user_attributes, AccessToken=token, UserAttributes=change)
    return tried("wrote custom:role", write, NOT_AUTHORIZED)


def own_address(victim: Victim) -> Ending:
    """Takes the address of somebody else, and goes by it before anybody has asked there."""
    cognito, thief = victim.client("cognito-idp"), victim.make_user(victim.pool_id, f"{uuid4()}@example.com")
    token = victim.sign_in(thief)["AccessToken"]
    stolen = {"Name": "email", "Value": "alice@example.com"}
    cognito.update_user_attributes(AccessToken=token, UserAttributes=[stolen])
    goes_by = stolen in cognito.get_user(AccessToken=token)["UserAttributes"]
    return Ending(goes_by, "goes by alice's address" if goes_by else "goes by the old one until alice confirms")


def twin(victim: Victim) -> Ending:
    """Takes a name that is somebody else's but for its case."""
    name = "ALICE@example.com"
    ending = tried("is ALICE@", partial(victim.make_user, victim.pool_id, name), "UsernameExistsException")
    if ending.won:
        victim.client("cognito-idp").admin_delete_user(UserPoolId=victim.pool_id, Username=name)
    return ending


def guest_token(victim: Victim) -> str:
    return str(victim.client("cognito-identity").get_open_id_token(**victim.identity())["Token"])


def token_of_mallorys_pool(victim: Victim) -> str:
    """That of somebody who signed in to the attacker's own identity pool."""
    identities, cognito = victim.client("cognito-identity"), victim.client("cognito-idp")
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
    return str(identities.get_open_id_token(IdentityId=identity, Logins=logins)["Token"])


def forged_token(victim: Victim) -> str:
    """Right in everything but the signature."""
    claims = {"iss": "https://cognito-identity.amazonaws.com", "aud": victim.identity_pool_id, "amr": ["authenticated"]}
    return jwt.encode(claims, "a key of mallory's own, and nobody else's", "HS256")


def role_by(token: Any, role: str, victim: Victim) -> Ending:
    """The classic flow: whoever has a token names a role."""
    take = partial(victim.take_role, victim.value(role), token(victim) if callable(token) else token)
    return tried(f"took the role {role}", take, "AccessDenied", "InvalidIdentityToken")


def keys_for_nobody(victim: Victim) -> Ending:
    receive = partial(victim.client("cognito-identity").get_credentials_for_identity, **victim.identity())
    return tried("keys without signing in", receive, NOT_AUTHORIZED)


def users_listed_by_nobody(victim: Victim) -> Ending:
    keys = victim.client("cognito-identity").get_credentials_for_identity(**victim.identity())["Credentials"]
    cognito = victim.session.client(
        "cognito-idp",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretKey"],
        aws_session_token=keys["SessionToken"],
    )
    return tried(
        "read who the users are", partial(cognito.list_users, UserPoolId=victim.pool_id), "AccessDeniedException"
    )


def role_of_choice(victim: Victim) -> Ending:
    identity = victim.identity(victim.tokens()["IdToken"])
    asked = {**identity, "CustomRoleArn": victim.value("groups/admins/role-arn")}
    receive = partial(victim.client("cognito-identity").get_credentials_for_identity, **asked)
    return tried("keys for the role of a group", receive, NOT_AUTHORIZED)


def uninvited(victim: Victim) -> Ending:
    newcomer = {"Username": f"{uuid4()}@example.com", "Password": PASSWORD}
    asked = {"ClientId": victim.client_id(), "UserAttributes": [{"Name": "email", "Value": newcomer["Username"]}]}
    sign_up = partial(victim.client("cognito-idp").sign_up, **asked, **newcomer)
    return tried("signed up", sign_up, NOT_AUTHORIZED)


def enumeration(victim: Victim) -> Ending:
    def answer(username: str) -> str:
        try:
            victim.sign_in(username, "not the password")
        except ClientError as error:
            return str(error.response["Error"])
        return "signed in"

    known, unknown = answer("alice@example.com"), answer("nobody@example.com")
    return Ending(known != unknown, f"an unknown user is answered {unknown}, a known one {known}")


def sms_to_a_user(victim: Victim) -> Ending:
    """Costs the attacker a name and the owner an SMS, as often as one likes."""
    asked = {"ClientId": victim.client_id(), "Username": victim.mallory}
    sent = victim.client("cognito-idp").forgot_password(**asked)["CodeDeliveryDetails"]["DeliveryMedium"]
    return Ending(sent == "SMS", f"Cognito sends by {sent}")


def revoked_token(victim: Victim) -> Ending:
    """Uses a refresh token that its owner has revoked."""
    cognito, client_id = victim.client("cognito-idp"), victim.client_id()
    token = victim.sign_in()["RefreshToken"]
    cognito.revoke_token(ClientId=client_id, Token=token)
    asked = {"ClientId": client_id, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": token}}
    return tried("tokens by a revoked token", partial(cognito.initiate_auth, **asked), NOT_AUTHORIZED)


def used_token(victim: Victim) -> Ending:
    """Uses a refresh token that its owner has used, at a client that rotates them."""
    token = victim.tokens("other")["RefreshToken"]
    use = partial(
        victim.client("cognito-idp").get_tokens_from_refresh_token,
        ClientId=victim.client_id("other"),
        RefreshToken=token,
    )
    use()
    return tried("tokens by a used token", use, NOT_AUTHORIZED, "RefreshTokenReuseException")


def spraying(victim: Victim) -> Ending:
    """Many passwords in the clear, which SRP would make slow and threat protection can't see."""
    parameters = {"USERNAME": victim.mallory, "PASSWORD": PASSWORD}
    asked = {"ClientId": victim.client_id(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    start = partial(victim.client("cognito-idp").initiate_auth, **asked)
    return tried("a password was enough, and sent in the clear", start, "InvalidParameterException")


def redirect(to: str, response_type: str, victim: Victim) -> Ending:
    app = "https://app.example.com/callback"
    assert victim.authorize("", redirect_uri=app, response_type="code").won, "the app itself can't sign in"
    return victim.authorize(f"{response_type} at {to}", redirect_uri=to, response_type=response_type)


def token_as_login(token: Any, victim: Victim) -> Ending:
    take = partial(victim.identity, token(victim) if callable(token) else token)
    return tried("an identity", take, NOT_AUTHORIZED)


def keys_after_the_end(victim: Victim) -> Ending:
    leaver = victim.make_user(victim.pool_id, f"{uuid4()}@example.com")
    identity = victim.identity(victim.sign_in(leaver)["IdToken"])
    victim.client("cognito-idp").admin_disable_user(UserPoolId=victim.pool_id, Username=leaver)
    receive = partial(victim.client("cognito-identity").get_credentials_for_identity, **identity)
    return tried("keys for a user who is disabled", receive, NOT_AUTHORIZED)
