"""Files of users, each a Custom::CognitoUserImport, and the one function that imports them."""

from __future__ import annotations

from config.model.user_imports import UserImport
from config.names import pascal
from constructs import Construct
from custom_resources.user_import import resource as user_import
from stacks.constructs import pseudo
from stacks.constructs.code_asset import add_file
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.role import Role


class UserImports(Construct):
    """All imports of an environment, one after another: a pool runs one job at a time. Removing one removes no user."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: dict[str, UserImport],
        user_pool_id: str,
        user_pool_arn: str,
        tags: dict[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        files = {key: add_file(self, each.digest, ".csv", each.file.content) for key, each in config.items()}
        logs_role = _logs_role(self, user_pool_id, user_pool_arn)
        function = LifecycleFunction(
            self,
            "Function",
            handler="custom_resources.user_import.handler.on_event",
            description="Custom::CognitoUserImport: imports users from files",
            grants=[
                {"Effect": "Allow", "Action": list(user_import.ACTIONS), "Resource": user_pool_arn},
                {
                    "Effect": "Allow",
                    "Action": list(user_import.FILE_ACTIONS),
                    "Resource": [
                        f"arn:{pseudo.PARTITION}:s3:::{file.bucket_name}/{file.object_key}" for file in files.values()
                    ],
                },
                {
                    "Effect": "Allow",
                    "Action": "iam:PassRole",
                    "Resource": logs_role.arn,
                    "Condition": {"StringEquals": {"iam:PassedToService": "cognito-idp.amazonaws.com"}},
                },
            ],
            tags=tags,
        )
        former: list[Construct] = []
        for key, each in config.items():
            hashing = each.password_hashing_algorithm
            resource = function.resource(
                "Custom::CognitoUserImport",
                f"UserImport{pascal(key)}",
                UserPoolId=user_pool_id,
                JobName=f"{key}.{each.digest}",
                CloudWatchLogsRoleArn=logs_role.arn,
                Source={"Bucket": files[key].bucket_name, "Key": files[key].object_key},
                **({"PasswordHashingAlgorithm": hashing} if hashing else {}),
            )
            resource.node.add_dependency(*former)
            former = [resource]


def _logs_role(scope: Construct, user_pool_id: str, user_pool_arn: str) -> Role:
    """By which jobs of this pool, and nothing else, write what became of each line.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-cli.html"""
    place = f"arn:{pseudo.PARTITION}:logs:{pseudo.REGION}:{pseudo.ACCOUNT_ID}"
    return Role(
        scope,
        "LogsRole",
        description="Lets import jobs of one user pool write their results",
        trust={
            "Principal": {"Service": "cognito-idp.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": pseudo.ACCOUNT_ID, "aws:SourceArn": user_pool_arn}},
        },
        statements=[
            {
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:PutLogEvents",
                ],
                "Resource": f"{place}:log-group:/aws/cognito/userpools/{user_pool_id}/*",
            }
        ],
    )
