"""Cognito's users in memory, and the secrets that their passwords come from."""
# ruff: noqa: N803 - members have the API's names

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from custom_resources.user.resource import UserKey
from fake_imports import ServiceError

PASSWORDS = {
    "seed/one": "correct-horse",
    "seed/two": '{"username": "alice", "password": "battery-staple"}',
    "seed/short": "2brief",
}
Pairs = list[dict[str, str]]


@dataclass
class StoredUser:
    """A user as Cognito keeps it."""

    username: str
    attributes: dict[str, str]
    groups: set[str] = field(default_factory=set)
    password: str | None = None

    def shown(self) -> dict[str, Any]:
        status = "FORCE_CHANGE_PASSWORD" if self.password is None else "CONFIRMED"
        return {"Username": self.username, "UserStatus": status}

    def pairs(self) -> Pairs:
        return [{"Name": name, "Value": value} for name, value in self.attributes.items()]


@dataclass
class FakeUsers:
    """Pools whose usernames ignore case, as Gatehouse's do. Tests remember, by sub: `passwords`, which to find, and
    `touched`, whose owners have changed something."""

    signs_in_by_email: bool = False
    users: dict[UserKey, StoredUser] = field(default_factory=dict)
    groups: set[str] = field(default_factory=lambda: {"admins", "editors", "readers", "foreign"})
    secrets: dict[str, str] = field(default_factory=PASSWORDS.copy)
    made: int = 0
    passwords: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def _pool(self, key: str) -> Any:
        raise NotImplementedError

    def _found(self, pool: str, name: str) -> StoredUser | None:
        self._pool(pool)
        key = UserKey(pool, name.lower())
        by_email = (
            user
            for (of, _), user in self.users.items()
            if of == pool and user.attributes.get("email", "").lower() == key.Username
        )
        return self.users.get(key) or (next(by_email, None) if self.signs_in_by_email else None)

    def _user(self, pool: str, name: str) -> StoredUser:
        if not (user := self._found(pool, name)):
            raise ServiceError("UserNotFoundException", "User does not exist.")
        return user

    def _admin_get_user(self, UserPoolId: str, Username: str) -> dict[str, Any]:
        user = self._user(UserPoolId, Username)
        return user.shown() | {"UserAttributes": user.pairs()}

    def _admin_list_groups_for_user(self, UserPoolId: str, Username: str, NextToken: str = "0") -> dict[str, Any]:
        """A page a group."""
        groups, at = sorted(self._user(UserPoolId, Username).groups), int(NextToken)
        more = {"NextToken": str(at + 1)} if at + 1 < len(groups) else {}
        return {"Groups": [{"GroupName": group} for group in groups[at : at + 1]]} | more

    def _admin_create_user(
        self, UserPoolId: str, Username: str, UserAttributes: Pairs, **_password: str
    ) -> dict[str, Any]:
        if self._found(UserPoolId, Username):
            raise ServiceError("UsernameExistsException", "User account already exists.")
        self.made += 1
        sub = f"sub-{self.made}"
        name, address = (sub, {"email": Username}) if self.signs_in_by_email else (Username, {})
        user = StoredUser(name, {**address, **_values(UserAttributes), "sub": sub})
        self.users[UserKey(UserPoolId, name.lower())] = user
        return {"User": user.shown() | {"Attributes": user.pairs()}}

    def _admin_set_user_password(self, UserPoolId: str, Username: str, Password: str, Permanent: bool) -> None:
        user = self._user(UserPoolId, Username)
        if len(Password) < len("12345678"):
            raise ServiceError("InvalidPasswordException", "Password did not conform with policy: too short.")
        user.password = Password if Permanent else None

    def _admin_update_user_attributes(self, UserPoolId: str, Username: str, UserAttributes: Pairs) -> None:
        attributes, given = self._user(UserPoolId, Username).attributes, _values(UserAttributes)
        for name in ("email", "phone_number"):
            if name in given and f"{name}_verified" in attributes:
                attributes[f"{name}_verified"] = "false"
        attributes.update(given)

    def _admin_delete_user_attributes(self, UserPoolId: str, Username: str, UserAttributeNames: list[str]) -> None:
        for name in UserAttributeNames:
            self._user(UserPoolId, Username).attributes.pop(name, None)

    def _admin_add_user_to_group(self, UserPoolId: str, Username: str, GroupName: str) -> None:
        user = self._user(UserPoolId, Username)
        if GroupName not in self.groups:
            raise ServiceError("ResourceNotFoundException", "Group not found.")
        user.groups.add(GroupName)

    def _admin_remove_user_from_group(self, UserPoolId: str, Username: str, GroupName: str) -> None:
        self._user(UserPoolId, Username).groups.discard(GroupName)

    def _admin_delete_user(self, UserPoolId: str, Username: str) -> None:
        user = self._user(UserPoolId, Username)
        del self.users[UserKey(UserPoolId, user.username.lower())]

    def _get_secret_value(self, SecretId: str) -> dict[str, Any]:
        if SecretId not in self.secrets:
            raise ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        return {"SecretString": self.secrets[SecretId]}


def _values(pairs: Pairs) -> dict[str, str]:
    return {pair["Name"]: pair["Value"] for pair in pairs}
