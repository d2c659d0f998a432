from __future__ import annotations

from typing import Any

import pytest

from config.model.triggers import PreTokenGeneration, Trigger, Triggers
from ops.templates import resolve
from rendering import only, rendered
from stacks.constructs import triggers

CODE = "triggers/pre_sign_up"
POOL = "arn:aws:cognito-idp:eu-central-1:111111111111:userpool/eu-central-1_Example"
ELSEWHERE = "arn:aws:lambda:eu-central-1:999999999999:function:check"
OURS = "arn:aws:lambda:eu-central-1:111111111111:function:check"


def resources(config: Triggers, *, account: str | None = "111111111111") -> dict[str, Any]:
    def build(stack: Any) -> None:
        made = triggers.Triggers(stack, "Triggers", config=config, account=account, ephemeral=False, tags={"a": "b"})
        made.permit(POOL)

    return rendered(build)


def types(found: dict[str, Any]) -> list[str]:
    return sorted(each["Type"] for each in found.values())


def test_code_becomes_a_function_with_a_role_a_log_group_and_a_permission() -> None:
    assert types(resources(Triggers(pre_sign_up=Trigger(code=CODE)))) == [
        "AWS::IAM::Role",
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::Logs::LogGroup",
    ]


def test_only_this_pool_may_run_a_trigger() -> None:
    found = resources(Triggers(pre_sign_up=Trigger(code=CODE)))
    (function,) = (key for key, each in found.items() if each["Type"] == "AWS::Lambda::Function")
    assert only(found, "AWS::Lambda::Permission") == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Fn::GetAtt": [function, "Arn"]},
        "Principal": "cognito-idp.amazonaws.com",
        "SourceAccount": {"Ref": "AWS::AccountId"},
        "SourceArn": POOL,
    }


@pytest.mark.parametrize(
    ("arn", "account", "permitted"),
    [
        (OURS, "111111111111", True),
        (OURS.replace("111111111111", "${AWS::AccountId}"), None, True),
        (ELSEWHERE, "111111111111", False),
    ],
)
def test_a_function_that_exists_is_given_the_permission_if_it_is_of_this_account(
    arn: str, account: str | None, permitted: bool
) -> None:
    found = resources(Triggers(pre_sign_up=Trigger(arn=arn)), account=account)
    assert types(found) == (["AWS::Lambda::Permission"] if permitted else [])


def test_settings_reach_the_function() -> None:
    trigger = Trigger.model_validate_json(
        '{"code": "triggers/authentication", "handler": "index.after", "runtime": "nodejs22.x", "memory_size": 512,'
        ' "timeout": "3s", "environment": {"NAME": "x"}, "log_retention_days": 7, "policy":'
        ' [{"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:${AWS::Region}:1:parameter/x"}]}'
    )
    found = resources(Triggers(post_authentication=trigger))
    function = only(found, "AWS::Lambda::Function")
    names = ("Handler", "Runtime", "MemorySize", "Timeout", "Environment")
    assert [function[name] for name in names] == ["index.after", "nodejs22.x", 512, 3, {"Variables": {"NAME": "x"}}]
    assert function["LoggingConfig"]["LogFormat"] == "JSON"
    assert only(found, "AWS::Logs::LogGroup")["RetentionInDays"] == 7
    policy = resolve(only(found, "AWS::IAM::Role")["Policies"][0]["PolicyDocument"])
    assert [statement["Action"] for statement in policy["Statement"]] == [
        "ssm:GetParameter",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
    ]
    assert policy["Statement"][0]["Resource"] == "arn:aws:ssm:eu-central-1:1:parameter/x"


def test_senders_alone_get_a_key_and_may_decrypt_what_user_pools_of_this_region_encrypted() -> None:
    config = Triggers(pre_sign_up=Trigger(code=CODE), custom_sms_sender=Trigger(code="triggers/custom_sms_sender"))
    found = resources(config)
    assert found["CustomSenderKey"]["DeletionPolicy"] == "Retain"
    assert only(found, "AWS::KMS::Key")["EnableKeyRotation"] is True
    variables = {
        key: each["Properties"].get("Environment", {}).get("Variables")
        for key, each in found.items()
        if each["Type"] == "AWS::Lambda::Function"
    }
    assert list(variables.values()) == [None, {"KEY_ARN": {"Fn::GetAtt": ["CustomSenderKey", "Arn"]}}]
    decrypting = [
        statement
        for each in found.values()
        if each["Type"] == "AWS::IAM::Role"
        for statement in resolve(each["Properties"]["Policies"][0]["PolicyDocument"])["Statement"]
        if statement["Action"] == "kms:Decrypt"
    ]
    assert decrypting == [
        {
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": "CustomSenderKey.Arn",
            "Condition": {"StringLike": {"kms:EncryptionContext:userpool-id": "eu-central-1_*"}},
        }
    ]


def test_a_key_that_exists_is_used_and_none_is_made() -> None:
    key = "arn:aws:kms:eu-central-1:111111111111:key/1"
    found = resources(Triggers(custom_sms_sender=Trigger(code=CODE), kms_key_id=key))
    assert "AWS::KMS::Key" not in types(found)
    assert only(found, "AWS::Lambda::Function")["Environment"]["Variables"] == {"KEY_ARN": key}


def test_no_trigger_is_no_lambda_config() -> None:
    def build(stack: Any) -> None:
        made = triggers.Triggers(stack, "Triggers", config=Triggers(), account=None, ephemeral=False, tags={})
        made.permit(POOL)
        assert made.lambda_config is None

    assert rendered(build) == {}


def test_the_version_of_the_token_trigger_is_passed_on() -> None:
    """And the legacy key PreTokenGeneration, an alias, is left out."""

    def build(stack: Any) -> None:
        config = Triggers(pre_token_generation=PreTokenGeneration(arn=OURS, lambda_version="V3_0"))
        made = triggers.Triggers(stack, "Triggers", config=config, account=None, ephemeral=False, tags={})
        rendered_as = stack.resolve(made.lambda_config)
        assert rendered_as == {"preTokenGenerationConfig": {"lambdaArn": OURS, "lambdaVersion": "V3_0"}}

    rendered(build)
