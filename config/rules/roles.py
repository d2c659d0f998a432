"""Rules of who receives which role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from config.errors import KeyPath, nearest
from config.gaps import certain
from config.model import Environment
from config.model.attributes import STANDARD_ATTRIBUTES
from config.model.base import written
from config.model.identity_pool import RulesMapping
from config.model.roles import Role
from config.roles import accepted_clients, each_role, login_names, provider_names, role_mappings
from config.rules.violation import Violation

MAX_ROLE_MAPPINGS = 10
OURS = ("cognito-identity.amazonaws.com:aud", "cognito-identity.amazonaws.com:amr")
_SUB = "cognito-identity.amazonaws.com:sub"
_HOUR = timedelta(hours=1)


def guests_are_asked_for(environment: Environment) -> Iterator[Violation]:
    """A guest role without guests is a mistake in one of the two."""
    pool = environment.identity_pool
    if pool.guest_role != Role() and not pool.allow_unauthenticated_identities:
        yield Violation(
            ("identity_pool", "guest_role"),
            "is a role for guests, and guests are off",
            "set allow_unauthenticated_identities: true, or remove it",
        )


def classic_flow_has_no_role_mappings(environment: Environment) -> Iterator[Violation]:
    """GetOpenIdToken refuses the classic flow where a role mapping chooses the role, as it does for groups.
    https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html"""
    if environment.identity_pool.allow_classic_flow and role_mappings(environment):
        yield Violation(
            ("identity_pool", "allow_classic_flow"),
            "the classic flow is refused where groups or role mappings choose the role",
            "set it to false, and use the enhanced flow (GetCredentialsForIdentity)",
        )


def role_mappings_have_room(environment: Environment) -> Iterator[Violation]:
    """Groups need a role mapping per client, and an identity pool takes ten (SetIdentityPoolRoles: RoleMappings)."""
    count = len(role_mappings(environment))
    if count > MAX_ROLE_MAPPINGS:
        yield Violation(
            ("identity_pool", "logins", "clients"),
            f"{count} role mappings are needed; an identity pool takes {MAX_ROLE_MAPPINGS}",
            "name only those whose users need AWS keys",
        )


def role_mappings_name_what_exists(environment: Environment) -> Iterator[Violation]:
    """A mapping is of a login, and gives a role (SetIdentityPoolRoles: RoleMappings)."""
    pool = environment.identity_pool
    known = (*accepted_clients(environment), *provider_names(pool.logins))
    for login, mapping in pool.role_mappings.items():
        path: KeyPath = ("identity_pool", "role_mappings", login)
        with certain:
            if login not in known:
                what = f"there is no login {login!r}"
                yield Violation(path, what, f"{nearest(login, known)}; or declare it under identity_pool.logins")
        with certain:
            for index, rule in enumerate(mapping.rules if isinstance(mapping, RulesMapping) else ()):
                with certain:
                    if rule.role not in pool.roles:
                        what = f"there is no role {rule.role!r}"
                        fix = "declare it under identity_pool.roles"
                        yield Violation((*path, "rules", index, "role"), what, fix)


def trusts_name_what_exists(environment: Environment) -> Iterator[Violation]:
    """A trust that names an unknown login lets nobody in; guests come by none.
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html"""
    known = login_names(environment)
    for role in each_role(environment):
        path: KeyPath = (*role.path, "trust", "logins")
        with certain:
            if role.identity == "unauthenticated" and role.config.trust.logins:
                yield Violation(path, "guests have not signed in anywhere", "remove it")
                continue
            for index, login in enumerate(role.config.trust.logins or ()):
                with certain:
                    if login not in known:
                        yield Violation((*path, index), f"there is no login {login!r}", nearest(login, known))


def trusts_stay_with_this_identity_pool(environment: Environment) -> Iterator[Violation]:
    """`aud` and `amr` are in every trust already, and a second value for them could only widen it or shut it.
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html"""
    for role in each_role(environment):
        with certain:
            for operator, keys in role.config.trust.conditions.items():
                for key in keys:
                    if key.lower() in OURS:
                        yield Violation(
                            (*role.path, "trust", "conditions", operator, key),
                            f"{key} is in every trust already",
                            "remove it; to name the login, use trust.logins",
                        )


def trusts_ask_for_what_is_there(environment: Environment) -> Iterator[Violation]:
    """The token that a role is asked for with is Cognito's own: what a provider said of the user is not in it. A key
    that isn't there is never equal to anything, or, in IfExists and negations, always.
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif"""
    for role in each_role(environment):
        with certain:
            for operator, keys in role.config.trust.conditions.items():
                for key in keys:
                    if not key.lower().startswith(("aws:", "sts:")) and key.lower() not in {*OURS, _SUB}:
                        yield Violation(
                            (*role.path, "trust", "conditions", operator, key),
                            f"{key} is not there when an identity of Cognito's asks for a role",
                            f"go by trust.logins, aws:RequestTag/<tag>, {_SUB} or another key of AWS's (aws:...)",
                        )


def sessions_last_as_long_as_they_can(environment: Environment) -> Iterator[Violation]:
    """A role's MaxSessionDuration is 1 to 12 hours; the enhanced flow's keys last an hour in any case.
    https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html"""
    for role in each_role(environment):
        with certain:
            path, duration = (*role.path, "max_session_duration"), role.config.max_session_duration
            if not _HOUR <= duration <= 12 * _HOUR:
                yield Violation(path, f"{written(duration)} is out of range", "write 1h to 12h")
            elif duration > _HOUR and not environment.identity_pool.allow_classic_flow:
                what = f"{written(duration)} changes nothing: keys of the enhanced flow last an hour"
                yield Violation(path, what, "remove it, or set allow_classic_flow: true")


def users_do_not_choose_their_role(environment: Environment) -> Iterator[Violation]:
    """Whoever may write an attribute says what its claim holds, and so which role, or which tag, the session gets; and
    so does who chooses a username. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html#best-practices-for-using-role-based-access-control"""
    writable: dict[str, str] = {}
    with certain:
        for name, client in environment.clients.items():
            with certain:
                attributes = STANDARD_ATTRIBUTES if client.write_attributes is None else client.write_attributes
                for attribute in attributes:
                    with certain:
                        writable.setdefault(attribute, name)
    for path, claim, what in _deciding_claims(environment):
        if claim == "cognito:username" and _usernames_are_chosen(environment):
            yield Violation(
                path,
                f"users choose {claim} when they sign up, and it decides on their {what}",
                "go by another claim, such as sub, or set user_pool.allow_admin_create_user_only: true",
            )
        if claim in writable:
            yield Violation(
                path,
                f"users may write {claim} through client {writable[claim]!r}, and it decides on their {what}",
                f"remove {claim} from write_attributes of every client, or go by another claim",
            )


