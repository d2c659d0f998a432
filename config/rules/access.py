"""Rules of groups, roles and the identity pool."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config.errors import KeyPath, nearest
from config.gaps import certain
from config.model import Environment
from config.model.policy import Policy, Statement
from config.rules.violation import Violation

PSEUDO_PARAMETERS = ("AWS::Partition", "AWS::Region", "AWS::AccountId")
MAX_ROLE_MAPPINGS = 10
MAX_POLICY_SIZE = 10_240
SERVICES_OF_POWER = ("iam", "sts", "organizations", "account", "sso")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_IAM_VARIABLE = re.compile(
    r"([*?$]|(aws|cognito-identity\.amazonaws\.com|saml|sts|s3|ec2|iam|secretsmanager):[A-Za-z0-9/_.:=+@-]+)"
    r"(, *'[^']*')?"
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


def denial_has_groups_to_go_by(environment: Environment) -> Iterator[Violation]:
    """Deny refuses users whose groups name no single role (RoleMapping: AmbiguousRoleResolution); without groups there
    is no mapping that could refuse anybody."""
    if environment.identity_pool.ambiguous_role_resolution == "Deny" and not environment.groups:
        yield Violation(
            ("identity_pool", "ambiguous_role_resolution"),
            "Deny refuses nobody: there are no groups",
            "declare groups, or remove it",
        )


def classic_flow_has_no_role_mappings(environment: Environment) -> Iterator[Violation]:
    """GetOpenIdToken refuses the classic flow where a role mapping chooses the role, as it does for groups.
    https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html"""
    if environment.identity_pool.allow_classic_flow and environment.groups:
        yield Violation(
            ("identity_pool", "allow_classic_flow"),
            "the classic flow is refused where groups choose the role",
            "set it to false, and use the enhanced flow (GetCredentialsForIdentity)",
        )


def role_mappings_have_room(environment: Environment) -> Iterator[Violation]:
    """Groups need a role mapping per client, and an identity pool takes ten (SetIdentityPoolRoles: RoleMappings)."""
    accepted = environment.identity_pool.clients or tuple(environment.clients)
    if environment.groups and len(accepted) > MAX_ROLE_MAPPINGS:
        yield Violation(
            ("identity_pool", "clients"),
            f"{len(accepted)} clients are accepted; with groups an identity pool takes {MAX_ROLE_MAPPINGS}",
            "name only those whose users need AWS keys",
        )


def precedences_differ(environment: Environment) -> Iterator[Violation]:
    """With equal precedences neither group's role is preferred, and the token names none (CreateGroup: Precedence)."""
    seen: dict[int, str] = {}
    for name, group in environment.groups.items():
        with certain:
            other = seen.setdefault(group.precedence, name)
            if other != name:
                what = f"{group.precedence} is also that of group {other!r}"
                yield Violation(("groups", name, "precedence"), what, "give each group its own")


def policy_variables_exist(environment: Environment) -> Iterator[Violation]:
    """IAM leaves an unknown variable as it stands, so a misspelt one grants nothing, or the wrong thing.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""
    ours = ", ".join(f"${{{name}}}" for name in PSEUDO_PARAMETERS)
    for path, text in _texts(environment):
        with certain:
            for variable in _VARIABLE.findall(text):
                if variable not in PSEUDO_PARAMETERS and not _IAM_VARIABLE.fullmatch(variable):
                    yield Violation(
                        path,
                        f"${{{variable}}} is no variable of IAM or CloudFormation",
                        f"write one of {ours}, or one of IAM's, such as ${{cognito-identity.amazonaws.com:sub}}",
                    )


def policies_are_well_formed(environment: Environment) -> Iterator[Violation]:
    """Each Sid once, and at most 10,240 characters in a role's inline policies.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    for path, policy in policies(environment):
        with certain:
            sids = [statement.Sid for statement in policy if statement.Sid]
            for sid in sorted({sid for sid in sids if sids.count(sid) > 1}):
                yield Violation(path, f"Sid {sid!r} stands there {sids.count(sid)} times", "rename all but one")
            size = sum(len(statement.model_dump_json(exclude_defaults=True)) for statement in policy)
            if size > MAX_POLICY_SIZE:
                what = f"has {size} characters; IAM takes {MAX_POLICY_SIZE} for a role"
                yield Violation(path, what, "use wildcards in resources, or fewer statements")


