"""Rules of what roles may do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from config import iam_actions, powers
from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.policy import Conditions, Policy, Statement
from config.own_data import SUB
from config.roles import each_role
from config.rules.triggers import each_trigger
from config.rules.violation import Violation

PSEUDO_PARAMETERS = ("AWS::Partition", "AWS::Region", "AWS::AccountId")
MAX_POLICY_SIZE = 10_240
GUEST_ACTIONS = (
    *("appsync:*", "cloudwatch:*", "codewhisperer:*", "cognito-identity:*", "cognito-idp:*", "cognito-sync:*"),
    *("comprehend:*", "dynamodb:*", "execute-api:*", "firehose:*", "gamelift:*", "geo:*deviceposition*"),
    *("geo:*geofence", "geo:*geofences", "geo:calculateroute*", "geo:getmap*", "geo:getplace", "geo:listmaps"),
    *("geo:searchplaceindex*", "iot:*", "kinesis:*", "kms:decrypt", "kms:encrypt", "kms:generatedatakey"),
    *("kms:generatedatakeypair", "kms:generatedatakeypairwithoutplaintext", "kms:generatedatakeywithoutplaintext"),
    *("kms:reencryptfrom", "kms:reencryptto", "lambda:*", "lex:*", "logs:*", "machinelearning:*", "mobileanalytics:*"),
    *("mobiletargeting:*", "personalize:*", "polly:*", "rekognition:*", "rum:putrumevents", "s3:*"),
    *("sagemaker:invokeendpoint", "sdb:*", "ses:*", "sns:*", "sqs:*", "textract:analyzedocument"),
    *("textract:detectdocumenttext", "transcribe:*", "translate:*"),
)
"""What the two session policies of the enhanced flow let guests do, the inline one and
AmazonCognitoUnAuthedIdentitiesSessionPolicy (version of May 2026), in lower case."""
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_IAM_VARIABLE = re.compile(
    r"([*?$]|(aws|cognito-identity\.amazonaws\.com|saml|sts|s3|ec2|iam|secretsmanager):[A-Za-z0-9/_.:=+@-]+)"
    r"(, *'[^']*')?"
)


def policy_variables_exist(environment: Environment) -> Iterator[Violation]:
    """IAM leaves an unknown variable as it stands, so a misspelt one grants nothing, or the wrong thing.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""
    ours = ", ".join(f"${{{name}}}" for name in PSEUDO_PARAMETERS)
    for path, variable in _variables(environment):
        if variable not in PSEUDO_PARAMETERS and not _IAM_VARIABLE.fullmatch(variable):
            yield Violation(
                path,
                f"${{{variable}}} is no variable of IAM or CloudFormation",
                f"write one of {ours}, or one of IAM's, such as ${{cognito-identity.amazonaws.com:sub}}",
            )


def policies_are_well_formed(environment: Environment) -> Iterator[Violation]:
    """Each Sid once, and at most 10,240 characters in a role's inline policies.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    for path, policy, whole in _policies(environment):
        with certain:
            sids = [statement.Sid for statement in policy if statement.Sid]
            for sid in sorted({sid for sid in sids if sids.count(sid) > 1}):
                yield Violation(path, f"Sid {sid!r} stands there {sids.count(sid)} times", "rename all but one")
            size = _size(whole)
            if size > MAX_POLICY_SIZE:
                what = f"has {size} characters; IAM takes {MAX_POLICY_SIZE} for a role"
                yield Violation(path, what, "use wildcards in resources, or fewer statements")


def conditions_ask_for_true_or_false(environment: Environment) -> Iterator[Violation]:
    """Null asks whether a key is there, and can be told nothing else.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""
    for path, conditions in _conditions(environment):
        with certain:
            for key, values in conditions.get("Null", {}).items():
                for value in values:
                    if value not in {"true", "false"}:
                        what = f"{value!r} is neither 'true' nor 'false'"
                        yield Violation((*path, "Null", key), what, "write 'true' (the key is absent) or 'false'")


def wildcards_have_reasons(environment: Environment) -> Iterator[Violation]:
    """What a wildcard lets in should be meant, by a person who says so; an identity's own folder needs no reason. Power
    over identities has one, too (rules/powers.py).
    https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"""
    for path, statement in statements(environment):
        with certain:
            wild = _wild(statement)
            if wild and not statement.reason:
                fix = "name them one by one, or write why not under `reason`"
                yield Violation(path, f"{wild[0]!r} holds a wildcard, and nobody says why", fix)
            if statement.reason and not wild and not _has_power(statement):
                what = "gives a reason, and allows neither a wildcard nor power over identities"
                yield Violation(path, what, "remove `reason`")


