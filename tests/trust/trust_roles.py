"""What each role of a template is for, told by what uses it: never by what its own trust says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from resolving import resolve
from synthesis import Template, resources
from trust_matrix import LAMBDA, Policy, Trustee, federated, sms_sender


class Role(NamedTuple):
    name: str
    trust: Policy
    trustee: Trustee


class UnclassifiedError(AssertionError):
    """A role with no known use, or with several that differ."""


def roles(stack: str, template: Template) -> list[Role]:
    """Every role of a template, with who alone may have it."""
    trustees = defaultdict(set)
    for role, trustee in _uses(template):
        trustees[role].add(trustee)
    found = []
    for key, role in resources(template, "AWS::IAM::Role").items():
        who = trustees[f"{key}.Arn"]
        if len(who) != 1:
            said = " and ".join(sorted(map(str, who))) or "nothing"
            raise UnclassifiedError(f"{stack}/{key}: who may assume it? Its uses say {said}")
        trust = resolve(role["Properties"]["AssumeRolePolicyDocument"])
        found.append(Role(f"{stack}/{key}", trust, *who))
    return found


def _uses(template: Template) -> Iterator[tuple[str, Trustee]]:
    """(ARN of a role, who must be able to assume it), for each place of the template that uses a role."""

    def of_type(resource_type: str) -> Iterator[dict[str, Any]]:
        return (resolve(resource["Properties"]) for resource in resources(template, resource_type).values())

    for attachment in of_type("AWS::Cognito::IdentityPoolRoleAttachment"):
        for identity, role in attachment["Roles"].items():
            yield role, federated(attachment["IdentityPoolId"], identity)
        for group in of_type("AWS::Cognito::UserPoolGroup"):
            yield group["RoleArn"], federated(attachment["IdentityPoolId"], "authenticated")
    for pool in of_type("AWS::Cognito::UserPool"):
        if sms := pool.get("SmsConfiguration"):
            yield sms["SnsCallerArn"], sms_sender(sms["ExternalId"])
    for function in of_type("AWS::Lambda::Function"):
        yield function["Role"], LAMBDA
