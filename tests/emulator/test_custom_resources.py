"""Each custom resource on the emulator: those whose API it has live their lives there, through the real CDK CLI where
test_deployment.py doesn't show it; of the others it is known why not, and that they leave nothing when they fail."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CfnOutput, Environment, Stack

from cloud import REGION, Cloud
from config.names import Names
from custom_resources.published.resource import ACTIONS
from fake_cloudformation import Answers, event
from fake_lambda import faster, invoke
from golden_events import GOLDEN, RELEASES, handlers, logos
from ops.aws import LOCAL_ACCOUNT, Target
from ops.errors import OpsError
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code
from stacks.constructs.lifecycle_function import LifecycleFunction
from synthesis import CONTEXT

DEPLOYED = {
    "Custom::CognitoPublished": "here",
    "Custom::CognitoTokenExchange": "here",
    "Custom::CognitoUser": "test_deployment.py",
}
"""What the emulator has all of the API of -> where it is deployed."""
UNKNOWN = r"\w+: Unknown (Cognito IDP )?action: {} \(InvalidAction\); to mend it, .*"
DROPPED = r"UpdateUserPool was accepted, and {} did not become as written\. It was put back; to mend it, .*"
GAPS = {
    "Custom::CognitoAcrConfiguration": DROPPED.format(r"AcrConfiguration\S*(, AcrConfiguration\S*)*"),
    "Custom::CognitoClassicLogo": r"SetUICustomization was accepted, and the logo is not there or .*",
    "Custom::CognitoDynamicClientRegistration": DROPPED.format(r"DcrConfiguration\S*(, DcrConfiguration\S*)*"),
    "Custom::CognitoProvisionedLimit": UNKNOWN.format("GetProvisionedLimit"),
    "Custom::CognitoSessionConfiguration": UNKNOWN.format("GetUserPoolSessionConfiguration"),
    "Custom::CognitoTermsLinks": UNKNOWN.format("DescribeTerms"),
    "Custom::CognitoUserImport": UNKNOWN.format("ListUserImportJobs"),
    "Custom::SmsAccountSettings": UNKNOWN.format("GetSMSAttributes"),
}
"""What MiniStack 1.5.33 lacks or drops -> what is said of it. An entry that is no longer true fails."""


TEXTS = {
    "EmailVerificationMessage": "Code {####}",
    "EmailVerificationSubject": "Code",
    "SmsAuthenticationMessage": "Code {####}",
    "SmsVerificationMessage": "Code {####}",
}
"""Unset, the emulator describes them as empty, and nobody may send that."""


@pytest.fixture(scope="module")
def asset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asset")
    stage_files({**lifecycle_code(), **logos()}, folder)
    return folder


def test_each_type_is_deployed_or_known_to_be_missing() -> None:
    assert handlers().keys() == DEPLOYED.keys() | GAPS.keys()


@pytest.mark.parametrize("type_", GAPS)
def test_what_the_emulator_lacks_fails_as_known_and_leaves_nothing(type_: str, cloud: Cloud, asset: Path) -> None:
    cognito = cloud.session().client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="gaps", **TEXTS)["UserPool"]["Id"]
    domain = pool.replace("_", "-").lower()
    cognito.create_user_pool_domain(UserPoolId=pool, Domain=domain)
    before = standing(cloud, pool)
    properties = golden(type_) | {"UserPoolId": pool, "Domain": domain}
    answers = Answers()
    with answers.listening() as url:
        create = event("Create", properties, url=url) | {"ResourceType": type_}
        how: Any = {"asset": asset, "handler": handlers()[type_], "seconds": 300, "before": faster(10)}
        invoke(create, **how, **Target(REGION, cloud.endpoint).variables())
    (answer,) = answers.received
    assert answer["Status"] == "FAILED", f"the emulator has its API by now: deploy {type_} here"
    assert re.fullmatch(GAPS[type_], answer["Reason"])
    assert standing(cloud, pool) == before


def golden(type_: str) -> dict[str, Any]:
    file = GOLDEN / RELEASES[-1] / type_.removeprefix("Custom::") / "create.json"
    properties: dict[str, Any] = json.loads(file.read_text())["event"]["ResourceProperties"]
    return properties


def standing(cloud: Cloud, pool: str) -> Any:
    """The pool, and whatever says that an account has an owner."""
    session = cloud.session()
    found = session.client("cognito-idp").describe_user_pool(UserPoolId=pool)["UserPool"]
    del found["LastModifiedDate"]
    found["AdminCreateUserConfig"].pop("UnusedAccountValidityDays", None)  # no update may send it beside its successor
    parameters = session.client("ssm").describe_parameters()["Parameters"]
    return found | {"claims": [each["Name"] for each in parameters if each["Name"].startswith("/gatehouse-account/")]}


def reader(folder: Path, name: str) -> Path:
    """An app whose stack tells what eu-west-1 has published under `name`, as a replica's stack reads it."""
    app = App(outdir=str(folder / "assembly"), analytics_reporting=False, context=CONTEXT)
    stack = Stack(app, "reader", env=Environment(account=LOCAL_ACCOUNT, region=REGION))
    place = f"arn:aws:ssm:eu-west-1:{LOCAL_ACCOUNT}:parameter/published/*"
    grants = [{"Effect": "Allow", "Action": list(ACTIONS), "Resource": place}]
    handler = "custom_resources.published.handler.on_event"
    function = LifecycleFunction(stack, "Function", handler=handler, description="Reads", grants=grants, tags={})
    found = function.resource("Custom::CognitoPublished", "Found", Region="eu-west-1", Name=name)
    CfnOutput(stack, "Value", value=found.get_att("Value").to_string())
    app.synth()
    (folder / "cdk.json").write_text(json.dumps({"app": "assembly"}))
    return folder