def guests_get_what_aws_lets_through(environment: Environment) -> Iterator[Violation]:
    """Guests' sessions are cut by two policies of Cognito's, whatever their role says; in the classic flow, where they
    are not, AWS advises to grant no more. https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html"""
    guests = ("identity_pool", "guest_role")
    for path, _, action in allowed_actions(environment):
        let_through = any(fnmatchcase(action.lower(), allowed) for allowed in GUEST_ACTIONS)
        if path[:2] == guests and iam_actions.matching(action) and not let_through:
            yield Violation(
                path,
                f"{action} is nothing that AWS lets guests do (AmazonCognitoUnAuthedIdentitiesSessionPolicy)",
                "remove it: let users sign in for it, or let a service of yours do it for guests",
            )
    for role in each_role(environment):
        with certain:
            if role.path == guests and role.config.managed_policies:
                yield Violation(
                    (*guests, "managed_policies"),
                    "what managed policies grant to guests can't be seen here",
                    "write what guests may do under `policy`",
                )


def _policies(environment: Environment) -> Iterator[tuple[KeyPath, Policy, Policy]]:
    """Every policy of a role, with its place, and with what it is deployed with."""
    for role in each_role(environment):
        with certain:
            yield (*role.path, "policy"), role.config.policy, role.statements
    for path, _, trigger in each_trigger(environment):
        with certain:
            yield (*path, "policy"), trigger.policy, trigger.policy


def statements(environment: Environment) -> Iterator[tuple[KeyPath, Statement]]:
    """Every statement of a role, with its place."""
    for path, policy, _ in _policies(environment):
        with certain:
            for index, statement in enumerate(policy):
                yield (*path, index), statement


def allowed_actions(environment: Environment) -> Iterator[tuple[KeyPath, Statement, str]]:
    """Every action that a statement allows users, with the statement and its place."""
    for path, statement in statements(environment):
        if path[0] in {"triggers", "replicas"}:
            continue
        with certain:
            for action in statement.Action if statement.Effect == "Allow" else ():
                with certain:
                    yield path, statement, f"{action}"


def _conditions(environment: Environment) -> Iterator[tuple[KeyPath, Conditions]]:
    """Those of every statement and of every role's trust, with their places."""
    for path, statement in statements(environment):
        with certain:
            yield (*path, "Condition"), statement.Condition
    for role in each_role(environment):
        with certain:
            yield (*role.path, "trust", "conditions"), role.config.trust.conditions


def _variables(environment: Environment) -> Iterator[tuple[KeyPath, str]]:
    """Every variable in a statement or in a trust, with the place of either."""
    for path, statement in statements(environment):
        with certain:
            yield from ((path, variable) for variable in variables(statement.Resource, statement.Condition))
    for role in each_role(environment):
        with certain:
            path = (*role.path, "trust", "conditions")
            yield from ((path, variable) for variable in variables((), role.config.trust.conditions))


def variables(resources: Sequence[str], conditions: Conditions) -> Iterator[str]:
    """What stands in ${...}."""
    for values in (resources, *(values for keys in conditions.values() for values in keys.values())):
        for text in values:
            with certain:
                yield from _VARIABLE.findall(text)


def _wild(statement: Statement) -> list[str]:
    """What it allows by a wildcard, beside an identity's own folder."""
    allowed = (*statement.Action, *statement.Resource) if statement.Effect == "Allow" else ()
    return [text for text in allowed if set("*?") & set(_VARIABLE.sub("", text.removesuffix(f"{SUB}/*")))]


def is_wild(statement: Statement) -> bool:
    """Whether it needs a reason for a wildcard."""
    return bool(_wild(statement))


def _has_power(statement: Statement) -> bool:
    return statement.Effect == "Allow" and any(powers.among(powers.ALL, action) for action in statement.Action)


def _size(policy: Policy) -> int:
    return sum(len(each.model_dump_json(exclude_defaults=True, exclude={"reason"})) for each in policy)


RULES = (
    policy_variables_exist,
    policies_are_well_formed,
    conditions_ask_for_true_or_false,
    wildcards_have_reasons,
    guests_get_what_aws_lets_through,
)
