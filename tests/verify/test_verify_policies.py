"""What a policy of an environment file grants, and which harmless call shows it."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest

from config.model.policy import Policy
from config.roles import roles
from ops.verify import policies, probes
from ops.verify.checks import groups
from ops.verify.clients import Keys
from ops.verify.outcome import DoesNotApply, Failed, NotProvable
from ops.verify.policies import Place
from ops.verify.probes import PROBES
from verify_deployments import answer, environment, refuse

PLACE = Place("dev", "aws", "eu-central-1", "111122223333", "eu-central-1_pool", "eu-central-1:pool", "eu-central-1:me")
PARAMETER = "arn:aws:ssm:eu-central-1:111122223333:parameter/gatehouse/dev/user-pool-arn"


def policy(*statements: dict[str, Any]) -> Policy:
    return environment(
        "e", {"identity_pool": {"authenticated_role": {"policy": list(statements)}}}
    ).identity_pool.authenticated_role.policy


def allow(action: str, *resources: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": list(resources)} | more


def granted(action: str, *statements: dict[str, Any], own: bool = False, wildcards: bool = True) -> list[str]:
    return list(policies.granted(policy(*statements), action, PLACE, own=own, wildcards=wildcards))


@pytest.mark.parametrize(
    ("statement", "arns"),
    [
        (
            allow("ssm:GetParameter", "arn:aws:ssm:eu-central-1:1:parameter/a"),
            ["arn:aws:ssm:eu-central-1:1:parameter/a"],
        ),
        (
            allow("ssm:Get*", "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/gatehouse/*"),
            [PARAMETER],
        ),
        (allow("ssm:getparameter", "*"), [PARAMETER]),
        (
            allow("ssm:GetParameter", "arn:aws:ssm:eu-central-1:1:parameter/a/*"),
            ["arn:aws:ssm:eu-central-1:1:parameter/a/verify"],
        ),
        (allow("ssm:GetParameter", "arn:aws:ssm:eu-central-1:1:parameter/${aws:username}"), []),
        (allow("ssm:GetParameter", "*", Condition={"Bool": {"aws:SecureTransport": "true"}}), []),
        (allow("s3:GetObject", "*"), []),
    ],
)
def test_grants_what_is_sure(statement: dict[str, Any], arns: list[str]) -> None:
    assert granted("ssm:GetParameter", statement) == arns


def test_grants_nothing_that_another_statement_denies() -> None:
    deny = {"Effect": "Deny", "Action": "ssm:*", "Resource": "arn:aws:ssm:*:*:parameter/gatehouse/*"}
    assert granted("ssm:GetParameter", allow("ssm:GetParameter", "*"), deny) == []


def test_what_is_one_users_own_is_told_from_what_is_nobodys() -> None:
    statement = allow("s3:GetObject", "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/*", "arn:aws:s3:::b/all/*")
    assert granted("s3:GetObject", statement) == ["arn:aws:s3:::b/all/verify"]
    assert granted("s3:GetObject", statement, own=True) == ["arn:aws:s3:::b/eu-central-1:me/verify"]


def test_a_resource_is_invented_only_where_its_absence_shows_something() -> None:
    assert granted("s3:ListBucket", allow("s3:ListBucket", "arn:aws:s3:::b-*"), wildcards=False) == []


@pytest.mark.parametrize(
    ("statement", "may"),
    [
        (allow("ssm:*", "*"), True),
        (allow("ssm:GetParameter", "arn:aws:ssm:${AWS::Region}:*:parameter/gatehouse/*"), True),
        (allow("ssm:GetParameter", "*", Condition={"Bool": {"aws:SecureTransport": "true"}}), True),
        (allow("ssm:GetParameter", "arn:aws:ssm:eu-central-1:111122223333:parameter/gatehouse/dev/issuer"), False),
        (allow("ssm:PutParameter", "*"), False),
    ],
)
def test_a_call_counts_as_forbidden_only_if_no_statement_could_grant_it(statement: dict[str, Any], may: bool) -> None:
    assert policies.may_grant(policy(statement), "ssm:GetParameter", PARAMETER) is may


class Service:
    """Notes what it is asked, and answers."""

    def __init__(self, reply: Any) -> None:
        self.reply = reply
        self.asked: list[Any] = []

    def __getattr__(self, operation: str) -> Any:
        def call(**asked: Any) -> Any:
            self.asked.append((operation, asked))
            return self.reply(**asked)

        return call


@pytest.mark.parametrize(
    ("action", "arn", "operation", "asked"),
    [
        ("ssm:GetParameter", "arn:aws:ssm:r:1:parameter/a/b", "get_parameter", {"Name": "/a/b"}),
        ("ssm:GetParameter", "arn:aws:ssm:r:1:parameter/a", "get_parameter", {"Name": "a"}),
        ("s3:ListBucket", "arn:aws:s3:::b", "list_objects_v2", {"Bucket": "b", "MaxKeys": 1}),
        ("s3:GetObject", "arn:aws:s3:::b/k/l", "get_object", {"Bucket": "b", "Key": "k/l"}),
        (
            "dynamodb:GetItem",
            "arn:aws:dynamodb:r:1:table/t",
            "get_item",
            {"TableName": "t", "Key": {"verify": {"S": "verify"}}},
        ),
        (
            "lambda:InvokeFunction",
            "arn:aws:lambda:r:1:function:f",
            "invoke",
            {"FunctionName": "f", "InvocationType": "DryRun"},
        ),
        (
            "cognito-idp:DescribeUserPool",
            "arn:aws:cognito-idp:r:1:userpool/p",
            "describe_user_pool",
            {"UserPoolId": "p"},
        ),
        (
            "cognito-sync:ListDatasets",
            "arn:aws:cognito-sync:r:1:identitypool/p/identity/i/dataset/*",
            "list_datasets",
            {"IdentityPoolId": "p", "IdentityId": "i"},
        ),
    ],
)
def test_each_probe_makes_the_call_of_its_action(action: str, arn: str, operation: str, asked: dict[str, Any]) -> None:
    service = Service(answer())
    probe = next(probe for probe in PROBES if probe.action == action)
    probe.call(lambda _: service, arn.split(":", 5)[5])
    assert service.asked == [(operation, asked)]


class Somewhere:
    """A world in which every service answers the same."""

    def __init__(self, reply: Any) -> None:
        self.aws = lambda *_: Service(reply)
        self.identity_id = "eu-central-1:me"
        self.environment = environment("dev")

    def place(self, _: str) -> Place:
        return PLACE


def somewhere(reply: Any) -> Any:
    return Somewhere(reply)


KEYS = Keys("eu-central-1:me", "", "", "")
BUCKET = allow("s3:GetObject", "arn:aws:s3:::b/*")


@pytest.mark.parametrize(
    ("statement", "reply", "ending", "says"),
    [
        (BUCKET, refuse("AccessDenied"), NotProvable, "the policy has no action that verify can try"),
        (BUCKET, refuse("NoSuchBucket"), Failed, "ended in NoSuchBucket"),
        (allow("kms:Decrypt", "*"), answer(), NotProvable, "the policy has no action that verify can try"),
        (
            allow("ssm:GetParameter", "*"),
            refuse("AccessDeniedException"),
            Failed,
            "is denied, and the policy grants it",
        ),
        (allow("ssm:GetParameter", "*"), refuse("ThrottlingException"), Failed, "ended in ThrottlingException"),
    ],
)
def test_a_call_counts_as_allowed_only_when_that_is_sure(
    statement: dict[str, Any], reply: Any, ending: type[Exception], says: str
) -> None:
    with pytest.raises(ending, match=says):
        probes.allowed(somewhere(reply), KEYS, policy(statement))


def test_an_object_that_is_not_there_shows_that_it_may_be_read() -> None:
    assert probes.allowed(somewhere(refuse("NoSuchKey")), KEYS, policy(BUCKET)) == "s3:GetObject on b/verify"


def test_only_an_access_error_counts_as_denied() -> None:
    with pytest.raises(Failed, match="ended in ThrottlingException"):
        probes.denied(somewhere(refuse("ThrottlingException")), KEYS, ())


def test_a_policy_that_may_grant_everything_leaves_nothing_to_be_denied() -> None:
    everything = allow("ssm:*", "*"), allow("iam:*", "*"), allow("cognito-idp:*", "*")
    with pytest.raises(NotProvable, match="may grant everything"):
        probes.denied(somewhere(answer()), KEYS, policy(*everything))


def test_an_empty_policy_has_nothing_to_allow() -> None:
    with pytest.raises(DoesNotApply):
        probes.allowed(somewhere(answer()), KEYS, ())


def test_another_users_own_that_can_be_read_is_a_failure() -> None:
    own = policy(
        allow("ssm:GetParameter", "arn:aws:ssm:eu-central-1:1:parameter/${cognito-identity.amazonaws.com:sub}/*")
    )
    with pytest.raises(Failed, match="which is another user's, is allowed"):
        probes.own_only(somewhere(answer()), KEYS, own)


def test_a_group_is_held_to_all_that_its_role_says_its_members_own_data_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = environment("e", {"groups": {"admins": {"precedence": 1, "own_data": {"s3": [{"bucket": "files"}]}}}})
    arn = "arn:aws:iam::111122223333:role/admins"
    caller = "arn:aws:sts::111122223333:assumed-role/admins/CognitoIdentityCredentials"
    world: Any = SimpleNamespace(
        environment=config,
        roles=dataclasses.replace(roles(config), groups={"admins": roles(config).groups["admins"]}),
        login="pool",
        identity_id=PLACE.identity_id,
        tokens=SimpleNamespace(id="token"),
        identities=Service(answer(Token="open id token")),
        outputs=SimpleNamespace(group_role_arn=lambda _: arn),
        keep_secret=lambda _: None,
        take_role=lambda *_: Keys("key", "id", "secret", "token"),
        aws=lambda *_: Service(answer(Arn=caller)),
    )
    for way in ("allowed", "denied"):
        monkeypatch.setattr(probes, way, lambda _, __, policy: policy[1].Condition["StringLike"]["s3:prefix"][0])
    own = "${cognito-identity.amazonaws.com:sub}/*"
    assert groups.group_roles(world) == f"admins: {own}; admins: not {own}"
