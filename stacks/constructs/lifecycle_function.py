"""The only maker of a custom resource's Lambda function: one handler, exactly the actions it calls, own logs."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs

from constructs import Construct
from stacks.constructs import pseudo
from stacks.constructs.lifecycle_asset import staged_asset

TIMEOUT = Duration.minutes(5)
SERVICE_TIMEOUT = Duration.minutes(6)
"""When CloudFormation gives up on an answer: a little after the function itself has to."""


class LifecycleFunction(Construct):
    """The function behind one kind of custom resource."""

    def __init__(
        self, scope: Construct, construct_id: str, *, handler: str, description: str, grants: list[iam.PolicyStatement]
    ) -> None:
        super().__init__(scope, construct_id)
        log_group = logs.LogGroup(
            self, "Logs", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
        role = iam.Role(
            self,
            "Role",
            description=description,
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={
                "Actions": iam.PolicyDocument(
                    statements=[
                        *grants,
                        iam.PolicyStatement(
                            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                            resources=[
                                f"arn:{pseudo.PARTITION}:logs:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:log-group:{log_group.log_group_name}:*"
                            ],
                        ),
                    ]
                )
            },
        )
        function = lambda_.Function(
            self,
            "Function",
            description=description,
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=handler,
            code=lambda_.Code.from_asset(staged_asset()),
            role=role.without_policy_updates(),
            log_group=log_group,
            memory_size=512,
            timeout=TIMEOUT,
            retry_attempts=0,  # CloudFormation would have given up by then: a retry could only leave an orphan
        )
        self.service_token = function.function_arn
