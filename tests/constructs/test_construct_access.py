from __future__ import annotations

import json
from typing import Any

import pytest

from config import roles
from config.model import Environment
from config.model.clients import Client
from config.model.environment import SeedUser
from config.model.groups import Group
from config.model.identity_pool import IdentityPool
from config.model.policy import Statement
from config.model.roles import Role, Trust
from config.model.sync import Sync
from config.names import Names
from custom_resources.user import resource as user
from rendering import only, rendered
from stacks.constructs import escape_hatch, group, identity_pool
from stacks.constructs.federated_role import FederatedRole
from stacks.constructs.published import publish
from stacks.constructs.seed_users import SeedUsers

READ = Statement(
    Sid="Read",
    Effect="Allow",
    Action=("s3:GetObject",),
    Resource=("arn:${AWS::Partition}:s3:::data-${AWS::AccountId}/${cognito-identity.amazonaws.com:sub}/*",),
    Condition={"StringEquals": {"aws:RequestedRegion": ("${AWS::Region}",)}},
)


AMR = {"user_pool": "cognito-idp.x.amazonaws.com/x_1", "google": "accounts.google.com"}


def meant(
    config: Role | None = None, *, identity: roles.Identity = "authenticated", tagged: bool = False
) -> roles.FederatedRole:
    return roles.FederatedRole("key", (), identity, "d", config or Role(), tags_sessions=tagged)


def role(*policy: Statement, identity: roles.Identity = "authenticated", tagged: bool = False, **more: Any) -> Any:
    config = meant(Role(policy=policy, **more), identity=identity, tagged=tagged)
    return only(
        rendered(
            lambda stack: FederatedRole(
                stack, "Role", config=config, identity_pool_id="eu-central-1:pool", amr_of_logins=AMR
            )
        ),
        "AWS::IAM::Role",
    )


@pytest.mark.parametrize("identity", ["authenticated", "unauthenticated"])
def test_trust_names_both_audience_and_authentication(identity: roles.Identity) -> None:
    (statement,) = role(identity=identity)["AssumeRolePolicyDocument"]["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-central-1:pool"},
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": identity},
        },
    }


