"""The cloud the tests in this folder deploy to: an emulator of their own, and what they do with it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import loader
from ops.aws import Target
from ops.local.cdk import Cdk
from ops.local.emulator import ROOT, Emulator

REGION = "eu-central-1"
APP = ("app.py", "cdk.json", "config", "stacks", "custom_resources", "triggers", "environments", "assets")


@dataclass(frozen=True)
class Cloud:
    """An emulator that runs."""

    emulator: Emulator

    @property
    def endpoint(self) -> str:
        running = self.emulator.running()
        assert running, f"the emulator has ended, see {self.emulator.log}"
        return running.endpoint

    def session(self, region: str = REGION) -> Any:
        """A boto3 session: the account's root user."""
        return Target(region, self.endpoint).session()

    def cdk(self, app: Path = ROOT, region: str = REGION) -> Cdk:
        """The CDK CLI, run in the folder `app`."""
        return Cdk(self.emulator, Target(region, self.endpoint), app)

    def deploy(self, environment: str, app: Path = ROOT) -> dict[str, bool]:
        """Deploy one environment of `app`: stack name -> whether it changed. OpsError, with the reason, if it fails."""
        cdk = self.cdk(app, loader.load(environment, app / "environments").region)
        cdk.bootstrap(str)
        return cdk.deploy(environment, str)

    def destroy(self, environment: str, app: Path = ROOT) -> None:
        region = loader.load(environment, app / "environments").region
        self.cdk(app, region).run("destroy", "--all", "--force", "-c", f"env={environment}")


def copy_of_the_app(folder: Path) -> Path:
    """What `cdk deploy` needs, copied, so that a test can change the environments and the code."""
    for name in APP:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    return folder


def tiny_app(folder: Path, stacks: dict[str, dict[str, Any]]) -> Path:
    """An app, by the resources of its stacks, that needs neither synth nor bootstrap: to test the machinery with."""
    assembly = folder / "assembly"
    assembly.mkdir(parents=True, exist_ok=True)
    artifacts = {}
    for stack, resources in stacks.items():
        (assembly / f"{stack}.json").write_text(json.dumps({"Resources": resources}))
        artifacts[stack] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://000000000000/{REGION}",
            "properties": {"templateFile": f"{stack}.json"},
        }
    (assembly / "manifest.json").write_text(json.dumps({"version": "48.0.0", "artifacts": artifacts}))
    (folder / "cdk.json").write_text(json.dumps({"app": "assembly"}))
    return folder


def parameter(value: str, after: str | None = None, name: str = "/tiny") -> dict[str, Any]:
    made = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": name, "Type": "String", "Value": value}}
    return made | ({"DependsOn": after} if after else {})


def slow(seconds: float, *, fails_on: str = "") -> dict[str, Any]:
    """A custom resource, with its function, that takes its time, and may fail on one type of request."""
    code = f"""
import json, time, urllib.request
def handler(event, context):
    time.sleep(float(event["ResourceProperties"]["Seconds"]))
    answer = {{key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}}
    status = "FAILED" if event["RequestType"] == "{fails_on}" else "SUCCESS"
    answer |= {{"Status": status, "Reason": "as asked", "PhysicalResourceId": "slow"}}
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], json.dumps(answer).encode(), method="PUT"))
"""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    function = {"Code": {"ZipFile": code}, "Handler": "index.handler", "Runtime": "python3.13", "Timeout": 60}
    return {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]}},
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": function | {"Role": {"Fn::GetAtt": ["Role", "Arn"]}},
        },
        "Slow": {
            "Type": "Custom::Slow",
            "Properties": {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "Seconds": str(seconds)},
        },
    }
