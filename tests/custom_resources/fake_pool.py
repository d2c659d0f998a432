"""Cognito's users and Secrets Manager's secrets, in memory: the gateway that the user resource is tested against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from custom_resources.errors import AlreadyExists, NotFound, Refused
from custom_resources.user.resource import User, UserKey

POOL = "eu-central-1_Ab1"
PASSWORDS = {
    "seed/one": "correct-horse",
    "seed/two": '{"username": "alice", "password": "battery-staple"}',
    "seed/short": "2brief",
}
WRITES = {
    "create",
    "set_password",
    "set_attributes",
    "delete_attributes",
    "add_to_group",
    "remove_from_group",
    "delete",
}


@dataclass
class StoredUser:
    """A user as Cognito keeps it."""

    username: str
    attributes: dict[str, str]
    groups: set[str] = field(default_factory=set)
    password: str | None = None

    def seen(self) -> User:
        return User(
            username=self.username,
            attributes=dict(self.attributes),
            groups=frozenset(self.groups),
            has_password=self.password is not None,
        )


@dataclass
class FakePool:
    """Pools whose usernames ignore case, as Gatehouse's do. `fault` is told of every call before and after it."""

    signs_in_by_email: bool = False
    users: dict[UserKey, StoredUser] = field(default_factory=dict)
    pools: set[str] = field(default_factory=lambda: {POOL})
    groups: set[str] = field(default_factory=lambda: {"admins", "editors", "readers", "foreign"})
    secrets: dict[str, str] = field(default_factory=PASSWORDS.copy)
    calls: list[str] = field(default_factory=list)
    fault: Callable[[str, str], None] = lambda _call, _moment: None
    made: int = 0

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call in WRITES]

    @contextmanager
    def _call(self, name: str) -> Iterator[None]:
        self.calls.append(name)
        self.fault(name, "before")
        yield
        self.fault(name, "after")

    def _get(self, key: UserKey) -> StoredUser | None:
        key = UserKey(key.UserPoolId, key.Username.lower())
        by_email = (
            user
            for (pool, _), user in self.users.items()
            if pool == key.UserPoolId and user.attributes.get("email", "").lower() == key.Username
        )
        return self.users.get(key) or (next(by_email, None) if self.signs_in_by_email else None)

    def _must(self, key: UserKey) -> StoredUser:
        if not (user := self._get(key)):
            raise NotFound("User does not exist. (UserNotFoundException)")
        return user

    def find(self, key: UserKey) -> User | None:
        with self._call("find"):
            return user.seen() if (user := self._get(key)) else None

    def create(self, key: UserKey, attributes: Mapping[str, str]) -> User:
        with self._call("create"):
            if key.UserPoolId not in self.pools:
                raise NotFound(f"User pool {key.UserPoolId} does not exist. (ResourceNotFoundException)")
            if self._get(key):
                raise AlreadyExists("User account already exists (UsernameExistsException)")
            self.made += 1
            sub = f"sub-{self.made}"
            username = sub if self.signs_in_by_email else key.Username
            address = {"email": key.Username} if self.signs_in_by_email else {}
            user = StoredUser(username, {**address, **attributes, "sub": sub})
            self.users[UserKey(key.UserPoolId, username.lower())] = user
        return user.seen()

    def set_password(self, key: UserKey, password: str) -> None:
        with self._call("set_password"):
            if len(password) < len("12345678"):
                raise Refused("Password did not conform with policy: too short (InvalidPasswordException)")
            self._must(key).password = password

    def set_attributes(self, key: UserKey, attributes: Mapping[str, str]) -> None:
        with self._call("set_attributes"):
            user = self._must(key)
            for name in ("email", "phone_number"):
                if name in attributes and f"{name}_verified" in user.attributes:
                    user.attributes[f"{name}_verified"] = "false"
            user.attributes.update(attributes)

    def delete_attributes(self, key: UserKey, names: Iterable[str]) -> None:
        with self._call("delete_attributes"):
            for name in names:
                self._must(key).attributes.pop(name)

    def add_to_group(self, key: UserKey, group: str) -> None:
        with self._call("add_to_group"):
            if group not in self.groups:
                raise NotFound("Group not found. (ResourceNotFoundException)")
            self._must(key).groups.add(group)

    def remove_from_group(self, key: UserKey, group: str) -> None:
        with self._call("remove_from_group"):
            self._must(key).groups.remove(group)

    def delete(self, key: UserKey) -> None:
        with self._call("delete"):
            user = self._must(key)
            del self.users[UserKey(key.UserPoolId, user.username.lower())]

    def read_secret(self, secret_id: str) -> str:
        with self._call("read_secret"):
            if secret_id not in self.secrets:
                raise NotFound("Secrets Manager can't find the specified secret. (ResourceNotFoundException)")
            return self.secrets[secret_id]
