"""What to do about a user. Pure: how to say it to AWS is the gateway's business.

Ownership: a user is ours if it carries our marker, an attribute written by the very call that makes the user, so no
crash can part the two. A user without it is never adopted, changed or deleted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from custom_resources.errors import AlreadyExists, NotFound, Refused, ResourceError, Unsettled
from custom_resources.request import Properties, Request
from custom_resources.user.password import read_password

MARKER = "custom:managed_by"

COGNITO_ACTIONS = (
    "cognito-idp:AdminAddUserToGroup",
    "cognito-idp:AdminCreateUser",
    "cognito-idp:AdminDeleteUser",
    "cognito-idp:AdminDeleteUserAttributes",
    "cognito-idp:AdminGetUser",
    "cognito-idp:AdminListGroupsForUser",
    "cognito-idp:AdminRemoveUserFromGroup",
    "cognito-idp:AdminSetUserPassword",
    "cognito-idp:AdminUpdateUserAttributes",
)
SECRET_ACTIONS = ("secretsmanager:GetSecretValue",)


class UserKey(NamedTuple):
    """What identifies a user, under the API's member names."""

    UserPoolId: str
    Username: str

    @classmethod
    def of(cls, properties: Properties) -> "UserKey":
        return cls(*(str(properties.get(name, "")) for name in cls._fields))

    @classmethod
    def parse(cls, physical_id: str) -> "UserKey | None":
        key = cls(*physical_id.partition("/")[::2])
        return key if key.is_valid else None

    @property
    def is_valid(self) -> bool:
        return bool(re.fullmatch(r"[\w-]+_[0-9a-zA-Z]+", self.UserPoolId) and re.fullmatch(r"\S+", self.Username))

    def __str__(self) -> str:
        return "/".join(self)


