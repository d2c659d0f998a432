"""One complete environment: its stacks, and their order."""

from __future__ import annotations

from aws_cdk import Tags

from config.model import Environment
from config.names import Names
from constructs import Construct
from stacks.constructs.failure_alarm import add_failure_alarms
from stacks.identity_pool_stack import IdentityPoolStack
from stacks.replica_stack import ReplicaStack
from stacks.user_pool_stack import UserPoolStack


def add_environment(scope: Construct, config: Environment) -> None:
    """Put the stacks of one environment under `scope`: the App from a laptop, a Stage in a pipeline."""
    names = Names(config.name)
    user_pool = UserPoolStack(scope, config=config, names=names)
    identity_pool = IdentityPoolStack(scope, config=config, names=names)
    replicas = [ReplicaStack(scope, config=config, region=region, names=names) for region in config.replicas]
    for stack in (user_pool, identity_pool, *replicas):
        tags = Tags.of(stack)
        for key, value in config.tags.items():
            # A replica's tags are create-only: a changed tag would make another replica.
            tags.add(key, value, exclude_resource_types=["AWS::Cognito::UserPoolReplica"])
        if config.custom_resources.alarm_actions:
            add_failure_alarms(stack, topics=config.custom_resources.alarm_actions, tags=config.tags)
    for stack in (identity_pool, *replicas):
        stack.add_stack_dependency(user_pool, "reads its parameters from SSM")
