"""How the classic pages look, for one client or for all."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import ui_customization as model
from constructs import Construct


class UiCustomization(Construct):
    """The style sheet of the classic pages. Cognito takes it only once there is a domain: depend on that."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: model.UiCustomization,
        user_pool_id: str,
        client_id: str,
    ) -> None:
        """`client_id`: ALL for every client without a style of its own."""
        super().__init__(scope, construct_id)
        cognito.CfnUserPoolUICustomizationAttachment(
            self, "Default", user_pool_id=user_pool_id, client_id=client_id, css=config.css
        )
