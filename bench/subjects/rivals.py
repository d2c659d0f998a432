"""A custom resource as the CDK's own two ways make it. Prints, by way: how many functions one takes, and where their
code is staged, but for the code that is one's own."""

import json
from pathlib import Path
from typing import Any

from aws_cdk import App, Stack
from aws_cdk.aws_lambda import Code, Function, Runtime
from aws_cdk.custom_resources import (
    AwsCustomResource,
    AwsCustomResourcePolicy,
    AwsSdkCall,
    PhysicalResourceId,
    Provider,
)

app = App(analytics_reporting=False, builtin_cloud_formation_validation=False)

provider = Stack(app, "Provider")
own = Function(provider, "Own", code=Code.from_inline("x"), handler="index.x", runtime=Runtime.PYTHON_3_13)
Provider(provider, "Framework", on_event_handler=own)

single = Stack(app, "AwsCustomResource")
call = AwsSdkCall(
    service="CognitoIdentityServiceProvider",
    action="updateUserPool",
    parameters={"UserPoolId": "eu-central-1_Ab1"},
    physical_resource_id=PhysicalResourceId.of("pool"),
)
everywhere = AwsCustomResourcePolicy.from_sdk_calls(resources=AwsCustomResourcePolicy.ANY_RESOURCE)
AwsCustomResource(single, "Resource", on_update=call, policy=everywhere)

assembly = app.synth()
found: dict[str, Any] = {}
for name in ("Provider", "AwsCustomResource"):
    resources = assembly.get_stack_by_name(name).template["Resources"].values()
    functions = [resource for resource in resources if resource["Type"] == "AWS::Lambda::Function"]
    (key,) = [code["S3Key"] for code in (each["Properties"]["Code"] for each in functions) if "S3Key" in code]
    asset = Path(assembly.directory, f"asset.{key.removesuffix('.zip')}")
    found[name] = {"functions": len(functions), "code": str(asset)}
print(json.dumps(found))
