"""Rules of groups, roles and the identity pool."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config.model import Environment
from config.model.policy import Policy, Statement
from config.rules.violation import Violation

PSEUDO_PARAMETERS = ("AWS::Partition", "AWS::Region", "AWS::AccountId")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_IAM_VARIABLE = re.compile(
    r"([*?$]|(aws|cognito-identity\.amazonaws\.com|saml|sts|s3|ec2|iam|secretsmanager):[A-Za-z0-9/_.:=+@-]+)(, *'[^']*')?"
)


def guests_are_asked_for(environment: Environment) -> Iterator[Violation]:
    """A guest policy without guests is a mistake in one of the two."""
    pool = environment.identity_pool
    if pool.guest_policy and not pool.allow_unauthenticated_identities:
        yield Violation(
            ("identity_pool", "guest_policy"),
            "grants something to guests, and guests are off",
            "set allow_unauthenticated_identities: true, or remove it",
        )


def precedences_differ(environment: Environment) -> Iterator[Violation]:
    """With equal precedences neither group's role is preferred, and the token names none (CreateGroup: Precedence)."""
    seen: dict[int, str] = {}
    for name, group in environment.groups.items():
        other = seen.setdefault(group.precedence, name)
        if other != name:
            yield Violation(
                ("groups", name, "precedence"),
                f"{group.precedence} is also that of group {other!r}",
                "give each group its own",
            )


def policy_variables_exist(environment: Environment) -> Iterator[Violation]:
    """IAM leaves an unknown variable as it stands, so a misspelt one grants nothing, or the wrong thing.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""
    policies: dict[tuple[str | int, ...], Policy] = {
        ("identity_pool", "authenticated_policy"): environment.identity_pool.authenticated_policy,
        ("identity_pool", "guest_policy"): environment.identity_pool.guest_policy,
        **{("groups", name, "policy"): group.policy for name, group in environment.groups.items()},
    }
    for path, policy in policies.items():
        for index, statement in enumerate(policy):
            for text in (*statement.Resource, *_condition_values(statement)):
                for variable in _VARIABLE.findall(text):
                    if variable not in PSEUDO_PARAMETERS and not _IAM_VARIABLE.fullmatch(variable):
                        yield Violation(
                            (*path, index),
                            f"${{{variable}}} is no variable of IAM or CloudFormation",
                            f"write one of {', '.join(f'${{{name}}}' for name in PSEUDO_PARAMETERS)}, or an IAM variable such as ${{cognito-identity.amazonaws.com:sub}}",
                        )


def _condition_values(statement: Statement) -> Iterator[str]:
    for keys in statement.Condition.values():
        for values in keys.values():
            yield from values


def clients_exist(environment: Environment) -> Iterator[Violation]:
    """What names a client names one of this environment."""
    there = ", ".join(environment.clients)
    for index, name in enumerate(environment.identity_pool.clients or ()):
        if name not in environment.clients:
            yield Violation(
                ("identity_pool", "clients", index), f"there is no client {name!r}", f"write one of {there}"
            )
    client = environment.verify.client
    if client and client not in environment.clients:
        yield Violation(("verify", "client"), f"there is no client {client!r}", f"write one of {there}")
    if client in environment.clients and "ALLOW_USER_SRP_AUTH" not in environment.clients[client].auth_flows:
        yield Violation(
            ("verify", "client"),
            f"client {client!r} does not allow SRP",
            "add ALLOW_USER_SRP_AUTH to its auth_flows, or name another client",
        )


def tags_are_ours(environment: Environment) -> Iterator[Violation]:
    """The prefix aws: is reserved. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"""
    for key in environment.tags:
        if key.lower().startswith("aws:"):
            yield Violation(("tags", key), f"{key!r} starts with aws:, which AWS reserves", "rename it")


RULES = (guests_are_asked_for, precedences_differ, policy_variables_exist, clients_exist, tags_are_ours)
