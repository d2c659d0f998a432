"""What the stacks of an environment have in common."""

from __future__ import annotations

from aws_cdk import Environment as Target
from aws_cdk import Stack

from config.model import Environment
from config.model.regions import Region
from constructs import Construct


class EnvironmentStack(Stack):
    """A stack that has the same name in the CDK and in CloudFormation, also within a Stage. Protected from termination
    unless the environment is ephemeral."""

    def __init__(self, scope: Construct, name: str, *, config: Environment, region: Region, about: str) -> None:
        """`about`: what it is for, in a few words."""
        super().__init__(
            scope,
            name,
            stack_name=name,
            description=f"Gatehouse {config.name}: {about}",
            env=Target(account=config.account, region=region),
            termination_protection=not config.ephemeral,
        )