def test_what_another_region_has_published_is_read_read_anew_rolled_back_and_left(cloud: Cloud, tmp_path: Path) -> None:
    publisher = cloud.session("eu-west-1").client("ssm")
    for name in ("one", "two"):
        publisher.put_parameter(Name=f"/published/{name}", Value=f"value {name}", Type="String")
    cloud.cdk().bootstrap(str)
    cloudformation = cloud.session().client("cloudformation")

    def deployed(name: str) -> tuple[str, str]:
        """The stack's status, and the value that it tells."""
        folder = tmp_path / name
        folder.mkdir()
        cloud.cdk(reader(folder, f"/published/{name}")).deploy("any", str)
        return told()

    def told() -> tuple[str, str]:
        (stack,) = cloudformation.describe_stacks(StackName="reader")["Stacks"]
        return stack["StackStatus"], stack["Outputs"][0]["OutputValue"]

    assert deployed("one") == ("CREATE_COMPLETE", "value one")
    assert deployed("two") == ("UPDATE_COMPLETE", "value two")
    with pytest.raises(OpsError, match="Custom::CognitoPublished"):
        deployed("none")
    assert told() == ("UPDATE_ROLLBACK_COMPLETE", "value two")
    cloud.cdk(tmp_path / "two").run("destroy", "--all", "--force")
    stacks = [stack["StackName"] for stack in cloudformation.describe_stacks()["Stacks"]]
    assert "reader" not in stacks
    assert publisher.get_parameter(Name="/published/two")["Parameter"]["Value"] == "value two"


def test_token_exchange_lives_beside_the_flows_that_cloudformation_writes(cloud: Cloud, app: Path) -> None:
    file, cognito = app / "environments" / "exchange.yaml", cloud.session().client("cognito-idp")
    ids: dict[str, str] = {}

    def deployed(*exchanges: str, **more: Any) -> set[str]:
        """The client's flows, as they are then."""
        flows = ["ALLOW_USER_SRP_AUTH", *(f"ALLOW_TOKEN_EXCHANGE_{each}" for each in exchanges)]
        account = {"extends": "base", "account": LOCAL_ACCOUNT, "region": REGION, "ephemeral": True}
        client = {"auth_flows": flows, "access_token_validity": more.pop("validity", "1h")}
        file.write_text(json.dumps(account | {"clients": {"agent": client}} | more))
        cloud.deploy("exchange", app)
        return told()

    def told() -> set[str]:
        for name, path in (("UserPoolId", "user-pool-id"), ("ClientId", "clients/agent/id")):
            parameter = cloud.session().client("ssm").get_parameter(Name=Names("exchange").parameter(path))
            ids[name] = parameter["Parameter"]["Value"]
        return {*cognito.describe_user_pool_client(**ids)["UserPoolClient"]["ExplicitAuthFlows"]}

    own = {"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
    delegation, impersonation = (f"ALLOW_TOKEN_EXCHANGE_{kind}" for kind in ("DELEGATION", "IMPERSONATION"))
    assert deployed("DELEGATION") == own | {delegation}
    # CloudFormation writes the client anew, without them.
    assert deployed("DELEGATION", "IMPERSONATION", validity="15m") == own | {delegation, impersonation}
    with pytest.raises(OpsError, match="Custom::CognitoProvisionedLimit"):
        deployed("DELEGATION", validity="30m", provisioned_limits={"UserAuthentication": 200})
    assert told() == own | {delegation, impersonation}
    assert deployed(validity="15m") == own
    cloud.destroy("exchange", app)
    with pytest.raises(cognito.exceptions.ResourceNotFoundException):
        cognito.describe_user_pool(UserPoolId=ids["UserPoolId"])
