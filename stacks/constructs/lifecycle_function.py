"""The only maker of a custom resource's Lambda function: one handler, and exactly the actions it calls."""

from __future__ import annotations

from aws_cdk import CfnResource

from constructs import Construct
from stacks.constructs import escape_hatch
from stacks.constructs.code_asset import Files
from stacks.constructs.lambda_function import LambdaFunction
from stacks.constructs.lifecycle_code import lifecycle_code
from stacks.constructs.role import Statement

TIMEOUT_SECONDS = 5 * 60
SERVICE_TIMEOUT_SECONDS = 6 * 60
"""When CloudFormation gives up on an answer: a little after the function itself has to."""


class LifecycleFunction(LambdaFunction):
    """The function behind one kind of custom resource."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        handler: str,
        description: str,
        grants: list[Statement],
        tags: dict[str, str],
        files: Files | None = None,
    ) -> None:
        """`files`: what the handler needs beside the code."""
        super().__init__(
            scope,
            construct_id,
            code={**lifecycle_code(), **(files or {})},
            handler=handler,
            runtime="python3.13",
            description=description,
            grants=grants,
            memory_mb=512,
            timeout_seconds=TIMEOUT_SECONDS,
            tags=tags,
        )
        # CloudFormation would have given up by the time of a retry: it could only leave an orphan.
        properties = {"FunctionName": self.function.ref, "Qualifier": "$LATEST", "MaximumRetryAttempts": 0}
        CfnResource(self, "NoRetry", type="AWS::Lambda::EventInvokeConfig", properties=properties)

    def resource(self, resource_type: str, logical_id: str, **properties: object) -> CfnResource:
        """A custom resource that this function answers for."""
        resource = CfnResource(
            self,
            logical_id,
            type=resource_type,
            properties={"ServiceToken": self.arn, "ServiceTimeout": SERVICE_TIMEOUT_SECONDS, **properties},
        )
        escape_hatch.pin_logical_id(
            resource, logical_id, reason="under another id CloudFormation would make it anew, then delete the old one"
        )
        return resource
