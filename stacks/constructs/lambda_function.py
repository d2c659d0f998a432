"""The only maker of a Lambda function: a role of its own, logs that end."""

from __future__ import annotations

from aws_cdk import RemovalPolicy

from constructs import Construct
from stacks.constructs import pseudo, untyped
from stacks.constructs.code_asset import Files, add_code
from stacks.constructs.role import Role, Statement


class LambdaFunction(Construct):
    """A function with exactly the permissions that it is given, and that to write into its own log group."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        code: Files,
        handler: str,
        runtime: str,
        description: str,
        grants: list[Statement],
        memory_mb: int,
        timeout_seconds: int,
        tags: dict[str, str],
        environment: dict[str, str] | None = None,
        log_retention_days: int = 30,
    ) -> None:
        """`grants`: statements of an identity policy."""
        super().__init__(scope, construct_id)
        self.description = description
        logs = untyped.resource(self, "Logs", "AWS::Logs::LogGroup", {"RetentionInDays": log_retention_days}, tags=tags)
        logs.apply_removal_policy(RemovalPolicy.DESTROY)
        self.log_group = logs.ref
        streams = f"arn:{pseudo.PARTITION}:logs:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:log-group:{self.log_group}:*"
        role = Role(
            self,
            "Role",
            description=description,
            trust={"Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
            statements=[
                *grants,
                {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": streams},
            ],
        )
        self.function = untyped.resource(
            self,
            "Default",
            "AWS::Lambda::Function",
            {
                "Description": description,
                "Runtime": runtime,
                "Architectures": ["arm64"],
                "Handler": handler,
                "Code": add_code(self, code),
                "Role": role.arn,
                "LoggingConfig": {"LogGroup": self.log_group, "LogFormat": "JSON"},
                "MemorySize": memory_mb,
                "Timeout": timeout_seconds,
                **({"Environment": {"Variables": environment}} if environment else {}),
            },
            tags=tags,
        )
        self.arn = self.function.get_att("Arn").to_string()
