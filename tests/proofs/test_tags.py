"""An environment's tags are on everything that can carry them: some organisations refuse what has none."""

from __future__ import annotations

from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from config import loader
from synthesis import ENVIRONMENTS, templates

CREATE_ONLY = {"AWS::Cognito::UserPoolReplica"}
"""A changed tag would make another replica: its regional configuration carries the environment's tags instead."""


def tag_property(resource_type: str) -> str | None:
    """Where CloudFormation's schema has a resource's tags; None for a type without any."""
    if resource_type.startswith("Custom::") or resource_type in CREATE_ONLY:
        return None
    schema: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", resource_type).schema
    tagging = schema.get("tagging", {})
    named = tagging.get("tagProperty", "/properties/Tags").rsplit("/", 1)[-1]
    return named if tagging.get("taggable", True) and named in schema["properties"] else None


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_resource_that_takes_tags_has_those_of_its_environment(environment: str) -> None:
    wanted = loader.load(environment).tags
    for stack, template in templates(environment).items():
        for key, resource in template["Resources"].items():
            name = tag_property(resource["Type"])
            tags = resource["Properties"].get(name, {}) if name else wanted
            found = tags if isinstance(tags, dict) else {tag["Key"]: tag["Value"] for tag in tags}
            assert found == wanted, f"{stack}/{key}: {name}"
