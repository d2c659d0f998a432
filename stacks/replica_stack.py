"""What is a replica's own, deployed in its Region. The replica itself is made by the user pool's stack."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import Environment
from config.model.regions import Region
from config.names import Names
from constructs import Construct
from custom_resources.published.resource import ACTIONS
from stacks.constructs import pseudo
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.published import publish
from stacks.constructs.regional_configuration import RegionalConfiguration
from stacks.constructs.triggers import Triggers
from stacks.environment_stack import EnvironmentStack


class ReplicaStack(EnvironmentStack):
    """The regional configuration of one replica."""

    def __init__(self, scope: Construct, *, config: Environment, region: Region, names: Names) -> None:
        super().__init__(
            scope,
            names.replica_stack(region),
            config=config,
            region=region,
            about=f"the user pool's replica in {region}",
        )
        replica, pool = config.replicas[region], config.user_pool
        user_pool_id = self._primary(config, names.parameter("user-pool-id"))
        arn = f"arn:{pseudo.PARTITION}:cognito-idp:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:userpool/{user_pool_id}"
        triggers = Triggers(
            self,
            "Triggers",
            config=replica.triggers or config.triggers,
            account=config.account,
            ephemeral=config.ephemeral,
            tags=config.tags,
            cfn=cognito.CfnUserPoolRegionalConfigurationAttachment,
        )
        RegionalConfiguration(
            self,
            "RegionalConfiguration",
            status=replica.status,
            email=replica.email or pool.email,
            default_email=pool.default_email,
            sms=replica.sms or pool.sms,
            lambda_config=triggers.lambda_config,
            user_pool_id=user_pool_id,
            name=names.prefix,
        )
        triggers.permit(arn)
        values = {"user-pool-id": user_pool_id, "user-pool-arn": arn}
        if triggers.made_key:
            values["custom-sender-key-arn"] = triggers.made_key.arn
        for name, value in values.items():
            publish(self, names.parameter(name), value=value, tags=config.tags)

    def _primary(self, config: Environment, path: str) -> str:
        """What the primary's Region has published under `path`, which CloudFormation itself can't read."""
        place = f"arn:{pseudo.PARTITION}:ssm:{config.region}:{pseudo.ACCOUNT_ID}:parameter{path}"
        function = LifecycleFunction(
            self,
            "Primary",
            handler="custom_resources.published.handler.on_event",
            description="What the user pool's own Region has published",
            grants=[{"Effect": "Allow", "Action": list(ACTIONS), "Resource": place}],
            tags=config.tags,
        )
        found = function.resource("Custom::CognitoPublished", "PrimaryUserPoolId", Region=config.region, Name=path)
        return found.get_att("Value").to_string()
