"""The template with an environment's identity pool, its intrinsic functions read as text."""

from __future__ import annotations

from typing import Any

from ops.templates import PSEUDO_PARAMETERS, Template, resolve, resources

Resources = dict[str, Any]
"""Logical id -> resource, without intrinsic functions."""


def identity_pool(templates: dict[str, Template]) -> Template:
    """The one, of an environment's, that has it."""
    (found,) = [each for each in templates.values() if resources(each, "AWS::Cognito::IdentityPool")]
    return found


def read(template: Template) -> Resources:
    """A resource reads as its logical id, a parameter as what follows `/gatehouse/<env>/` in its path in SSM, and what
    only the deployment knows as IAM's and CloudFormation's own `${AWS::Region}`."""
    parameters = template.get("Parameters", {}).items()
    published = {key: each.get("Default", key).split("/", 3)[-1] for key, each in parameters}
    found: Resources = resolve(template["Resources"], {name: f"${{{name}}}" for name in PSEUDO_PARAMETERS} | published)
    return found


def of_type(resources: Resources, resource_type: str) -> list[dict[str, Any]]:
    """The properties of each resource of one type."""
    return [each.get("Properties", {}) for each in resources.values() if each["Type"] == resource_type]
