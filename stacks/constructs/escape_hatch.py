"""The only place that overrides what CDK would render. Each function demands its reason."""

from __future__ import annotations

from aws_cdk import CfnResource, RemovalPolicy


def pin_logical_id(resource: CfnResource, logical_id: str, *, reason: str) -> None:
    """Give a resource a logical id that no refactoring can change."""
    _demand(reason)
    resource.override_logical_id(logical_id)


def retain(resource: CfnResource, *, ephemeral: bool, reason: str) -> None:
    """Keep a resource when its stack is deleted or it is replaced, unless the environment is ephemeral."""
    _demand(reason)
    resource.apply_removal_policy(RemovalPolicy.DESTROY if ephemeral else RemovalPolicy.RETAIN)


def _demand(reason: str) -> None:
    if not reason.strip():
        raise ValueError("an override needs a reason")