def users_get_no_power_over_identities(environment: Environment) -> Iterator[Violation]:
    """These roles' keys are in browsers: none may change who may do what.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"""
    for path, statement in statements(_policies_of_users(environment)):
        with certain:
            for action in statement.Action if statement.Effect == "Allow" else ():
                if action.partition(":")[0] in SERVICES_OF_POWER:
                    yield Violation(
                        path,
                        f"{action} is power over identities, in the hands of whoever signs in",
                        "remove it: let a service of yours do that on the users' behalf",
                    )


def policies(environment: Environment) -> Iterator[tuple[KeyPath, Policy]]:
    """Every policy of a role, with its place."""
    yield from _policies_of_users(environment)
    for name, trigger in environment.triggers.given().items():
        with certain:
            yield ("triggers", name, "policy"), trigger.policy


def _policies_of_users(environment: Environment) -> Iterator[tuple[KeyPath, Policy]]:
    """Every policy of a role that users receive, with its place."""
    with certain:
        yield ("identity_pool", "authenticated_policy"), environment.identity_pool.authenticated_policy
        yield ("identity_pool", "guest_policy"), environment.identity_pool.guest_policy
    for name, group in environment.groups.items():
        with certain:
            yield ("groups", name, "policy"), group.policy


def statements(of: Iterator[tuple[KeyPath, Policy]]) -> Iterator[tuple[KeyPath, Statement]]:
    """Every statement of those policies, with its place."""
    for path, policy in of:
        with certain:
            for index, statement in enumerate(policy):
                yield (*path, index), statement


def _texts(environment: Environment) -> Iterator[tuple[KeyPath, str]]:
    """Every text of those statements in which a variable may stand, with the statement's place."""
    for path, statement in statements(policies(environment)):
        with certain:
            for values in (statement.Resource, *(v for keys in statement.Condition.values() for v in keys.values())):
                yield from ((path, text) for text in values)


def clients_exist(environment: Environment) -> Iterator[Violation]:
    """What names a client names one of this environment; `verify` signs in by SRP."""
    for index, name in enumerate(environment.identity_pool.clients or ()):
        with certain:
            yield from _missing_client(environment, name, ("identity_pool", "clients", index))
    client = environment.verify.client
    if client:
        yield from _missing_client(environment, client, ("verify", "client"))
    if client in environment.clients and "ALLOW_USER_SRP_AUTH" not in environment.clients[client].auth_flows:
        yield Violation(
            ("verify", "client"),
            f"client {client!r} does not allow SRP",
            "add ALLOW_USER_SRP_AUTH to its auth_flows, or name another client",
        )


def _missing_client(environment: Environment, name: str, path: KeyPath) -> Iterator[Violation]:
    if name not in environment.clients:
        fix = f"{nearest(name, environment.clients)}; or declare it under clients"
        yield Violation(path, f"there is no client {name!r}", fix)


def tags_are_ours(environment: Environment) -> Iterator[Violation]:
    """The prefix aws: is reserved. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"""
    for key in environment.tags:
        if key.lower().startswith("aws:"):
            yield Violation(("tags", key), f"{key!r} starts with aws:, which AWS reserves", "rename it")


RULES = (
    guests_are_asked_for,
    denial_has_groups_to_go_by,
    classic_flow_has_no_role_mappings,
    role_mappings_have_room,
    precedences_differ,
    policy_variables_exist,
    policies_are_well_formed,
    users_get_no_power_over_identities,
    clients_exist,
    tags_are_ours,
)
