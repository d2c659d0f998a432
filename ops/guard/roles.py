"""What each role of a template is for, told by what uses it and by the config: never by what its own trust says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from config import roles as of
from config.model import Environment
from config.model import policy as model
from config.names import Names
from ops.guard.logins import deployed, logins, tagging
from ops.guard.matrix import LAMBDA, SYNC, Policy, Trustee, federated, for_pool, sms_sender
from ops.guard.statements import statements
from ops.templates import Template, resolve, resources

Condition = tuple[str, str, tuple[str, ...]]
"""(operator, key, values)"""
Conditions = tuple[Condition, ...]


@dataclass(frozen=True)
class Role:
    """A role, its trust, and who alone may have it."""

    name: str
    """stack/logical id"""
    trust: Policy
    """Without the `narrowing` conditions: what lets in nobody else without them lets in nobody else with them."""
    trustee: Trustee | None
    """None: nobody can say, for want of a use, or since its uses differ."""
    uses: tuple[str, ...] = ()
    narrowing: tuple[str, ...] = ()
    """Conditions of the config's that are there and that no request is tried with."""
    unlike: tuple[str, ...] = ()
    """What of it is not as the config means it."""


class Use(NamedTuple):
    """A place of a template that names a role."""

    role: str
    """Its ARN."""
    what: str
    trustee: Trustee
    narrowing: Conditions = ()
    meant: of.FederatedRole | None = None
    """What the config says of a role of identities."""


