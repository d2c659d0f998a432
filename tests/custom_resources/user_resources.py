"""Users, files of users, and what other Regions have published, as the contract and the state machine see them."""

from __future__ import annotations

import hashlib
from typing import Any

from custom_resources.errors import Refused, Unsettled
from custom_resources.published import resource as published
from custom_resources.request import Properties
from custom_resources.user import resource as user
from custom_resources.user.gateway import UserGateway
from custom_resources.user.resource import MARKER, UserKey, UserResource
from custom_resources.user_import import resource as user_import
from custom_resources.user_import.resource import UserImport
from fake_cloudformation import OWNER, properties
from fake_cognito import OTHER_POOL, POOL, FakeCognito
from fake_users import StoredUser
from subject import Subject, Wish

SECRETS = {"seed/one": "correct-horse", "seed/two": "battery-staple"}
CAROL = UserKey(POOL, "carol")


def make_user(fake: FakeCognito) -> UserResource:
    return UserResource(UserGateway(fake.api(), fake.api("secretsmanager")))


def _attributes(**values: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in values.items()]


_DECLARED = [
    _attributes(email="a@example.com", email_verified="true"),
    _attributes(email="b@example.com", nickname="Al"),
    _attributes(nickname="Bo", email_verified="false"),
]
_GROUPS = [["admins"], ["editors", "readers"], []]


def _ours(fake: FakeCognito) -> list[StoredUser]:
    return [each for each in fake.users.values() if each.attributes.get(MARKER) == OWNER]


def _stored(fake: FakeCognito, wanted: Properties) -> StoredUser | None:
    found = fake.users.get(UserKey(wanted["UserPoolId"], wanted["Username"].lower()))
    return found if found in _ours(fake) else None


def _user_as_wished(fake: FakeCognito, wanted: Properties) -> bool:
    if not (found := _stored(fake, wanted)):
        return False
    declared = {each["Name"]: each["Value"] for each in wanted["UserAttributes"]}
    more = found.attributes.keys() - declared.keys() - {MARKER, "sub", "email_verified"}
    sub = found.attributes["sub"]
    password, kept = fake.passwords.get(sub, SECRETS[wanted["PasswordSecretId"]]), sub in fake.touched
    return (
        declared.items() <= found.attributes.items()
        and more == ({"locale"} if kept else set())
        and found.groups == {*wanted["GroupNames"], *(("foreign",) if kept else ())}
        and found.password == password
    )


def _user_own(state: Any) -> None:
    state["users"] = {key: each for key, each in state["users"].items() if each["attributes"].get(MARKER) != OWNER}


def _user_edit(fake: FakeCognito) -> None:
    for each in _ours(fake):
        each.groups -= {"admins", "editors"}
        each.attributes.pop("email", None)


def _user_vanishes(fake: FakeCognito) -> None:
    for key in [key for key, each in fake.users.items() if each in _ours(fake)]:
        del fake.users[key]


def _user_lives(fake: FakeCognito) -> None:
    """They change what nobody declares."""
    for each in _ours(fake):
        each.attributes["locale"] = "de"
        each.groups.add("foreign")
        each.password = fake.passwords[each.attributes["sub"]] = "their own"
        fake.touched.add(each.attributes["sub"])


def _user_believe(fake: FakeCognito, wanted: Properties, former: Properties | None) -> None:
    found = _stored(fake, wanted)
    assert found
    sub = found.attributes["sub"]
    if sub not in fake.passwords or _changes_password(wanted, former):
        fake.passwords[sub] = SECRETS[wanted["PasswordSecretId"]]


def _changes_password(wanted: Properties, former: Properties | None) -> bool:
    of_it = former and UserKey.of(former) == UserKey.of(wanted)
    return bool(former and of_it and former["PasswordSecretId"] != wanted["PasswordSecretId"])


USER = Subject(
    name="CognitoUser",
    declared=(*user.COGNITO_ACTIONS, *user.SECRET_ACTIONS),
    make=make_user,
    wishes=(
        *(
            properties(UserAttributes=attributes, GroupNames=groups, PasswordSecretId=secret)
            for attributes, groups, secret in zip(2 * _DECLARED, 2 * _GROUPS, 3 * [*SECRETS], strict=True)
        ),
        properties("Alice"),
        properties("bob"),
        properties("bob", UserPoolId=OTHER_POOL),
    ),
    refused=(
        properties("carol"),
        properties(GroupNames=["missing"], UserAttributes=_DECLARED[1]),
        properties(PasswordSecretId="seed/short", UserAttributes=_DECLARED[2]),
        properties(PasswordSecretId="seed/missing"),
    ),
    as_wished=_user_as_wished,
    is_gone=lambda fake, wanted: not _stored(fake, wanted),
    own=_user_own,
    data=lambda fake, wanted: {"Sub": found.attributes["sub"]} if (found := _stored(fake, wanted)) else {},
    prepare=lambda fake: fake.users.update(
        {CAROL: StoredUser("carol", {"sub": "carol's"}, {"foreign"}, "carol's own")}
    ),
    drifts=(_user_edit, _user_vanishes),
    meddle=_user_lives,
    tells_others=False,
    believe=_user_believe,
    repeats=lambda wanted, former: {"AdminSetUserPassword"} if _changes_password(wanted, former) else set(),
    asks_again=True,
)