def test_trust_allows_tags_where_sessions_carry_them() -> None:
    (statement,) = role(tagged=True)["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]


def test_further_conditions_only_add_to_the_trust() -> None:
    trust = Trust(logins=("google",), conditions={"StringEquals": {"aws:RequestTag/team": ("a", "b")}})
    (statement,) = role(trust=trust)["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == {
        "StringEquals": {
            "cognito-identity.amazonaws.com:aud": "eu-central-1:pool",
            "aws:RequestTag/team": ["a", "b"],
        },
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
        "ForAnyValue:StringEquals": {"cognito-identity.amazonaws.com:amr": ["accounts.google.com"]},
    }


def test_a_role_has_the_limits_of_its_config() -> None:
    made = role(
        permissions_boundary="arn:aws:iam::${AWS::AccountId}:policy/boundary",
        managed_policies=("arn:aws:iam::aws:policy/SecurityAudit",),
        max_session_duration="12h",
    )
    assert made["PermissionsBoundary"]["Fn::Join"][1][-1] == ":policy/boundary"
    assert (made["ManagedPolicyArns"], made["MaxSessionDuration"]) == (
        ["arn:aws:iam::aws:policy/SecurityAudit"],
        43200,
    )
    assert not {"PermissionsBoundary", "ManagedPolicyArns", "MaxSessionDuration"} & set(role())


def test_a_role_without_a_policy_may_do_nothing() -> None:
    assert "Policies" not in role()


def test_pseudo_parameters_are_filled_in_and_iam_variables_left_to_iam() -> None:
    (statement,) = role(READ)["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Resource"]["Fn::Join"][1] == [
        "arn:",
        {"Ref": "AWS::Partition"},
        ":s3:::data-",
        {"Ref": "AWS::AccountId"},
        "/${cognito-identity.amazonaws.com:sub}/*",
    ]
    assert statement["Condition"] == {"StringEquals": {"aws:RequestedRegion": {"Ref": "AWS::Region"}}}
    assert statement["Sid"] == "Read"


def pool(config: IdentityPool, *, by_group: bool = False, ephemeral: bool = False) -> dict[str, Any]:
    environment = Environment(
        name="test",
        region="eu-central-1",
        clients={"web": Client()},
        groups={"admins": Group(precedence=1)} if by_group else {},
        identity_pool=config,
    )

    def make(stack: Any) -> None:
        made = identity_pool.IdentityPool(
            stack,
            "IdentityPool",
            config=config,
            pool_roles=roles.roles(environment),
            name="gatehouse-test",
            user_pool=AMR["user_pool"],
            client_ids={"web": "client"},
            ephemeral=ephemeral,
            tags=TAGS,
        )
        made.attach_roles(roles.role_mappings(environment))

    return rendered(make)


def test_guests_and_the_classic_flow_are_off_by_default() -> None:
    resources = pool(IdentityPool())
    properties = resources["IdentityPool"]["Properties"]
    assert (properties["AllowUnauthenticatedIdentities"], properties["AllowClassicFlow"]) == (False, False)
    assert set(only(resources, "AWS::Cognito::IdentityPoolRoleAttachment")["Roles"]) == {"authenticated"}
    assert [key for key, value in resources.items() if value["Type"] == "AWS::IAM::Role" and "Guest" in key] == []


def test_a_disabled_user_gets_no_new_keys() -> None:
    (provider,) = pool(IdentityPool())["IdentityPool"]["Properties"]["CognitoIdentityProviders"]
    assert provider["ServerSideTokenCheck"] is True


def test_guests_have_a_role_of_their_own() -> None:
    roles = only(pool(IdentityPool(allow_unauthenticated_identities=True)), "AWS::Cognito::IdentityPoolRoleAttachment")[
        "Roles"
    ]
    assert roles["authenticated"] != roles["unauthenticated"]


def test_a_guests_role_holds_nothing_unless_granted() -> None:
    resources = pool(IdentityPool(allow_unauthenticated_identities=True))
    role = only(resources, "AWS::Cognito::IdentityPoolRoleAttachment")["Roles"]["unauthenticated"]["Fn::GetAtt"][0]
    assert not {"Policies", "ManagedPolicyArns"} & resources[role]["Properties"].keys()
    assert not [key for key, value in resources.items() if "Policy" in value["Type"]]


def test_the_role_mapping_has_literal_keys_and_the_login_as_a_value() -> None:
    attachment = only(
        pool(IdentityPool(ambiguous_role_resolution="Deny"), by_group=True), "AWS::Cognito::IdentityPoolRoleAttachment"
    )
    assert attachment["RoleMappings"] == {
        "web": {
            "Type": "Token",
            "AmbiguousRoleResolution": "Deny",
            "IdentityProvider": "cognito-idp.x.amazonaws.com/x_1:client",
        }
    }


def test_a_rule_gives_a_named_role_and_names_its_login() -> None:
    config = IdentityPool.model_validate(
        {
            "logins": {"google": "app"},
            "roles": {"auditor": {}},
            "role_mappings": {
                "google": {
                    "type": "Rules",
                    "rules": [{"claim": "hd", "match_type": "Equals", "value": "example.com", "role": "auditor"}],
                }
            },
        }
    )
    resources = pool(config)
    mapping = only(resources, "AWS::Cognito::IdentityPoolRoleAttachment")["RoleMappings"]["google"]
    (rule,) = mapping["RulesConfiguration"]["Rules"]
    assert (mapping["IdentityProvider"], mapping["AmbiguousRoleResolution"]) == ("accounts.google.com", "Deny")
    assert resources[rule["RoleARN"]["Fn::GetAtt"][0]]["Properties"]["Description"] == "Role auditor"


def test_the_secret_of_twitter_is_looked_up_by_cloudformation() -> None:
    secret = {"secret": "apps/twitter", "key": "secret", "version": "0" * 32}
    config = IdentityPool.model_validate({"logins": {"twitter": {"consumer_key": "key", "consumer_secret": secret}}})
    assert pool(config)["IdentityPool"]["Properties"]["SupportedLoginProviders"] == {
        "api.twitter.com": f"key;{{{{resolve:secretsmanager:apps/twitter:SecretString:secret::{'0' * 32}}}}}"
    }


def test_only_this_identity_pool_may_invoke_the_function_for_sync_events() -> None:
    function = "arn:aws:lambda:eu-central-1:111111111111:function:sync"
    resources = pool(IdentityPool(sync=Sync(sync_trigger=function)))
    permission = only(resources, "AWS::Lambda::Permission")
    assert (permission["FunctionName"], permission["Principal"]) == (function, "cognito-sync.amazonaws.com")
    assert permission["SourceArn"]["Fn::Join"][1][-1] == {"Ref": "IdentityPool"}
    assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert resources["IdentityPool"]["Properties"]["CognitoEvents"] == {"SyncTrigger": function}


def test_without_groups_no_role_is_mapped() -> None:
    assert "RoleMappings" not in only(pool(IdentityPool()), "AWS::Cognito::IdentityPoolRoleAttachment")


@pytest.mark.parametrize(("ephemeral", "policy"), [(False, "Retain"), (True, "Delete")])
def test_the_identity_pool_outlives_its_stack_unless_ephemeral(ephemeral: bool, policy: str) -> None:
    assert pool(IdentityPool(), ephemeral=ephemeral)["IdentityPool"]["DeletionPolicy"] == policy


def test_a_group_carries_the_role_its_members_receive() -> None:
    resources = rendered(
        lambda stack: group.Group(
            stack,
            "power-users",
            name="Admins_EU",
            config=Group(precedence=3),
            role=meant(),
            user_pool_id="p",
            identity_pool_id="i",
            amr_of_logins={},
            ephemeral=False,
        )
    )
    made = resources["GroupPowerUsers"]
    assert made["DeletionPolicy"] == "Retain"
    assert (made["Properties"]["GroupName"], made["Properties"]["Precedence"]) == ("Admins_EU", 3)
    assert made["Properties"]["RoleArn"]["Fn::GetAtt"][0] in resources


def seeded(*, ephemeral: bool = False, **users: SeedUser) -> dict[str, Any]:
    return rendered(
        lambda stack: SeedUsers(
            stack,
            "SeedUsers",
            config=users,
            group_names={"a": "a", "b": "Team_B"},
            names=Names("test"),
            user_pool_id="p",
            user_pool_arn="arn:aws:cognito-idp:x:1:userpool/p",
            ephemeral=ephemeral,
            tags=TAGS,
        )
    )


TAGS = {"team": "identity"}
TAGGED = [{"Key": "team", "Value": "identity"}]
ALICE = SeedUser(username="alice", attributes={"email": "a@example.com", "name": "Alice"}, groups=("b", "a"))
BOB = SeedUser(
    username="bob", attributes={"email": "b@example.com", "email_verified": True}, password_secret="teams/bob"
)


def test_a_seed_user_is_described_in_the_apis_own_words() -> None:
    properties = seeded(alice=ALICE)["SeedUserAlice"]["Properties"]
    assert properties["Username"] == "alice"
    assert properties["GroupNames"] == ["Team_B", "a"]
    assert properties["PasswordSecretId"] == {"Fn::GetAtt": ["SeedPasswordAlice", "Id"]}
    assert properties["ServiceTimeout"] == 360


def test_an_address_counts_as_unverified_unless_the_config_says_otherwise() -> None:
    resources = seeded(alice=ALICE, bob=BOB)
    flags = {
        key: {a["Name"]: a["Value"] for a in resources[key]["Properties"]["UserAttributes"]}["email_verified"]
        for key in ("SeedUserAlice", "SeedUserBob")
    }
    assert flags == {"SeedUserAlice": "false", "SeedUserBob": "true"}


def test_a_generated_password_is_long_and_outlives_its_stack() -> None:
    secret = seeded(alice=ALICE)["SeedPasswordAlice"]
    assert secret["DeletionPolicy"] == "Retain"
    generate = secret["Properties"]["GenerateSecretString"]
    assert generate["PasswordLength"] == 99
    assert json.loads(generate["SecretStringTemplate"]) == {"username": "alice"}


def test_the_function_may_do_what_its_core_declares_and_only_there() -> None:
    resources = seeded(alice=ALICE, bob=BOB)
    (role,) = [value for value in resources.values() if value["Type"] == "AWS::IAM::Role"]
    cognito, secrets, logs = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert set(cognito["Action"]) == set(user.COGNITO_ACTIONS)
    assert cognito["Resource"] == "arn:aws:cognito-idp:x:1:userpool/p"
    assert secrets["Action"] == ["secretsmanager:GetSecretValue"]
    named, generated = sorted(secrets["Resource"], key=lambda arn: "Fn::Join" not in arn)
    assert generated == {"Fn::GetAtt": ["SeedPasswordAlice", "Id"]}
    assert named["Fn::Join"][1][-1] == ":secret:teams/bob-??????"
    assert logs["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert "SeedUsersFunctionLogs3B052D56" in json.dumps(logs["Resource"])


def test_logs_are_kept_for_a_month() -> None:
    assert only(seeded(alice=ALICE), "AWS::Logs::LogGroup") == {"RetentionInDays": 30, "Tags": TAGGED}


def test_a_value_is_published_under_its_path_and_as_an_output() -> None:
    resources = rendered(lambda stack: publish(stack, "/gatehouse/test/clients/web/id", value="abc", tags=TAGS))
    assert resources["ClientsWebIdParameter"]["Properties"] == {
        "Name": "/gatehouse/test/clients/web/id",
        "Type": "String",
        "Value": "abc",
        "Tags": TAGS,
    }


def test_an_override_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        escape_hatch._demand(" ")
