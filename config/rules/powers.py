"""Rules of power over identities, in the hands of users."""

from __future__ import annotations

from collections.abc import Iterator

from config import powers
from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.roles import each_role
from config.rules.policies import PSEUDO_PARAMETERS, allowed_actions, is_wild
from config.rules.violation import Violation

MANAGED = (
    *("AdministratorAccess", "AdministratorAccess-Amplify", "AdministratorAccess-AWSElasticBeanstalk"),
    *("AmazonCognitoDeveloperAuthenticatedIdentities", "AmazonCognitoPowerUser", "AmazonSSMFullAccess"),
    *("AWSCloudFormationFullAccess", "AWSLambda_FullAccess", "AWSOrganizationsFullAccess", "IAMFullAccess"),
    *("PowerUserAccess", "job-function/SystemAdministrator"),
)
"""The widest of AWS's own. What a managed policy holds is not read: whoever attaches another answers for it."""
EVERYBODY = {"authenticated_role": "everybody who signs in has this role", "guest_role": "guests can be anybody"}
KINDS = {
    powers.USERS: "says who users are",
    powers.SECRETS: "reads secrets of clients or of providers",
    powers.CODE: "runs what has a role of its own",
}
_SERVICE = "let a service of yours do that on the users' behalf"


def users_get_no_power_over_identities(environment: Environment) -> Iterator[Violation]:
    """These roles' keys are in browsers: none may change who may do what, nor take on just any role.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"""
    in_hands = "is power over identities, in the hands of whoever signs in"
    for path, statement, action in allowed_actions(environment):
        if action.lower() in powers.CHAINING:
            with certain:
                if not _of_everybody(path) and (unnamed := next(filter(_is_open, statement.Resource), None)):
                    said = f"{action} on {unnamed!r} takes on whatever role trusts this one"
                    yield Violation(path, said, "name each of those roles by its ARN, without a wildcard or a variable")
        elif found := powers.among(powers.ROLES, action):
            yield Violation(path, f"{_said(action, found)} {in_hands}", f"remove it: {_SERVICE}")
    for role in each_role(environment):
        with certain:
            for index, arn in enumerate(role.config.managed_policies):
                with certain:
                    if arn.partition(":policy/")[2] in MANAGED:
                        path = (*role.path, "managed_policies", index)
                        yield Violation(path, f"{arn} {in_hands}", f"remove it: {_SERVICE}")


def power_over_users_is_meant(environment: Environment) -> Iterator[Violation]:
    """Who may put users into groups makes himself whatever a group is, and who may change what runs has its role. That
    is for few, whom somebody gives it, and with a reason. https://pathfinding.cloud/
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html#best-practices-for-using-role-based-access-control"""
    for path, statement, action in allowed_actions(environment):
        for found, means in _kinds(action):
            said = f"{_said(action, found)} {means}"
            if _of_everybody(path):
                fix = f"give it to a group or to a role of identity_pool.roles, with a `reason`; or {_SERVICE}"
                yield Violation(path, f"{said}, and {EVERYBODY[str(path[1])]}", fix)
            elif not statement.reason and not is_wild(statement):  # of a wildcard, that is told anyway
                fix = f"write why under `reason`; or remove it, and {_SERVICE}"
                yield Violation(path, f"{said}, and nobody says why", fix)


def _kinds(action: str) -> Iterator[tuple[str, str]]:
    """The first action of each kind that it stands for, and what that does."""
    if action.lower() in powers.CHAINING:
        yield action, "takes on another role"
    for kind, means in KINDS.items():
        if found := powers.among(kind, action):
            yield found, means


def _of_everybody(path: KeyPath) -> bool:
    return path[0] == "identity_pool" and path[1] in EVERYBODY


def _is_open(arn: str) -> bool:
    """Whether it stands for more than one: variables that are filled in at deploy time don't make it so."""
    literal = arn
    for name in PSEUDO_PARAMETERS:
        literal = literal.replace(f"${{{name}}}", "")
    return bool(set("*?$") & set(literal))


def _said(action: str, found: str) -> str:
    return found if action.lower() == found.lower() else f"{action} allows {found}, which"


RULES = (users_get_no_power_over_identities, power_over_users_is_meant)
