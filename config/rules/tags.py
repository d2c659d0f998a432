"""Rules of the tags that sessions carry: who has which, and where they can be read."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.policy import Policy
from config.roles import DEVELOPER, FederatedRole, each_role, login_names
from config.rules.policies import variables
from config.rules.triggers import each_trigger
from config.rules.violation import Violation

CARRIED, ASKED_FOR = "aws:principaltag/", "aws:requesttag/"
"""How a policy reads a session's tag, and how a trust does, before there is a session."""


def principal_tags_are_mapped(environment: Environment) -> Iterator[Violation]:
    """A tag that no session carries is never equal to anything, or, in IfExists and negations, always. A login's
    sessions carry what is mapped for it, or what a backend passes, those of guests nothing; and each what its role has.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
    https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html"""
    for role in each_role(environment):
        with certain:
            if not _passed_by_a_backend(environment, role):
                known, after = _mapped(environment, role), ", ".join(role.config.trust.logins or ())
                said = f"write one of {', '.join(sorted(known))}, or map it" if known else "map it"
                fix = f"{said} under identity_pool.principal_tags"
                in_policy = _in_policy((*role.path, "policy"), role.config.policy)
                read = [(path, tag) for path, tag in in_policy if tag not in environment.tags]
                for path, tag in (*read, *_in_trust(role)):
                    if role.identity == "unauthenticated":
                        yield Violation(path, f"no session of guests carries the tag {tag!r}", "remove it")
                    elif tag not in known:
                        yield Violation(path, f"no session{after and f' after {after}'} carries the tag {tag!r}", fix)
    for path, _, trigger in each_trigger(environment):
        with certain:
            for place, tag in _in_policy((*path, "policy"), trigger.policy):
                if tag not in environment.tags:
                    yield Violation(
                        place, f"no role of functions carries the tag {tag!r}", "remove it, or add it to tags"
                    )


def trusts_read_tags_that_are_asked_for(environment: Environment) -> Iterator[Violation]:
    """A session's tags are its principal's once it is there; whoever asks for it passes them in the request.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_operations"""
    for role in each_role(environment):
        with certain:
            for operator, keys in role.config.trust.conditions.items():
                for key in keys:
                    if key.lower().startswith(CARRIED):
                        path = (*role.path, "trust", "conditions", operator, key)
                        what = f"{key} is not there yet when the role is asked for"
                        yield Violation(path, what, f"write aws:RequestTag/{key.partition('/')[2]}")


def _logins(environment: Environment, role: FederatedRole) -> tuple[str, ...]:
    return () if role.identity == "unauthenticated" else role.config.trust.logins or login_names(environment)


def _passed_by_a_backend(environment: Environment, role: FederatedRole) -> bool:
    """Then they may be any."""
    developer = environment.identity_pool.logins.developer
    return bool(developer and developer.passes_principal_tags and DEVELOPER in _logins(environment, role))


def _mapped(environment: Environment, role: FederatedRole) -> set[str]:
    logins = _logins(environment, role)
    maps = [each for login, each in environment.identity_pool.principal_tags.items() if login in logins]
    return {tag for each in maps for tag in (("username", "client") if each.use_defaults else each.tags)}


def _in_policy(path: KeyPath, policy: Policy) -> Iterator[tuple[KeyPath, str]]:
    """Where its statements go by a tag, and by which."""
    for index, statement in enumerate(policy):
        with certain:
            read = [variable.partition(",")[0] for variable in variables(statement.Resource, statement.Condition)]
            keys = [key for keys in statement.Condition.values() for key in keys]
            for text in (*read, *keys):
                if text.lower().startswith(CARRIED):
                    yield (*path, index), text.partition("/")[2]


def _in_trust(role: FederatedRole) -> Iterator[tuple[KeyPath, str]]:
    for operator, keys in role.config.trust.conditions.items():
        for key in keys:
            if key.lower().startswith(ASKED_FOR):
                yield (*role.path, "trust", "conditions", operator, key), key.partition("/")[2]


RULES = (principal_tags_are_mapped, trusts_read_tags_that_are_asked_for)
