"""A resource server of the user pool, with its scopes."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import resource_servers as model
from config.names import pascal
from constructs import Construct

Cfn = cognito.CfnUserPoolResourceServer


class ResourceServer(Construct):
    """An API, and the scopes that tokens can be given for it."""

    def __init__(self, scope: Construct, key: str, *, config: model.ResourceServer, user_pool_id: str) -> None:
        super().__init__(scope, f"ResourceServer{pascal(key)}")
        Cfn(
            self,
            "Default",
            user_pool_id=user_pool_id,
            identifier=config.identifier or key,
            name=config.name or key,
            scopes=[
                Cfn.ResourceServerScopeTypeProperty(scope_name=name, scope_description=description)
                for name, description in config.scopes.items()
            ],
        )