def _usernames_are_chosen(environment: Environment) -> bool:
    """With an address for a username, Cognito makes up a UUID."""
    pool = environment.user_pool
    return not pool.allow_admin_create_user_only and not pool.sign_in.username_attributes


def _deciding_claims(environment: Environment) -> Iterator[tuple[KeyPath, str, str]]:
    """Claims of this environment's user pool by which a role or a tag is given."""
    pool = environment.identity_pool
    with certain:
        for login, mapping in pool.role_mappings.items():
            for index, rule in enumerate(mapping.rules if isinstance(mapping, RulesMapping) else ()):
                with certain:
                    if login in environment.clients:
                        yield (
                            ("identity_pool", "role_mappings", login, "rules", index, "claim"),
                            f"{rule.claim}",
                            "role",
                        )
    tags = pool.principal_tags.get("user_pool")
    for tag, claim in tags.tags.items() if tags else ():
        yield ("identity_pool", "principal_tags", "user_pool", "tags", tag), claim, "tags"


def tokens_that_name_roles_are_of_user_pools(environment: Environment) -> Iterator[Violation]:
    """The claims cognito:roles and cognito:preferred_role are a user pool's: of its groups (RoleMapping: Type).
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html"""
    pool = environment.identity_pool
    others = set(provider_names(pool.logins)) - set(pool.logins.user_pools)
    for login, mapping in pool.role_mappings.items():
        with certain:
            if login in others and mapping.type == "Token":
                what = f"tokens of {login} name no role: those of user pools do, by their groups"
                fix = "write type: Rules, or remove it"
                yield Violation(("identity_pool", "role_mappings", login, "type"), what, fix)


RULES = (
    guests_are_asked_for,
    classic_flow_has_no_role_mappings,
    role_mappings_have_room,
    role_mappings_name_what_exists,
    trusts_name_what_exists,
    trusts_stay_with_this_identity_pool,
    trusts_ask_for_what_is_there,
    sessions_last_as_long_as_they_can,
    users_do_not_choose_their_role,
    tokens_that_name_roles_are_of_user_pools,
)
