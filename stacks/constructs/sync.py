"""What Cognito Sync needs of an identity pool: a stream, and roles for the service, where none are given."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_cognito as cognito

from config.model import sync as model
from constructs import Construct
from stacks.constructs import escape_hatch, pseudo, untyped
from stacks.constructs.role import Role, Statement

CfnPool = cognito.CfnIdentityPool
_SERVICE = {"Principal": {"Service": "cognito-sync.amazonaws.com"}, "Action": "sts:AssumeRole"}
_ENDPOINTS = ("CreatePlatformEndpoint", "DeleteEndpoint", "GetEndpointAttributes", "Publish", "SetEndpointAttributes")
_PUSH = [f"sns:{name}" for name in _ENDPOINTS]


class Sync(Construct):
    """Push, streams and events, each as the identity pool's property for it; None where it is off."""

    def __init__(
        self, scope: Construct, construct_id: str, *, config: model.Sync, ephemeral: bool, tags: dict[str, str]
    ) -> None:
        super().__init__(scope, construct_id)
        self._ephemeral, self._tags = ephemeral, tags
        self.push = self._push(config.push) if config.push else None
        self.streams = self._streams(config.streams) if config.streams else None
        self._trigger = config.sync_trigger and pseudo.deploy_time(config.sync_trigger)
        self.events = {"SyncTrigger": self._trigger} if self._trigger else None

    def let_in(self, identity_pool_id: str) -> None:
        """Let this identity pool, and no other, invoke the function."""
        if self._trigger:
            pools = f"arn:{pseudo.PARTITION}:cognito-sync:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:identitypool"
            properties: dict[str, Any] = {
                "Action": "lambda:InvokeFunction",
                "FunctionName": self._trigger,
                "Principal": "cognito-sync.amazonaws.com",
                "SourceAccount": pseudo.ACCOUNT_ID,
                "SourceArn": f"{pools}/{identity_pool_id}",
            }
            untyped.resource(self, "TriggerPermission", "AWS::Lambda::Permission", properties, tags={})

    def _push(self, config: model.PushSync) -> CfnPool.PushSyncProperty:
        applications = [pseudo.deploy_time(arn) for arn in config.application_arns]
        endpoints = [f"{arn.replace(':app/', ':endpoint/')}/*" for arn in applications]
        grant = {"Effect": "Allow", "Action": _PUSH, "Resource": [*applications, *endpoints]}
        arn = _given(config.role_arn) or self._role("PushRole", "Lets Cognito Sync push to devices", grant)
        return CfnPool.PushSyncProperty(application_arns=applications, role_arn=arn)

    def _streams(self, config: model.CognitoStreams) -> CfnPool.CognitoStreamsProperty:
        name = config.stream_name or self._stream()
        arn = f"arn:{pseudo.PARTITION}:kinesis:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:stream/{name}"
        grant = {"Effect": "Allow", "Action": ["kinesis:PutRecord", "kinesis:PutRecords"], "Resource": arn}
        return CfnPool.CognitoStreamsProperty(
            stream_name=name,
            role_arn=_given(config.role_arn)
            or self._role("StreamRole", "Lets Cognito Sync write into its stream", grant),
            streaming_status=config.streaming_status,
        )

    def _stream(self) -> str:
        properties = {
            "RetentionPeriodHours": 24,
            "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
            "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
        }
        stream = untyped.resource(self, "Stream", "AWS::Kinesis::Stream", properties, tags=self._tags)
        escape_hatch.retain(stream, ephemeral=self._ephemeral, reason="it holds changes that nobody has read yet")
        return stream.ref

    def _role(self, name: str, description: str, grant: Statement) -> str:
        return Role(self, name, description=description, trust=_SERVICE, statements=[grant]).arn


def _given(role_arn: str | None) -> str | None:
    return role_arn and pseudo.deploy_time(role_arn)
