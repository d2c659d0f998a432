"""Says to Cognito and Secrets Manager what the resource decides."""

from collections.abc import Iterable, Mapping
from secrets import token_urlsafe

from custom_resources.aws import Api
from custom_resources.errors import NotFound, Refused
from custom_resources.user.resource import User, UserKey


class UserGateway:
    """One method a call, named after what it does to the user."""

    def __init__(self, cognito: Api, secrets: Api) -> None:
        self._cognito, self._secrets = cognito, secrets

    def find(self, key: UserKey) -> User | None:
        try:
            found = self._cognito("AdminGetUser", **key._asdict())
            groups = self._groups(key)
        except NotFound:
            return None
        return _user(found["Username"], found["UserAttributes"], found["UserStatus"], groups)

    def create(self, key: UserKey, attributes: Mapping[str, str]) -> User:
        # A throwaway that every password policy accepts. Without one, a pool with passwordless sign-in would make a
        # CONFIRMED user, and a crash right here could no longer be told from a finished one.
        throwaway = token_urlsafe(72) + "aA1!"
        made = self._cognito(
            "AdminCreateUser",
            **key._asdict(),
            UserAttributes=_pairs(attributes),
            TemporaryPassword=throwaway,
            MessageAction="SUPPRESS",
        )["User"]
        return _user(made["Username"], made["Attributes"], made["UserStatus"], frozenset())

    def set_password(self, key: UserKey, password: str) -> None:
        self._cognito("AdminSetUserPassword", **key._asdict(), Password=password, Permanent=True)

    def set_attributes(self, key: UserKey, attributes: Mapping[str, str]) -> None:
        self._cognito("AdminUpdateUserAttributes", **key._asdict(), UserAttributes=_pairs(attributes))

    def delete_attributes(self, key: UserKey, names: Iterable[str]) -> None:
        self._cognito("AdminDeleteUserAttributes", **key._asdict(), UserAttributeNames=sorted(names))

    def add_to_group(self, key: UserKey, group: str) -> None:
        self._cognito("AdminAddUserToGroup", **key._asdict(), GroupName=group)

    def remove_from_group(self, key: UserKey, group: str) -> None:
        self._cognito("AdminRemoveUserFromGroup", **key._asdict(), GroupName=group)

    def delete(self, key: UserKey) -> None:
        self._cognito("AdminDeleteUser", **key._asdict())

    def read_secret(self, secret_id: str) -> str:
        secret = self._secrets("GetSecretValue", SecretId=secret_id)
        if "SecretString" not in secret:
            raise Refused(f"the secret {secret_id} is binary", fix="store the password as text")
        text: str = secret["SecretString"]
        return text

    def _groups(self, key: UserKey) -> frozenset[str]:
        pages = self._cognito.pages("AdminListGroupsForUser", **key._asdict())
        return frozenset(group["GroupName"] for page in pages for group in page["Groups"])


def _user(username: str, attributes: Iterable[Mapping[str, str]], status: str, groups: frozenset[str]) -> User:
    values = {attribute["Name"]: attribute["Value"] for attribute in attributes}
    return User(username=username, attributes=values, groups=groups, has_password=status != "FORCE_CHANGE_PASSWORD")


def _pairs(attributes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in sorted(attributes.items())]