@dataclass(frozen=True, kw_only=True)
class User:
    """What Cognito has."""

    username: str  # the stored one: in a pool that signs in by e-mail, a UUID behind the address it is asked by
    attributes: Mapping[str, str]
    groups: frozenset[str]
    has_password: bool


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the properties say. Lenient: old properties may come from an earlier version of this resource."""

    key: UserKey
    attributes: Mapping[str, str]
    groups: frozenset[str]
    password_secret: str

    @classmethod
    def of(cls, properties: Properties) -> "Wanted":
        attributes = properties.get("UserAttributes", ())
        return cls(
            key=UserKey.of(properties),
            # To Cognito a blank value and none are the same.
            attributes={item["Name"]: item["Value"] for item in attributes if item.get("Value")},
            groups=frozenset(properties.get("GroupNames", ())),
            password_secret=properties.get("PasswordSecretId", ""),
        )

    def check(self) -> None:
        if not self.key.is_valid:
            raise Refused(
                f"UserPoolId {self.key.UserPoolId!r} and Username {self.key.Username!r} cannot name a user",
                fix="give the pool's id, and a name without blanks",
            )
        if not self.password_secret:
            raise Refused("PasswordSecretId is missing", fix="name the secret that holds the user's password")
        if MARKER in self.attributes:
            raise Refused(f"UserAttributes sets {MARKER}, which says what stack owns the user", fix="leave it out")


NOTHING = Wanted.of({})


class Gateway(Protocol):
    """The calls in use here. Raises the errors of `custom_resources.errors`."""

    def find(self, key: UserKey) -> User | None: ...
    def create(self, key: UserKey, attributes: Mapping[str, str]) -> User: ...
    def set_password(self, key: UserKey, password: str) -> None: ...
    def set_attributes(self, key: UserKey, attributes: Mapping[str, str]) -> None: ...
    def delete_attributes(self, key: UserKey, names: Iterable[str]) -> None: ...
    def add_to_group(self, key: UserKey, group: str) -> None: ...
    def remove_from_group(self, key: UserKey, group: str) -> None: ...
    def delete(self, key: UserKey) -> None: ...
    def read_secret(self, secret_id: str) -> str: ...


class UserResource:
    """Custom::CognitoUser."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._created = False

    def identity(self, properties: Properties) -> str:
        return str(UserKey.of(properties))

    def ensure(self, request: Request) -> dict[str, object]:
        wanted, before = Wanted.of(request.properties), Wanted.of(request.old_properties)
        wanted.check()
        try:
            # Every attempt starts from what is there, so a lost reply, a read that lags behind and a concurrent change
            # need no treatment of their own.
            user = request.patiently(
                lambda: self._converge(wanted, before, request), AlreadyExists, NotFound, Unsettled
            )
        except Exception:
            if self._created:
                self._undo(wanted.key, request)
            raise
        return {"Sub": user.attributes["sub"]}

    def delete(self, request: Request) -> None:
        answered = UserKey.parse(request.physical_id)
        key = answered or UserKey.of(request.properties)
        if not key.is_valid:
            return  # such a Create was refused before it made anything
        # An id that is not ours is CloudFormation's own: it gave up on a Create that may still be at work.
        # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1814
        passing = () if answered else (NotFound,)
        try:
            request.patiently(lambda: self._delete_patiently(key, request), *passing)
        except NotFound:
            request.log(f"{key} is gone already")

    def _converge(self, wanted: Wanted, before: Wanted, request: Request) -> User:
        replaces = before.key.is_valid and before.key != wanted.key
        user = self._gateway.find(wanted.key)
        if user and not _is_own(user, request):
            raise Refused(
                f"{wanted.key} exists and does not belong to this resource ({_marked(user)}). It was left as it is",
                fix="choose another Username, or delete that user and deploy again",
            )
        new_secret = not replaces and before.password_secret not in ("", wanted.password_secret)
        new_password = new_secret or not user or not user.has_password
        password = read_password(wanted.password_secret, self._gateway.read_secret, request.log) if new_password else ""
        if not user:
            user = self._create(wanted, request)
        if replaces:
            before = self._replace(user, wanted, before, request)
        self._write_attributes(user, wanted, before, request)
        self._write_groups(user, wanted, before, request)
        if new_password:  # last, so that nobody signs in as a half-made user
            self._set_password(wanted, password, request)
        return user

    def _create(self, wanted: Wanted, request: Request) -> User:
        if self._created:  # deleted meanwhile, or a read that lags behind: never make it twice
            raise NotFound(f"{wanted.key} was just created and cannot be found")
        attributes = {**wanted.attributes, MARKER: request.owner}
        request.writes("AdminCreateUser", attributes)
        user = self._gateway.create(wanted.key, attributes)
        self._created = True
        return user

    def _write_attributes(self, user: User, wanted: Wanted, before: Wanted, request: Request) -> None:
        changed = {name: value for name, value in wanted.attributes.items() if user.attributes.get(name) != value}
        removed = {name for name in before.attributes if name in user.attributes and name not in wanted.attributes}
        for name in ("email", "phone_number"):
            is_username = user.attributes.get(name) == wanted.key.Username != user.username
            if is_username and name in {*changed, *removed}:
                raise Refused(
                    f"in this pool {name} is the user's Username", fix="change both together, to replace the user"
                )
            # Whether an address is verified falls with the address: say both in one call.
            verified = f"{name}_verified"
            if name in changed and verified in wanted.attributes:
                changed[verified] = wanted.attributes[verified]
        if changed:
            request.writes("AdminUpdateUserAttributes", changed)
            self._gateway.set_attributes(wanted.key, changed)
        if removed:
            request.writes("AdminDeleteUserAttributes", removed)
            self._gateway.delete_attributes(wanted.key, removed)

    def _write_groups(self, user: User, wanted: Wanted, before: Wanted, request: Request) -> None:
        for group in sorted(wanted.groups - user.groups):
            request.writes("AdminAddUserToGroup", ["GroupName"])
            try:
                self._gateway.add_to_group(wanted.key, group)
            except NotFound as error:
                raise NotFound(
                    f"{wanted.key} cannot join {group}: {error}", fix="create the group before the user"
                ) from error
        for group in sorted((before.groups - wanted.groups) & user.groups):
            request.writes("AdminRemoveUserFromGroup", ["GroupName"])
            self._gateway.remove_from_group(wanted.key, group)

    def _set_password(self, wanted: Wanted, password: str, request: Request) -> None:
        request.writes("AdminSetUserPassword", ["Password"])
        try:
            self._gateway.set_password(wanted.key, password)
        except Refused as error:
            raise Refused(
                f"the password in {wanted.password_secret} was refused: {error}",
                fix="store one there that the pool's password policy accepts, and deploy again",
            ) from error

    def _replace(self, user: User, wanted: Wanted, before: Wanted, request: Request) -> Wanted:
        """Deal with the one that `user` takes the place of. Returns what was declared before of `user` itself."""
        rolled_back = request.physical_id == str(wanted.key)
        other = self._gateway.find(before.key) if before.key.UserPoolId == wanted.key.UserPoolId else None
        if not other or other.username != user.username:
            if rolled_back:  # from a replacement that may have died half-way
                self._undo(before.key, request)
            return NOTHING
        if not rolled_back:  # CloudFormation would delete the old one next
            raise Refused(
                f"to Cognito, {before.key} and {wanted.key} are one user", fix="keep the old spelling of Username"
            )
        return before

    def _undo(self, key: UserKey, request: Request) -> None:
        try:
            self._delete_patiently(key, request)
        except NotFound:
            pass
        except ResourceError as error:  # never instead of the failure that led here
            request.log(f"{key} could not be cleaned up", Reason=str(error))

    def _delete_patiently(self, key: UserKey, request: Request) -> None:
        request.patiently(lambda: self._delete_own(key, request), Unsettled)

    def _delete_own(self, key: UserKey, request: Request) -> None:
        user = self._gateway.find(key)
        if not user:
            raise NotFound(f"{key} does not exist")
        if _is_own(user, request):
            request.writes("AdminDeleteUser", ["Username"])
            self._gateway.delete(key)
        else:
            request.log(f"{key} is left alone: it does not belong to this resource ({_marked(user)})")


def _is_own(user: User, request: Request) -> bool:
    return user.attributes.get(MARKER) == request.owner


def _marked(user: User) -> str:
    return f"{MARKER} is {user.attributes[MARKER]!r}" if MARKER in user.attributes else f"it has no {MARKER}"