def roles(stack: str, template: Template, config: Environment) -> Iterator[Role]:
    """Every role of a template, classified by its uses."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for use in _uses(template, config):
        uses[use.role].append(use)
    for key, role in resources(template, "AWS::IAM::Role").items():
        found = uses[f"{key}.Arn"]
        trustees = {use.trustee for use in found}
        narrowing = dict.fromkeys(condition for use in found for condition in use.narrowing)
        trust, lacking = _widened(statements(role["Properties"]["AssumeRolePolicyDocument"]), narrowing)
        rights = dict.fromkeys(text for use in found if use.meant for text in _other_rights(role["Properties"], use))
        yield Role(
            name=f"{stack}/{key}",
            trust=trust,
            trustee=trustees.pop() if len(trustees) == 1 else None,
            uses=tuple(dict.fromkeys(use.what for use in found)),
            narrowing=tuple(f"{operator} {key}" for operator, key, _ in narrowing),
            unlike=(*(f"its trust lacks the condition {operator} {key}" for operator, key, _ in lacking), *rights),
        )


def _widened(trust: list[dict[str, Any]], narrowing: Iterable[Condition]) -> tuple[Policy, list[Condition]]:
    """A trust of these statements without these conditions, and those of them that some statement lacks."""
    lacking = []
    for statement in trust:
        for operator, key, values in narrowing:
            there = statement.get("Condition", {}).get(operator, {})
            if there.get(key) == list(values):
                del there[key]
            else:
                lacking.append((operator, key, values))
    return {"Version": "2012-10-17", "Statement": trust}, lacking


def _other_rights(properties: dict[str, Any], use: Use) -> Iterator[str]:
    """Where a role may do otherwise than the config says of what it is used as."""
    assert use.meant
    config, given = use.meant.config, resolve(properties)
    inline = [each for policy in properties.get("Policies", ()) for each in statements(policy["PolicyDocument"])]
    meant = [_as_deployed(statement) for statement in use.meant.statements]
    if inline != meant:
        yield f"as {use.what}: its policy is not what {'.'.join(map(str, use.meant.path))} says"
    if given.get("ManagedPolicyArns", []) != [deployed(arn) for arn in config.managed_policies]:
        yield f"as {use.what}: its managed policies are not those of {'.'.join(map(str, use.meant.path))}"
    if given.get("PermissionsBoundary", "") != deployed(config.permissions_boundary or ""):
        yield f"as {use.what}: its boundary is not that of {'.'.join(map(str, use.meant.path))}"


def _as_deployed(statement: model.Statement) -> dict[str, Any]:
    """A statement of the config as `statements` has those of a template."""
    lists = {key: [deployed(each) for each in getattr(statement, key)] for key in ("Action", "Resource")}
    conditions = {
        operator: {key: [deployed(each) for each in values] for key, values in keys.items()}
        for operator, keys in statement.Condition.items()
    }
    sid = {"Sid": statement.Sid} if statement.Sid else {}
    return {**sid, "Effect": statement.Effect, **lists, **({"Condition": conditions} if conditions else {})}


def _uses(template: Template, config: Environment) -> Iterator[Use]:
    def of_type(resource_type: str) -> Iterator[dict[str, Any]]:
        return (resolve(resource["Properties"]) for resource in resources(template, resource_type).values())

    known, tagged = logins(template, config), tagging(template, config)
    for attachment in of_type("AWS::Cognito::IdentityPoolRoleAttachment"):
        for arn, what, role in _given(attachment, config, of_type):
            limited, conditions = role.config.trust.logins or (), _conditions(role)
            trustee = federated(
                attachment["IdentityPoolId"],
                role.identity,
                logins=tuple(known[login].amr for login in limited),
                equal=tuple((key, values) for operator, key, values in conditions if operator == "StringEquals"),
                tags_sessions=role.identity == "authenticated"
                and bool(tagged & set(role.config.trust.logins or known)),
            )
            yield Use(arn, what, trustee, tuple(each for each in conditions if each[0] != "StringEquals"), role)
    yield from _services(of_type)


def _given(
    attachment: dict[str, Any], config: Environment, of_type: Callable[[str], Iterator[dict[str, Any]]]
) -> Iterator[tuple[str, str, of.FederatedRole]]:
    """(ARN, what gives it, what the config means by it) of each role that identities receive."""
    meant = of.roles(config)
    attached = {"authenticated": meant.authenticated, "unauthenticated": meant.guest}
    for identity, arn in attachment["Roles"].items():
        if role := attached[identity]:
            yield arn, identity, role
    for login, mapping in attachment.get("RoleMappings", {}).items():
        rules = getattr(of.role_mappings(config).get(login), "rules", ())
        for rule, by_config in zip(mapping.get("RulesConfiguration", {}).get("Rules", ()), rules, strict=False):
            yield rule["RoleARN"], f"rule of {login}", meant.named[by_config.role]
    members = {config.group_names[key]: role for key, role in meant.groups.items()}
    for group in of_type("AWS::Cognito::UserPoolGroup"):
        if role := members.get(group["GroupName"]):
            yield group["RoleArn"], f"group {role.key}", role
    # Chosen by the token or the app: known by its published ARN alone.
    named = {Names(config.name).role_arn(key): role for key, role in meant.named.items()}
    for parameter in of_type("AWS::SSM::Parameter"):
        if role := named.get(parameter["Name"]):
            yield parameter["Value"], f"role {role.key}", role


def _conditions(role: of.FederatedRole) -> list[Condition]:
    return [
        (operator, key, tuple(map(deployed, values)))
        for operator, keys in role.config.trust.conditions.items()
        for key, values in keys.items()
    ]


def _services(of_type: Callable[[str], Iterator[dict[str, Any]]]) -> Iterator[Use]:
    replicas = of_type("AWS::Cognito::UserPoolRegionalConfigurationAttachment")
    for pool in (*of_type("AWS::Cognito::UserPool"), *replicas):
        if sms := pool.get("SmsConfiguration"):
            way = sms.get("EumsSms", {"CallerArn": sms.get("SnsCallerArn"), **sms})
            yield Use(way["CallerArn"], "SMS", sms_sender(way["ExternalId"]))
    for pool in of_type("AWS::Cognito::IdentityPool"):
        for feature in sorted({"PushSync", "CognitoStreams"} & pool.keys()):
            yield Use(pool[feature]["RoleArn"], feature, SYNC)
    for job in of_type("Custom::CognitoUserImport"):
        yield Use(job["CloudWatchLogsRoleArn"], "logs of imports", for_pool("UserPoolArnPublished"))
    for function in of_type("AWS::Lambda::Function"):
        yield Use(function["Role"], "function", LAMBDA)
