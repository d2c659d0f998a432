"""Triggers run: functions made from folders of the repository, by the real CDK CLI, while users sign in."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from cloud import REGION, Cloud
from config.names import Names

NAME = "triggered"
CONFIG: dict[str, Any] = {
    "account": "000000000000",
    "region": REGION,
    "ephemeral": True,
    "clients": {"web": {"auth_flows": ["ALLOW_CUSTOM_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]}},
    "triggers": {
        "define_auth_challenge": {"code": "triggers/custom_auth", "handler": "define.handler"},
        "create_auth_challenge": {"code": "triggers/custom_auth", "handler": "create.handler"},
        "verify_auth_challenge_response": {"code": "triggers/custom_auth", "handler": "verify.handler"},
        "pre_token_generation": {
            "code": "triggers/pre_token_generation",
            "lambda_version": "V2_0",
            "environment": {"CLAIM": "given_name"},
        },
    },
}


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))


def test_a_user_signs_in_by_a_challenge_of_ours_and_gets_a_claim_of_ours(cloud: Cloud, app: Path) -> None:
    (app / "environments" / f"{NAME}.yaml").write_text(json.dumps(CONFIG))
    cloud.deploy(NAME, app)
    session = cloud.session()
    cognito, ssm = session.client("cognito-idp"), session.client("ssm")
    pool, client = (
        ssm.get_parameter(Name=Names(NAME).parameter(name))["Parameter"]["Value"]
        for name in ("user-pool-id", "clients/web/id")
    )
    cognito.admin_create_user(
        UserPoolId=pool,
        Username="alice",
        UserAttributes=[{"Name": "given_name", "Value": "Alice"}],
        MessageAction="SUPPRESS",
    )
    cognito.admin_set_user_password(
        UserPoolId=pool, Username="alice", Password="Correct-horse-battery-1", Permanent=True
    )

    # A wrong answer is followed by another question; the right one by tokens.
    asked = cognito.initiate_auth(ClientId=client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "alice"})
    for right in (False, True):
        one, other = asked["ChallengeParameters"]["question"].split(" + ")
        asked = cognito.respond_to_auth_challenge(
            ClientId=client,
            ChallengeName=asked["ChallengeName"],
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": "alice", "ANSWER": str(int(one) + int(other)) if right else "0"},
        )
        assert ("AuthenticationResult" in asked) is right
    assert claims(asked["AuthenticationResult"]["AccessToken"])["given_name"] == "Alice"

    # What the code says is deployed anew, and nothing else.
    trigger = app / "triggers" / "pre_token_generation" / "index.py"
    trigger.write_text(trigger.read_text().replace('{name.removeprefix("custom:"): value}', "{'called': value}"))
    changed = cloud.deploy(NAME, app)
    assert [stack for stack, done in changed.items() if done] == [Names(NAME).user_pool_stack]
    signed_in = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "alice", "PASSWORD": "Correct-horse-battery-1"},
    )
    assert claims(signed_in["AuthenticationResult"]["AccessToken"])["called"] == "Alice"

    # The pool alone may run them.
    functions = session.client("lambda")
    for arn in cognito.describe_user_pool(UserPoolId=pool)["UserPool"]["LambdaConfig"].values():
        name = arn["LambdaArn"] if isinstance(arn, dict) else arn
        (statement,) = json.loads(functions.get_policy(FunctionName=name)["Policy"])["Statement"]
        assert statement["Condition"]["ArnLike"]["AWS:SourceArn"].endswith(f"userpool/{pool}")

    cloud.destroy(NAME, app)
    assert [
        each["FunctionName"] for each in functions.list_functions()["Functions"] if NAME in each["FunctionName"]
    ] == []
