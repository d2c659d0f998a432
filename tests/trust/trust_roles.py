"""What each role of a template is for, told by what uses it and by the config: never by what its own trust says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from config import roles as of
from config.model import Environment
from config.names import Names
from resolving import resolve
from synthesis import Template, resources
from trust_matrix import LAMBDA, REGION, SYNC, Policy, Trustee, federated, for_pool, sms_sender


class Role(NamedTuple):
    name: str
    trust: Policy
    trustee: Trustee


class UnclassifiedError(AssertionError):
    """A role with no known use, or with several that differ."""


def roles(stack: str, template: Template, config: Environment) -> list[Role]:
    """Every role of a template, with who alone may have it."""
    trustees = defaultdict(set)
    for role, trustee in _uses(template, config):
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


def _uses(template: Template, config: Environment) -> Iterator[tuple[str, Trustee]]:
    """(ARN of a role, who must be able to assume it), for each place of the template that uses a role."""

    def of_type(resource_type: str) -> Iterator[dict[str, Any]]:
        return (resolve(resource["Properties"]) for resource in resources(template, resource_type).values())

    for attachment in of_type("AWS::Cognito::IdentityPoolRoleAttachment"):
        yield from _federated(attachment, config)
        pool_id = attachment["IdentityPoolId"]
        for group in of_type("AWS::Cognito::UserPoolGroup"):
            yield group["RoleArn"], _users(pool_id, of.roles(config).groups[group["GroupName"]], config)
        # Chosen by the token or the app: known by its published ARN alone.
        named = {Names(config.name).role_arn(key): role for key, role in of.roles(config).named.items()}
        for parameter in of_type("AWS::SSM::Parameter"):
            if parameter["Name"] in named:
                yield parameter["Value"], _users(pool_id, named[parameter["Name"]], config)
    yield from _services(of_type)


def _services(of_type: Callable[[str], Iterator[dict[str, Any]]]) -> Iterator[tuple[str, Trustee]]:
    replicas = of_type("AWS::Cognito::UserPoolRegionalConfigurationAttachment")
    for pool in (*of_type("AWS::Cognito::UserPool"), *replicas):
        if sms := pool.get("SmsConfiguration"):
            way = sms.get("EumsSms", {"CallerArn": sms.get("SnsCallerArn"), **sms})
            yield way["CallerArn"], sms_sender(way["ExternalId"])
    for pool in of_type("AWS::Cognito::IdentityPool"):
        for feature in {"PushSync", "CognitoStreams"} & pool.keys():
            yield pool[feature]["RoleArn"], SYNC
    for job in of_type("Custom::CognitoUserImport"):
        yield job["CloudWatchLogsRoleArn"], for_pool("UserPoolArnPublished")
    for function in of_type("AWS::Lambda::Function"):
        yield function["Role"], LAMBDA


def _federated(attachment: dict[str, Any], config: Environment) -> Iterator[tuple[str, Trustee]]:
    """The roles that the attachment and its rules give to identities."""
    meant, pool = of.roles(config), attachment["IdentityPoolId"]
    attached = {"authenticated": meant.authenticated, "unauthenticated": meant.guest}
    for identity, role in attachment["Roles"].items():
        by_config = attached[identity]
        yield role, _users(pool, by_config, config) if by_config else federated(pool, identity)
    for login, mapping in attachment.get("RoleMappings", {}).items():
        by_rule = of.role_mappings(config)[login]
        for index, rule in enumerate(mapping.get("RulesConfiguration", {}).get("Rules", ())):
            yield rule["RoleARN"], _users(pool, meant.named[by_rule.rules[index].role], config)  # type: ignore[union-attr]


def _users(pool: str, role: of.FederatedRole, config: Environment) -> Trustee:
    trust, names = role.config.trust, _amr(config)
    assert set(trust.conditions) <= {"StringEquals"}, "teach the matrix this operator"
    return federated(
        pool,
        role.identity,
        logins=tuple(names[login] for login in trust.logins or ()),
        equal=tuple(trust.conditions.get("StringEquals", {}).items()),
        tags_sessions=role.tags_sessions,
    )


def _amr(config: Environment) -> dict[str, str]:
    """What `amr` holds of those who came by a login."""
    logins = config.identity_pool.logins
    return {
        "user_pool": f"cognito-idp.{REGION}.amazonaws.com/UserPoolIdPublished",
        "amazon": "www.amazon.com",
        "apple": "appleid.apple.com",
        "facebook": "graph.facebook.com",
        "google": "accounts.google.com",
        "developer": logins.developer.name if logins.developer else "",
        **{name: pool.provider_name for name, pool in logins.user_pools.items()},
        **{name: arn.split("/", 1)[1] for name, arn in logins.oidc_provider_arns.items()},
        **{name: provider.url.removeprefix("https://") for name, provider in logins.oidc_providers.items()},
        **{name: resolve({"Fn::Sub": arn}) for name, arn in logins.saml_provider_arns.items()},
    }
