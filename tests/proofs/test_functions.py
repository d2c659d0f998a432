"""Our functions: each reachable only by what it is for, and able to do only what it must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from config import loader
from config.roles import roles
from custom_resources.account import limit, sms
from custom_resources.classic_logo import resource as classic_logo
from ops.templates import PSEUDO_PARAMETERS, Template, resolve, resources
from synthesis import ENVIRONMENTS, all_templates, templates

WILDCARDS = {
    r"arn:aws:cognito-idp:[^*?]+:userpool/\*": "a pool needs its triggers before it has an id: see below",
    r"arn:aws:logs:[^*?]+:log-group:[^*?]+:\*": "the streams of its own log group, which Lambda names",
    r"arn:aws:secretsmanager:[^*?]+:secret:[^*?]+-\?{6}": "Secrets Manager ends every secret's ARN in six characters",
}
"""What may hold a wildcard -> why."""
OF_THE_ACCOUNT = {*limit.ACTIONS, *sms.ACTIONS, *classic_logo.DOMAIN_ACTIONS}
"""Actions that know no resource, says IAM's reference: only `*` grants them."""


REPLICA = "arn:aws:cognito-idp:eu-central-1:111111111111:userpool/PrimaryUserPoolId.Value"
"""In its own Region, which stands for any here, by the id that it shares with the pool."""


def custom_resources() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(name, resource, its template) of each, over all templates."""
    for stack, template in all_templates().items():
        for key, resource in template["Resources"].items():
            if resource["Type"].startswith(("Custom::", "AWS::CloudFormation::CustomResource")):
                yield f"{stack}/{key}", resource, template


def grants() -> Iterator[tuple[str, dict[str, Any]]]:
    """(name of the role, statement) for everything that a function may do."""
    for stack, template in all_templates().items():
        for function in resources(template, "AWS::Lambda::Function").values():
            role = function["Properties"]["Role"]["Fn::GetAtt"][0]
            for policy in template["Resources"][role]["Properties"].get("Policies", ()):
                yield from ((f"{stack}/{role}", each) for each in resolve(policy)["PolicyDocument"]["Statement"])


def many(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_custom_resources_are_answered_by_a_function_of_their_own_stack() -> None:
    for name, resource, template in custom_resources():
        function, attribute = resource["Properties"]["ServiceToken"]["Fn::GetAtt"]
        assert (template["Resources"][function]["Type"], attribute) == ("AWS::Lambda::Function", "Arn"), name


def test_custom_resources_are_named_after_cognito() -> None:
    for name, resource, _ in custom_resources():
        assert re.fullmatch(r"Custom::(Cognito[A-Z]\w+|SmsAccountSettings)", resource["Type"]), name


def test_custom_resources_give_up_after_their_function_and_within_minutes() -> None:
    for name, resource, template in custom_resources():
        function = template["Resources"][resource["Properties"]["ServiceToken"]["Fn::GetAtt"][0]]
        timeout = int(resource["Properties"]["ServiceTimeout"])
        assert function["Properties"]["Timeout"] < timeout <= 15 * 60, name


def test_functions_hold_no_wildcard_without_a_reason() -> None:
    of_resources = [(name, each) for name, each in grants() if not set(many(each["Action"])) <= OF_THE_ACCOUNT]
    held = [
        (name, text)
        for name, statement in of_resources
        for text in many(statement["Action"]) + many(statement["Resource"])
        if "*" in text or "?" in text
    ]
    assert [each for each in held if not any(re.fullmatch(reason, each[1]) for reason in WILDCARDS)] == []
    assert [reason for reason in WILDCARDS if not any(re.fullmatch(reason, text) for _, text in held)] == []


def test_what_is_allowed_on_any_pool_asks_for_the_tags_of_this_one() -> None:
    found = [(name, each) for name, each in grants() if "userpool/*" in str(each["Resource"])]
    assert found
    for name, statement in found:
        assert any("aws:ResourceTag/" in str(keys) for keys in statement["Condition"].values()), name


def test_no_function_knows_the_pool_that_runs_it() -> None:
    """The pool needs its triggers' ARNs before it exists: a function or a role that referred to it would be a cycle."""
    for stack, template in all_templates().items():
        functions = {key for key in template["Resources"] if key in triggers(template)}
        needed = set(functions)
        while below := {to for key in needed for to in references(template["Resources"][key])} - needed:
            needed |= below
        assert not [key for key in needed if template["Resources"][key]["Type"] == "AWS::Cognito::UserPool"], stack


