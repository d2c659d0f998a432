"""Whatever the rules accept can be deployed, as far as that can be told without AWS. `make soak` tries more."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from accepted import GONE, Change, Variant, variants
from api_requests import CONTRADICTED, complaints, refused, requests
from config import loader
from config.model import Environment
from config.readable import validated
from judges import EXPLAINED, JUDGES
from message_cases import cases, write
from synthesis import ENVIRONMENTS, ROOT, all_templates, synthesize, templates

SOAK = int(os.environ.get("SOAK", "0"))
"""How many examples to try, each time others; 0: the same few each time."""

DEPLOYABLE = {
    "W3037": "IAM takes any action; a misspelt one is told where it stands in an environment (tests/lint)",
    "W9013": "whoever writes an ARN into an environment may write the account in full",
}
"""Findings about what can be deployed all the same, by rule."""


def tried(examples: int) -> settings:
    return settings(
        derandomize=not SOAK,
        database=None,
        deadline=None,
        max_examples=SOAK or examples,
        phases=[Phase.generate],  # what is found is made smaller by Variant.smallest, which knows what a change is
        suppress_health_check=list(HealthCheck),
    )


def check(variant: Variant, faults: Callable[[Environment], list[str]]) -> None:
    environment = variant.environment()
    assert environment
    if faults(environment):
        smallest = variant.smallest(faults)
        environment = smallest.environment()
        assert environment
        pytest.fail(
            f"the rules accept this environment, and it can't be deployed: {faults(environment)}\n    {smallest}\n"
            "    fix: refuse it by a rule (config/rules), or deploy it otherwise (stacks/constructs)"
        )


def refused_by_the_api(environment: Environment) -> list[str]:
    return [text for template in synthesize(environment).values() for text in refused(template)]


def refused_by_linters(environment: Environment) -> list[str]:
    stacks = synthesize(environment).values()
    return [text for template in stacks for text in _linted(json.dumps(template), environment.region)]


@functools.cache
def _linted(template: str, region: str) -> list[str]:
    found = [finding for judge in JUDGES.values() for finding in judge(json.loads(template), region)]
    return [text[:500] for finding, text in found if finding not in EXPLAINED and finding[0] not in DEPLOYABLE]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_api_takes_every_environment(environment: str) -> None:
    assert [text for template in templates(environment).values() for text in refused(template)] == []


def test_every_resource_of_cognito_is_judged() -> None:
    unjudged = [
        resource["Type"]
        for template in all_templates().values()
        for logical_id, resource in template["Resources"].items()
        if resource["Type"].startswith("AWS::Cognito::")
        and logical_id not in {judged for judged, _ in requests(template)}
    ]
    assert unjudged == [], "fix: name an operation that creates it in tests/coverage/api_requests.py: CREATE"


def test_what_the_api_contradicts_is_still_used() -> None:
    told = [
        each
        for template in all_templates().values()
        for _, request in requests(template)
        for each in complaints(request)
    ]
    assert {complaint.partition(": ")[0] for complaint in told} == set(CONTRADICTED)


@tried(40)
@given(variants())
def test_the_api_takes_whatever_the_rules_accept(variant: Variant) -> None:
    check(variant, refused_by_the_api)


@tried(8)
@given(variants())
def test_linters_find_no_fault_with_whatever_the_rules_accept(variant: Variant) -> None:
    check(variant, refused_by_linters)


KEPT_OUT = {
    "recovery_is_possible: no way": "RecoveryMechanisms, value: 0, valid min length: 1",
    "schema_has_room: fifty attributes": "CreateUserPool.Schema",
    "resource_servers_differ": "E3019",
    "relying_party_id_is_short": "E3033",
    "triggers_answer_in_time": "E3717",
    "variables_are_free: names": "E3663",
    "sessions_last_as_long_as_they_can: out of range": "E3034",
    "user_pools_are_tagged_once": "E3019",
}
"""Some cases of tests/config/messages/rules.txt, and what the judges say where there is no such rule."""


@pytest.mark.parametrize("title", KEPT_OUT)
def test_without_its_rule_a_judge_would_refuse(title: str, tmp_path: Path) -> None:
    (case,) = (each for each in cases("rules.txt") if each.title == title)
    folder = tmp_path / "environments"
    folder.mkdir()
    (tmp_path / "triggers").symlink_to(ROOT / "triggers")
    write(folder, case.files)
    environment = validated(loader.merged("dev", folder).data | {"name": "dev"}, ROOT)
    assert KEPT_OUT[title] in str(refused_by_the_api(environment) + refused_by_linters(environment))


GROUP = {"GroupName": "admins", "UserPoolId": "eu-central-1_Example01"}
CLIENT = {"ClientName": "web", "UserPoolId": "eu-central-1_Example01"}

PROVIDER = {"ProviderName": "Google", "ProviderType": "Google", "UserPoolId": "eu-central-1_Example01"}
REPLICA = {"RegionName": "eu-west-1", "UserPoolId": "eu-central-1_Example01"}


@pytest.mark.parametrize(
    ("operation", "parameters", "complaint"),
    [
        ("CreateGroup", {"GroupName": "admins"}, 'Missing required parameter in input: "UserPoolId"'),
        ("CreateGroup", GROUP | {"Precedance": 1}, 'Unknown parameter in input: "Precedance"'),
        ("CreateGroup", GROUP | {"Precedence": "1"}, "Invalid type for parameter Precedence"),
        ("CreateGroup", GROUP | {"UserPoolId": "admins"}, r"CreateGroup.UserPoolId: 'admins' does not match [\w-]+_"),
        ("CreateGroup", GROUP | {"Description": 2049 * "x"}, "0 to 2048 characters"),
        ("CreateUserPoolClient", CLIENT | {"AccessTokenValidity": 86401}, "86401 is not within 1 to 86400"),
        ("CreateUserPoolClient", CLIENT | {"ExplicitAuthFlows": ["SRP"]}, "ExplicitAuthFlows[0]: 'SRP' is none of"),
        ("CreateUserPoolClient", CLIENT | {"CallbackURLs": 101 * ["https://x"]}, "is not within 0 to 100"),
        (
            "CreateIdentityProvider",
            PROVIDER | {"ProviderDetails": {"client": "x"}},
            "client: no key of Google, but",
        ),
        ("UpdateUserPoolReplica", REPLICA | {"Status": "ON"}, "'ON' is none of ACTIVE, INACTIVE"),
        ("CreateUserPool", {"PoolName": "x", "UserPoolTags": {129 * "x": ""}}, "1 to 128 characters"),
    ],
)
def test_the_judge_knows_what_the_api_refuses(operation: str, parameters: dict[str, Any], complaint: str) -> None:
    (told,) = complaints((f"cognito-idp:{operation}", parameters))
    assert complaint in told


def test_of_a_counterexample_only_what_it_takes_is_told() -> None:
    changes = (
        Change(("user_pool", "name"), "a-pool"),
        Change(("domain", "prefix"), "a-prefix"),
        Change(("user_pool", "password_policy"), GONE),
    )
    variant = Variant("everything", changes)
    smallest = variant.smallest(lambda environment: environment.domain and environment.domain.prefix == "a-prefix")
    assert str(smallest) == "everything.yaml, but\n    domain.prefix: 'a-prefix'"