HEADER = "cognito:username,name,phone_number,phone_number_verified"
FILES = {
    "anna": f"{HEADER}\nanna,Anna,+15555550101,true\n",
    "bob": f"{HEADER}\nbob,Bob,+15555550102,true\nanna,Anna,+15555550101,true\n",
    "broken": f"{HEADER}\ncarol,,+15555550103,true\n",
    "hashed": f"{HEADER},password_hash\ndave,Dave,+15555550104,true,$2b$12$aaa\n",
}
DIGESTS = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in FILES.items()}
STARTED = ("Pending", "InProgress", "Succeeded")


def prepare_files(fake: FakeCognito) -> None:
    fake.files.update({name: text.encode() for name, text in FILES.items()})


def make_import(fake: FakeCognito) -> UserImport:
    return UserImport(fake.api(), fake)


def users_of(file: str = "anna", pool: str = POOL, **more: str) -> Wish:
    role = "arn:aws:iam::111122223333:role/import-logs"
    source = {"Bucket": "assets", "Key": file}
    of = {"UserPoolId": pool, "JobName": f"customers.{DIGESTS[file]}", "CloudWatchLogsRoleArn": role, "Source": source}
    return of | more


def jobs(fake: FakeCognito, pool: str = POOL) -> list[dict[str, Any]]:
    return list(fake.imports[pool].jobs.values()) if pool in fake.imports else []


def import_statuses(fake: FakeCognito) -> list[str]:
    return [job["Status"] for job in jobs(fake)]


def failing(now: bool, error: type[BaseException] = Unsettled) -> None:
    if now:
        raise error("https://example.com/upload?X-Amz-Signature=5ea1ed" if error is Refused else "is lost")


def _started(fake: FakeCognito, wanted: Properties) -> list[dict[str, Any]]:
    of_file = [job for job in jobs(fake, wanted["UserPoolId"]) if job["JobName"] == wanted["JobName"]]
    return [job for job in of_file if job["Status"] in STARTED]


def _import_data(fake: FakeCognito, wanted: Properties) -> dict[str, Any]:
    (job,) = _started(fake, wanted)
    counts = {name: job.get(name, 0) for name in ("ImportedUsers", "SkippedUsers", "FailedUsers")}
    return {"JobId": job["JobId"], "Status": job["Status"], **counts}


USER_IMPORT = Subject(
    name="CognitoUserImport",
    declared=(*user_import.ACTIONS, *user_import.FILE_ACTIONS),
    make=make_import,
    wishes=(
        users_of(),
        users_of(CloudWatchLogsRoleArn="arn:aws:iam::111122223333:role/other"),
        users_of("bob"),
        users_of(pool=OTHER_POOL),
    ),
    refused=(
        users_of("broken"),
        users_of(Source={"Bucket": "assets", "Key": "bob"}, JobName=f"of.{DIGESTS['hashed']}"),
    ),
    as_wished=lambda fake, wanted: len(_started(fake, wanted)) == 1,
    # As far as it ever is: users stay. But nobody is imported twice, nor out of a file that was refused.
    is_gone=lambda fake, wanted: len(_started(fake, wanted)) <= (0 if wanted in USER_IMPORT.refused else 1),
    own=lambda state: state.pop("imports"),
    data=_import_data,
    prepare=prepare_files,
)


NAME, ISSUER = "/gatehouse/dev/user-pool-id", "/gatehouse/dev/issuer"
PUBLISHED_VALUES = {("eu-central-1", NAME): POOL, ("eu-west-1", NAME): OTHER_POOL, ("eu-central-1", ISSUER): "https://"}


PUBLISHED = Subject(
    name="CognitoPublished",
    declared=published.ACTIONS,
    make=lambda fake: published.Published(lambda region: fake.api("ssm", region)),
    wishes=(
        {"Region": "eu-central-1", "Name": NAME},
        {"Region": "eu-central-1", "Name": NAME, "ServiceTimeout": "400"},
        {"Region": "eu-central-1", "Name": ISSUER},
        {"Region": "eu-west-1", "Name": NAME},
    ),
    refused=({"Region": "eu-central-1", "Name": "/gatehouse/dev/nothing"},),
    as_wished=lambda fake, wanted: (wanted["Region"], wanted["Name"]) in fake.parameters,
    is_gone=lambda _fake, _wanted: True,
    own=lambda _state: None,
    data=lambda _, wanted: {"Value": PUBLISHED_VALUES[wanted["Region"], wanted["Name"]]},
    prepare=lambda fake: fake.parameters.update(PUBLISHED_VALUES),
    asks_again=True,
)
