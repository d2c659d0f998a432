"""One construct alone in a stack, as CloudFormation would see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from synthesis import CONTEXT


def rendered(make: Callable[[Stack], object]) -> dict[str, Any]:
    """The resources that `make` puts into an empty stack, by logical id."""
    stack = Stack(App(analytics_reporting=False, builtin_cloud_formation_validation=False, context=CONTEXT), "test")
    make(stack)
    return dict(Template.from_stack(stack).to_json().get("Resources", {}))


def only(resources: dict[str, Any], resource_type: str) -> dict[str, Any]:
    """The properties of the one resource of a type."""
    (found,) = [resource for resource in resources.values() if resource["Type"] == resource_type]
    return dict(found.get("Properties", {}))
