"""The user pool's Lambda triggers: the functions, and that this pool alone may run them."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnResource
from aws_cdk import aws_cognito as cognito

from config.model import triggers as model
from config.names import pascal
from constructs import Construct
from stacks.constructs import pseudo
from stacks.constructs.custom_sender_key import CustomSenderKey
from stacks.constructs.pseudo import deploy_time
from stacks.constructs.trigger_function import TriggerFunction

Cfn = cognito.CfnUserPool
Regional = cognito.CfnUserPoolRegionalConfigurationAttachment


class Triggers(Construct):
    """Made before the pool, which needs the functions' ARNs; `permit` follows, which needs the pool's."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: model.Triggers,
        account: str | None,
        ephemeral: bool,
        tags: dict[str, str],
        cfn: type[Cfn | Regional] = Cfn,
    ) -> None:
        """`account`: whose functions can be given a permission from here; None: that of the deployment. `cfn`: the
        resource that runs them."""
        super().__init__(scope, construct_id)
        key = (
            CustomSenderKey(self, "Key", given=config.kms_key_id, ephemeral=ephemeral, tags=tags)
            if config.senders()
            else None
        )
        self.made_key = None if config.kms_key_id else key
        self._permitted: dict[str, str] = {}
        arns: dict[str, str] = {}
        for name, trigger in config.given().items():
            part = pascal(name.replace("_", "-"))
            if trigger.code:
                sender_key = key if name in model.SENDERS else None
                arns[name] = TriggerFunction(self, part, name=name, config=trigger, key=sender_key, tags=tags).arn
            elif trigger.arn:
                arns[name] = deploy_time(trigger.arn)
            if trigger.account() in {None, account}:
                self._permitted[part] = arns[name]
        self.lambda_config = _lambda_config(config, arns, key, cfn) if arns else None

    def permit(self, pool_arn: str) -> None:
        """Let this pool run the functions."""
        for part, arn in self._permitted.items():
            CfnResource(
                self,
                f"{part}Permission",
                type="AWS::Lambda::Permission",
                properties={
                    "Action": "lambda:InvokeFunction",
                    "FunctionName": arn,
                    "Principal": "cognito-idp.amazonaws.com",
                    "SourceAccount": pseudo.ACCOUNT_ID,
                    "SourceArn": pool_arn,
                },
            )


def _lambda_config(
    config: model.Triggers, arns: dict[str, str], key: CustomSenderKey | None, cfn: type[Cfn | Regional]
) -> Any:
    versioned: dict[str, Any] = {
        "custom_email_sender": cfn.CustomEmailSenderProperty,
        "custom_sms_sender": cfn.CustomSMSSenderProperty,
        "inbound_federation": cfn.InboundFederationProperty,
    }
    values: dict[str, Any] = {
        name: versioned[name](lambda_arn=arn, lambda_version="V1_0") if name in versioned else arn
        for name, arn in arns.items()
    }
    if config.pre_token_generation:
        values["pre_token_generation_config"] = cfn.PreTokenGenerationConfigProperty(
            lambda_arn=values.pop("pre_token_generation"), lambda_version=config.pre_token_generation.lambda_version
        )
    return cfn.LambdaConfigProperty(**values, kms_key_id=key.arn if key else None)
