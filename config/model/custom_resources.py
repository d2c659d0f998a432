"""How custom resources are watched."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.arns import TopicArn
from config.model.base import Model


class CustomResources(Model):
    """Of the functions that set what CloudFormation can't. Which there are follows from what is set."""

    alarm_actions: Annotated[tuple[TopicArn, ...], Field(max_length=5)] = ()
    """AlarmActions: the SNS topics that are told when such a function fails. Default: none, and no alarm. One alarm a
    function: it has answered FAILED, or could not answer. A topic must let cloudwatch.amazonaws.com publish. With
    replicas, write ${AWS::Region} in it: each Region tells a topic of its own."""
