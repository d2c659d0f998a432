"""How managed login looks for one client. Without this, the client would have no pages at all."""

from __future__ import annotations

import base64

from aws_cdk import aws_cognito as cognito

from config.model.branding import ManagedLoginBranding as Model
from config.names import pascal
from constructs import Construct

Cfn = cognito.CfnManagedLoginBranding


class ManagedLoginBranding(Construct):
    """A client's style: its own, or Cognito's."""

    def __init__(
        self, scope: Construct, client: str, *, config: Model | None, user_pool_id: str, client_id: str
    ) -> None:
        super().__init__(scope, f"Branding{pascal(client)}")
        Cfn(
            self,
            "Default",
            user_pool_id=user_pool_id,
            client_id=client_id,
            use_cognito_provided_values=config is None,
            return_merged_resources=False,  # else what is read back holds defaults, and looks like drift
            settings=config.settings if config else None,
            assets=[
                Cfn.AssetTypeProperty(
                    category=asset.category,
                    color_mode=asset.color_mode,
                    extension=asset.extension,
                    resource_id=asset.resource_id,
                    bytes=base64.b64encode(asset.content).decode(),
                )
                for asset in config.assets
            ]
            if config
            else None,
        )