def triggers(template: Template) -> set[str]:
    """What the pools and replicas of a template run, by logical id."""
    kinds = ("AWS::Cognito::UserPool", "AWS::Cognito::UserPoolRegionalConfigurationAttachment")
    pools = [pool for kind in kinds for pool in resources(template, kind).values()]
    return {to for pool in pools for to in references(pool["Properties"].get("LambdaConfig", {}))}


def references(value: Any) -> set[str]:
    """The logical ids that a part of a template refers to."""
    if isinstance(value, list):
        return set().union(*map(references, value))
    if not isinstance(value, dict):
        return set()
    ref, attribute = value.get("Ref", "AWS::"), value.get("Fn::GetAtt", ["AWS::"])
    own = {name for name in (ref, attribute[0], *many(value.get("DependsOn", []))) if not name.startswith("AWS::")}
    return own.union(*map(references, value.values()))


def test_each_pool_alone_may_run_its_triggers() -> None:
    """The functions made here, each by one permission, for the pool of its own stack, or the replica beside it."""
    for stack, template in all_templates().items():
        permissions = [
            each["Properties"]
            for each in resources(template, "AWS::Lambda::Permission").values()
            if each["Properties"]["Principal"] == "cognito-idp.amazonaws.com"
        ]
        pools = list(resources(template, "AWS::Cognito::UserPool"))
        for each in permissions:
            assert resolve(each["SourceArn"]) == (f"{pools[0]}.Arn" if pools else REPLICA), stack
            assert each["SourceAccount"] == {"Ref": "AWS::AccountId"}, stack
        permitted = [name for each in permissions for name in references(each["FunctionName"])]
        functions = [key for key in triggers(template) if template["Resources"][key]["Type"] == "AWS::Lambda::Function"]
        assert sorted(set(permitted) - set(pools)) == sorted(functions), stack
        assert len(permitted) == len(set(permitted)), stack


def test_only_its_own_identity_pool_may_run_a_function_for_sync() -> None:
    for stack, template in all_templates().items():
        for each in resources(template, "AWS::Lambda::Permission").values():
            permission = resolve(each["Properties"])
            assert permission["Principal"] in {"cognito-idp.amazonaws.com", "cognito-sync.amazonaws.com"}, stack
            if permission["Principal"] == "cognito-sync.amazonaws.com":
                (pool,) = resources(template, "AWS::Cognito::IdentityPool")
                place = f"{PSEUDO_PARAMETERS['AWS::Region']}:{PSEUDO_PARAMETERS['AWS::AccountId']}"
                assert permission["SourceArn"] == f"arn:aws:cognito-sync:{place}:identitypool/{pool}", stack
                assert permission["SourceAccount"] == PSEUDO_PARAMETERS["AWS::AccountId"], stack


def test_a_role_may_do_what_stands_in_it_and_nothing_else() -> None:
    for stack, template in all_templates().items():
        of_iam = {each["Type"] for each in template["Resources"].values() if each["Type"].startswith("AWS::IAM::")}
        assert of_iam <= {"AWS::IAM::Role", "AWS::IAM::OIDCProvider", "AWS::IAM::SAMLProvider"}, stack


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_managed_policies_are_attached_only_where_the_config_names_them(environment: str) -> None:
    asked = {arn.rpartition(":")[2] for role in roles(loader.load(environment)) for arn in role.config.managed_policies}
    attached = {
        resolve(arn).rpartition(":")[2]
        for template in templates(environment).values()
        for role in resources(template, "AWS::IAM::Role").values()
        for arn in role["Properties"].get("ManagedPolicyArns", ())
    }
    assert attached == asked
