"""Seed users, each a Custom::CognitoUser, and the one function that makes them."""

from __future__ import annotations

import json

from aws_cdk import CfnResource, CustomResource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager

from config.model.environment import SeedUser
from config.names import Names, pascal
from constructs import Construct
from custom_resources.user import resource as user
from stacks.constructs import escape_hatch, pseudo
from stacks.constructs.lifecycle_function import SERVICE_TIMEOUT, LifecycleFunction


class SeedUsers(Construct):
    """All seed users of an environment. A user that is removed from the config is deleted; one that this stack did not
    make is never touched."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: dict[str, SeedUser],
        names: Names,
        user_pool_id: str,
        user_pool_arn: str,
        ephemeral: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        secrets = {key: self._secret(key, seed, names, ephemeral) for key, seed in config.items()}
        function = LifecycleFunction(
            self,
            "Function",
            handler="custom_resources.user.handler.on_event",
            description="Custom::CognitoUser: creates and updates seed users",
            grants=[
                iam.PolicyStatement(actions=list(user.COGNITO_ACTIONS), resources=[user_pool_arn]),
                iam.PolicyStatement(actions=list(user.SECRET_ACTIONS), resources=[arn for _, arn in secrets.values()]),
            ],
        )
        self.users: list[CustomResource] = []
        for key, seed in config.items():
            resource = CustomResource(
                self,
                f"SeedUser{pascal(key)}",
                resource_type="Custom::CognitoUser",
                service_token=function.service_token,
                service_timeout=SERVICE_TIMEOUT,
                properties={
                    "UserPoolId": user_pool_id,
                    "Username": seed.username,
                    "UserAttributes": [
                        {"Name": name, "Value": _text(value)} for name, value in _attributes(seed).items()
                    ],
                    "GroupNames": sorted(seed.groups),
                    "PasswordSecretId": secrets[key][0],
                },
            )
            pinned = resource.node.default_child
            assert isinstance(pinned, CfnResource)
            escape_hatch.pin_logical_id(
                pinned, f"SeedUser{pascal(key)}", reason="the logical id is part of the mark of who owns the user"
            )
            self.users.append(resource)

    def _secret(self, key: str, seed: SeedUser, names: Names, ephemeral: bool) -> tuple[str, str]:
        """The secret as the handler asks for it, and as IAM names it."""
        if seed.password_secret:
            secrets = f"arn:{pseudo.PARTITION}:secretsmanager:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:secret"
            arn = f"{secrets}:{seed.password_secret}-??????"  # the suffix that Secrets Manager gives each secret
            return seed.password_secret, arn
        secret = secretsmanager.CfnSecret(
            self,
            f"SeedPassword{pascal(key)}",
            name=names.seed_user_secret(key),
            description=f"Password of the seed user {seed.username}, generated once",
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                secret_string_template=json.dumps({"username": seed.username}),
                generate_string_key="password",
                password_length=99,  # as long as any password policy may ask
                require_each_included_type=True,
            ),
        )
        escape_hatch.pin_logical_id(
            secret, f"SeedPassword{pascal(key)}", reason="another would need the name while it is taken"
        )
        escape_hatch.retain(secret, ephemeral=ephemeral, reason="without it nobody knows the user's password")
        return secret.attr_id, secret.attr_id


def _attributes(seed: SeedUser) -> dict[str, str | bool]:
    """As Cognito takes them: whether an address is verified is always said, and false unless the config says so."""
    unproven = {f"{name}_verified": False for name in ("email", "phone_number") if name in seed.attributes}
    return dict(sorted((unproven | seed.attributes).items()))


def _text(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value
