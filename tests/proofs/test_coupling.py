"""Stacks know of each other by SSM parameters alone, and those are the contract with everybody else."""

from __future__ import annotations

from typing import Any

import pytest

from config import loader
from config.names import pascal
from ops.templates import resources
from synthesis import ENVIRONMENTS, all_templates, templates

BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"
"""Where every CDK stack looks up which version of the bootstrap stack it is deployed on."""


def contract(environment: str) -> set[str]:
    """What an environment publishes, below /gatehouse/<environment>/."""
    config = loader.load(environment)
    return {
        *("user-pool-id", "user-pool-arn", "issuer", "jwks-uri", "identity-pool-id", "authenticated-role-arn"),
        *(f"clients/{client}/id" for client in config.clients),
        *(f"groups/{group}/role-arn" for group in config.groups),
        *(f"roles/{role}/role-arn" for role in config.identity_pool.roles),
        *(["guest-role-arn"] if config.identity_pool.allow_unauthenticated_identities else []),
        *(["domain"] if config.domain else []),
        *(["domain-cloudfront-distribution"] if config.domain and config.domain.custom else []),
        *(["custom-sender-key-arn"] if config.triggers.senders() and not config.triggers.kms_key_id else []),
    }


def contract_of_replicas(environment: str) -> list[str]:
    """The same names in the Region of each replica: those of the values that differ there."""
    config = loader.load(environment)
    names = []
    for replica in config.replicas.values():
        triggers = replica.triggers or config.triggers
        names += ["user-pool-id", "user-pool-arn"]
        names += ["custom-sender-key-arn"] if triggers.senders() and not triggers.kms_key_id else []
    return names


def published(environment: str) -> list[tuple[str, str, Any]]:
    """(stack, path, value) of each SSM parameter."""
    return [
        (stack, parameter["Properties"]["Name"], parameter["Properties"]["Value"])
        for stack, template in templates(environment).items()
        for parameter in resources(template, "AWS::SSM::Parameter").values()
    ]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_parameters_are_those_of_the_contract(environment: str) -> None:
    paths = [path for _, path, _ in published(environment)]
    expected = [*contract(environment), *contract_of_replicas(environment)]
    assert sorted(paths) == sorted(f"/gatehouse/{environment}/{name}" for name in expected)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_outputs_are_the_same_values(environment: str) -> None:
    for stack, template in templates(environment).items():
        own = [(path, value) for by, path, value in published(environment) if by == stack]
        expected = {"".join(map(pascal, path.split("/")[3:])): value for path, value in own}
        assert {name: output["Value"] for name, output in template.get("Outputs", {}).items()} == expected


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_stack_reads_only_what_another_of_its_environment_publishes(environment: str) -> None:
    for stack, template in templates(environment).items():
        assert {parameter["Type"] for parameter in template["Parameters"].values()} == {
            "AWS::SSM::Parameter::Value<String>"
        }
        read = {parameter["Default"] for parameter in template["Parameters"].values()}
        assert read - {BOOTSTRAP} <= {path for by, path, _ in published(environment) if by != stack}


def test_nothing_is_exported_or_imported() -> None:
    """A value can't change while another stack imports it."""
    for stack, template in all_templates().items():
        assert "Fn::ImportValue" not in str(template), stack
        assert [name for name, output in template.get("Outputs", {}).items() if "Export" in output] == []
