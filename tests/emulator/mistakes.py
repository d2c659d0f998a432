"""What may be wrong with a deployed environment, made by hand one after the other: the environment file can't even
express most of it. Each opens parts of attacks (attacks.py), by name."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from settings import Settings
from tampering import attach, change_client, change_identity_pool, change_pool, let, trust
from victim import Victim

Make = Callable[[Victim, Settings], None]


@dataclass(frozen=True)
class Mistake:
    make: Make
    opens: tuple[str, ...]

    def __str__(self) -> str:
        return self.make.__name__.replace("_", " ")


MISTAKES: list[Mistake] = []
"""In the order in which they are made: a later one may need an earlier one."""


def opens(*parts: str) -> Callable[[Make], None]:
    return lambda make: MISTAKES.append(Mistake(make, parts))


@opens("S1 own role raised: may be written")
def apps_may_write_the_role(victim: Victim, _: Settings) -> None:
    change_client(victim, WriteAttributes=["email", "custom:role"])


@opens("S1 own role raised: whatever is not named may be written", "S14 secrets lying about: a client's")
def a_client_by_cognitos_defaults_and_with_a_secret(victim: Victim, _: Settings) -> None:
    asked = {"UserPoolId": victim.pool_id, "ClientName": "late", "GenerateSecret": True, "EnableTokenRevocation": True}
    victim.client("cognito-idp").create_user_pool_client(**asked)


@opens("S2 somebody taken for another: addresses count unverified")
def addresses_count_at_once(victim: Victim, _: Settings) -> None:
    change_pool(victim, UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": []})


@opens("S2 somebody taken for another: names have case")
def names_with_case(victim: Victim, _: Settings) -> None:
    """In what is described: no pool that stands can be changed so."""
    operation = victim.client("cognito-idp").meta.service_model.operation_model("UpdateUserPool")
    assert "UsernameConfiguration" not in operation.input_shape.members, "change the pool, then"

    def alter(described: Settings) -> None:
        described.pool["UsernameConfiguration"] = {"CaseSensitive": True}

    victim.alterations.append(alter)


@opens("S6 uninvited: may sign up")
def anybody_may_sign_up(victim: Victim, _: Settings) -> None:
    change_pool(victim, AdminCreateUserConfig={"AllowAdminCreateUserOnly": False})


@opens("S2 somebody taken for another: addresses are never verified", "S8 SMS pumped: to whoever signs up")
def phone_numbers_are_verified_instead_of_addresses(victim: Victim, _: Settings) -> None:
    change_pool(victim, AutoVerifiedAttributes=["phone_number"])


@opens("S8 SMS pumped: to recover an account")
def accounts_are_recovered_by_phone(victim: Victim, _: Settings) -> None:
    change_pool(
        victim, AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]}
    )


@opens(
    "S3 role confusion: a guest takes the role of users",
    "S3 role confusion: a guest takes that of a group",
    "S3 role confusion: another pool's user does",
    "S3 role confusion: and that of a group",
)
def trusts_without_aud_and_amr(victim: Victim, settings: Settings) -> None:
    trust(victim, settings, {"Federated": "cognito-identity.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity")


@opens("S9 a confused deputy: of SMS")
def sms_for_any_pool(victim: Victim, settings: Settings) -> None:
    trust(victim, settings, {"Service": "cognito-idp.amazonaws.com"}, "sts:AssumeRole")


@opens("S9 a confused deputy: of the trigger")
def triggers_for_any_pool(victim: Victim, settings: Settings) -> None:
    functions = victim.client("lambda")
    (permission,) = settings.trigger_policy["Statement"]
    functions.remove_permission(FunctionName=settings.trigger, StatementId=permission["Sid"])
    anybody = {"Action": "lambda:InvokeFunction", "Principal": "cognito-idp.amazonaws.com"}
    functions.add_permission(FunctionName=settings.trigger, StatementId="any", **anybody)


@opens("S4 keys for nobody: guests are let in")
def guests(victim: Victim, settings: Settings) -> None:
    change_identity_pool(victim, settings, AllowUnauthenticatedIdentities=True)


@opens("S4 keys for nobody: whoever has a token picks the role")
def the_classic_flow(victim: Victim, settings: Settings) -> None:
    change_identity_pool(victim, settings, AllowClassicFlow=True)


@opens("S4 keys for nobody: and of use", "S4 keys for nobody: guests' role holds something")
def a_role_for_guests_that_nobody_granted_anything(victim: Victim, settings: Settings) -> None:
    iam, name = victim.client("iam"), f"{victim.names.identity_pool_stack}-guests"
    anybody = let(Principal={"Federated": "cognito-identity.amazonaws.com"}, Action="sts:AssumeRoleWithWebIdentity")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=anybody)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="Guests", PolicyDocument=let(Action="cognito-idp:*", Resource="*"))
    attach(victim, settings, Roles=settings.attachment["Roles"] | {"unauthenticated": role})


@opens("S5 a richer role: in no group, or two")
def ambiguity_gives_the_authenticated_role(victim: Victim, settings: Settings) -> None:
    mappings = settings.attachment["RoleMappings"].items()
    loose = {name: mapping | {"AmbiguousRoleResolution": "AuthenticatedRole"} for name, mapping in mappings}
    attach(victim, settings, RoleMappings=loose)


@opens("S5 a richer role: not by the token")
def a_login_without_a_mapping_by_token(victim: Victim, settings: Settings) -> None:
    attach(victim, settings, RoleMappings=settings.attachment["RoleMappings"] | {"other": {"Type": "Rules"}})


@opens("S5 a richer role: two groups with one precedence")
def groups_with_one_precedence(victim: Victim, settings: Settings) -> None:
    twin = {"GroupName": "twins", "Precedence": settings.precedences[0]}
    victim.client("cognito-idp").create_group(UserPoolId=victim.pool_id, **twin)


@opens("S7 users enumerated")
def unknown_users_are_told_apart(victim: Victim, _: Settings) -> None:
    change_client(victim, PreventUserExistenceErrors="LEGACY")


@opens("S10 a stolen refresh token: can't be revoked")
def irrevocable_tokens(victim: Victim, _: Settings) -> None:
    change_client(victim, EnableTokenRevocation=False)


@opens("S10 a stolen refresh token: lives long")
def tokens_for_ten_years(victim: Victim, _: Settings) -> None:
    change_client(victim, RefreshTokenValidity=3650, TokenValidityUnits={"RefreshToken": "days"})


@opens("S10 a stolen refresh token: is not rotated")
def tokens_are_not_rotated(victim: Victim, settings: Settings) -> None:
    """In what the template says: the emulator has nothing that could be changed."""
    assert "RefreshTokenRotation" not in settings.clients["other"], "it has: change the client, and judge that"

    def alter(described: Settings) -> None:
        described.written["other"].pop("RefreshTokenRotation")

    victim.alterations.append(alter)


@opens("S10 a stolen refresh token: need not be rotated", "S11 passwords sprayed: in the clear")
def more_flows(victim: Victim, _: Settings) -> None:
    change_client(victim, "other", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
    flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    change_client(victim, ExplicitAuthFlows=flows)


@opens("S11 passwords sprayed: no second factor")
def no_second_factor(victim: Victim, _: Settings) -> None:
    change_pool(victim, MfaConfiguration="OFF")


@opens("S11 passwords sprayed: nobody sees it")
def no_threat_protection(victim: Victim, _: Settings) -> None:
    change_pool(victim, UserPoolAddOns={"AdvancedSecurityMode": "OFF"})


@opens(
    "S12 an open redirect: of the code, in the clear",
    "S12 an open redirect: of the code, to anybody",
    "S12 an open redirect: any subdomain",
)
def callbacks_to_anybody(victim: Victim, _: Settings) -> None:
    own = "https://app.example.com/callback"
    others = [own.replace("https", "http"), "https://mallory.example/", "https://*.example.com/callback"]
    change_client(victim, CallbackURLs=[own, *others])


@opens("S12 an open redirect: tokens may stand there")
def implicit_grants(victim: Victim, _: Settings) -> None:
    change_client(victim, AllowedOAuthFlows=["code", "implicit"])


@opens("S13 tokens mixed up: another app's", "S15 keys after the end: nobody asks the user pool")
def any_app_is_a_login_and_nobody_asks(victim: Victim, settings: Settings) -> None:
    provider = settings.identity_pool["CognitoIdentityProviders"][0]["ProviderName"]
    apps = [{"ProviderName": provider, "ClientId": victim.client_id(name)} for name in ("web", "other")]
    change_identity_pool(
        victim, settings, CognitoIdentityProviders=[app | {"ServerSideTokenCheck": False} for app in apps]
    )


@opens("S14 secrets lying about: in a template", "S14 secrets lying about: in an output")
def a_stack_that_tells(victim: Victim, _: Settings) -> None:
    told = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": victim.seed_password}}
    template = {"Resources": {"Told": told}, "Outputs": {"Told": {"Value": victim.seed_password}}}
    cloudformation = victim.client("cloudformation")
    cloudformation.create_stack(StackName="helpful", TemplateBody=json.dumps(template))
    cloudformation.get_waiter("stack_create_complete").wait(StackName="helpful", WaiterConfig={"Delay": 1})


@opens("S14 secrets lying about: in a parameter")
def a_parameter_that_tells(victim: Victim, _: Settings) -> None:
    told = {"Value": f"alice has {victim.seed_password}", "Type": "String"}
    victim.client("ssm").put_parameter(Name=victim.names.parameter("helpful"), **told)


@opens("S14 secrets lying about: in a function's settings")
def a_function_that_is_told(victim: Victim, settings: Settings) -> None:
    told = {"Variables": {"ALICE": victim.seed_password}}
    victim.client("lambda").update_function_configuration(FunctionName=settings.trigger, Environment=told)


@opens("S14 secrets lying about: in a log")
def a_log_that_tells(victim: Victim, _: Settings) -> None:
    logs, log = victim.client("logs"), {"logGroupName": "/helpful", "logStreamName": "alice"}
    logs.create_log_group(logGroupName=log["logGroupName"])
    logs.create_log_stream(**log)
    event = {"timestamp": int(time.time() * 1000), "message": f"signed in with {victim.seed_password}"}
    logs.put_log_events(**log, logEvents=[event])


@opens("S15 keys after the end: for hours")
def keys_for_half_a_day(victim: Victim, settings: Settings) -> None:
    for role in settings.roles:
        victim.client("iam").update_role(RoleName=role["RoleName"], MaxSessionDuration=12 * 3600)
