"""Cognito Sync: datasets of each identity, the same on all its devices.

AWS has closed it to new customers: it works in accounts that used it before, and nowhere else.
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sync.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.arns import FunctionArn, PlatformApplicationArn, RoleArn
from config.model.base import Form, Model


class PushSync(Model):
    """A device's change is announced to the identity's other devices, by SNS mobile push."""

    application_arns: Annotated[tuple[PlatformApplicationArn, ...], Field(min_length=1)]
    """SNS platform applications."""
    role_arn: RoleArn | None = None
    """The role by which Cognito Sync uses them. Default: one is made."""


class CognitoStreams(Model):
    """Every change of a dataset goes into a Kinesis stream."""

    stream_name: Annotated[str, Form("^[a-zA-Z0-9_.-]{1,128}$", "letters, digits and _.-")] | None = None
    """An existing stream of this account and Region. Default: one is made, encrypted and on demand."""
    role_arn: RoleArn | None = None
    """The role by which Cognito Sync writes into it. Default: one is made."""
    streaming_status: Literal["ENABLED", "DISABLED"] = "ENABLED"
    """DISABLED: keeps the settings, sends nothing."""


class Sync(Model):
    """Cognito Sync. Closed to new AWS customers."""

    push: PushSync | None = None
    """Silent push notifications. Default: off."""
    streams: CognitoStreams | None = None
    """Changes into a Kinesis stream. Default: off."""
    sync_trigger: FunctionArn | None = None
    """A Lambda function of this account that sees, and may change, each write of a dataset (the event SyncTrigger).
    Default: none."""
