"""Where Cognito logs."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import threat_protection as model
from config.model.arns import service_of
from constructs import Construct
from stacks.constructs.pseudo import deploy_time

Cfn = cognito.CfnLogDeliveryConfiguration


class LogDelivery(Construct):
    """Each kind of event at the one level that it knows, where its ARN says."""

    def __init__(self, scope: Construct, construct_id: str, *, config: model.LogDelivery, user_pool_id: str) -> None:
        super().__init__(scope, construct_id)
        events = {
            ("userNotification", "ERROR"): config.user_notification,
            ("userAuthEvents", "INFO"): config.user_auth_events,
        }
        Cfn(
            self,
            "Default",
            user_pool_id=user_pool_id,
            log_configurations=[_configuration(*event, arn) for event, arn in events.items() if arn],
        )


def _configuration(source: str, level: str, arn: str) -> Cfn.LogConfigurationProperty:
    service, arn = service_of(arn), deploy_time(arn)
    return Cfn.LogConfigurationProperty(
        event_source=source,
        log_level=level,
        cloud_watch_logs_configuration=Cfn.CloudWatchLogsConfigurationProperty(log_group_arn=arn)
        if service == "logs"
        else None,
        s3_configuration=Cfn.S3ConfigurationProperty(bucket_arn=arn) if service == "s3" else None,
        firehose_configuration=Cfn.FirehoseConfigurationProperty(stream_arn=arn) if service == "firehose" else None,
    )
