"""Seed users, each a Custom::CognitoUser, and the one function that makes them."""

from __future__ import annotations

import json

from aws_cdk import CfnResource

from config.model.environment import SeedUser
from config.names import Names, pascal
from constructs import Construct
from custom_resources.user import resource as user
from stacks.constructs import escape_hatch, pseudo, untyped
from stacks.constructs.lifecycle_function import LifecycleFunction


class SeedUsers(Construct):
    """All seed users of an environment. A user that is removed from the config is deleted; one that this stack did not
    make is never touched."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: dict[str, SeedUser],
        group_names: dict[str, str],
        names: Names,
        user_pool_id: str,
        user_pool_arn: str,
        ephemeral: bool,
        tags: dict[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        secrets = {key: self._secret(key, seed, names, ephemeral, tags) for key, seed in config.items()}
        function = LifecycleFunction(
            self,
            "Function",
            handler="custom_resources.user.handler.on_event",
            description="Custom::CognitoUser: creates and updates seed users",
            grants=[
                {"Effect": "Allow", "Action": list(user.COGNITO_ACTIONS), "Resource": user_pool_arn},
                {
                    "Effect": "Allow",
                    "Action": list(user.SECRET_ACTIONS),
                    "Resource": [arn for _, arn in secrets.values()],
                },
            ],
            tags=tags,
        )
        self.users: list[CfnResource] = [
            function.resource(
                "Custom::CognitoUser",
                f"SeedUser{pascal(key)}",
                UserPoolId=user_pool_id,
                Username=seed.username,
                UserAttributes=[{"Name": name, "Value": _text(value)} for name, value in _attributes(seed).items()],
                GroupNames=sorted(group_names[group] for group in seed.groups),
                PasswordSecretId=secrets[key][0],
            )
            for key, seed in config.items()
        ]

    def _secret(self, key: str, seed: SeedUser, names: Names, ephemeral: bool, tags: dict[str, str]) -> tuple[str, str]:
        """The secret as the handler asks for it, and as IAM names it."""
        if seed.password_secret:
            secrets = f"arn:{pseudo.PARTITION}:secretsmanager:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:secret"
            arn = f"{secrets}:{seed.password_secret}-??????"  # the suffix that Secrets Manager gives each secret
            return seed.password_secret, arn
        secret = untyped.resource(
            self,
            f"SeedPassword{pascal(key)}",
            "AWS::SecretsManager::Secret",
            {
                "Name": names.seed_user_secret(key),
                "Description": f"Password of the seed user {seed.username}, generated once",
                "GenerateSecretString": {
                    "SecretStringTemplate": json.dumps({"username": seed.username}),
                    "GenerateStringKey": "password",
                    "PasswordLength": 99,  # as long as any password policy may ask
                    "RequireEachIncludedType": True,
                },
            },
            tags=tags,
        )
        escape_hatch.pin_logical_id(
            secret, f"SeedPassword{pascal(key)}", reason="another would need the name while it is taken"
        )
        escape_hatch.retain(secret, ephemeral=ephemeral, reason="without it nobody knows the user's password")
        arn = secret.get_att("Id").to_string()
        return arn, arn


def _attributes(seed: SeedUser) -> dict[str, str | bool]:
    """As Cognito takes them: whether an address is verified is always said, and false unless the config says so."""
    unproven = {f"{name}_verified": False for name in ("email", "phone_number") if name in seed.attributes}
    return dict(sorted((unproven | seed.attributes).items()))


def _text(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value
