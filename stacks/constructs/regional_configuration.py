"""What is a replica's own: whether it serves, how it sends messages, and which functions it runs."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_cognito as cognito

from config.model.messages import DefaultEmail, Ses, SmsSender
from constructs import Construct
from stacks.constructs import messages
from stacks.constructs.sms_role import SmsRole

Cfn = cognito.CfnUserPoolRegionalConfigurationAttachment


class RegionalConfiguration(Construct):
    """Of the replica in the stack's own Region."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        status: str,
        email: Ses | None,
        default_email: DefaultEmail | None,
        sms: SmsSender | None,
        lambda_config: Any,
        user_pool_id: str,
        name: str,
    ) -> None:
        """`name`: the SMS role's ExternalId."""
        super().__init__(scope, construct_id)
        role = SmsRole(self, "SmsRole", config=sms, external_id=name) if sms else None
        Cfn(
            self,
            "Default",
            user_pool_id=user_pool_id,
            status=status,
            email_configuration=Cfn.EmailConfigurationProperty(**messages.email(email, default_email)),
            sms_configuration=Cfn.SmsConfigurationProperty(**messages.sms(sms, role, Cfn)) if sms and role else None,
            lambda_config=lambda_config,
        )
