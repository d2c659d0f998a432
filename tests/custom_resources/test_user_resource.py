"""What Custom::CognitoUser does to a pool, by the in-memory gateway."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.deadline import Deadline
from custom_resources.errors import AlreadyExists, NotFound, Refused, ResourceError, Unsettled
from custom_resources.log import Log
from custom_resources.request import Request
from custom_resources.user.resource import MARKER, UserKey
from fake_cloudformation import MADE_UP_ID, OWNER, event, properties
from fake_cognito import OTHER_POOL, POOL, FakeCognito
from fake_users import StoredUser
from user_resources import make_user

ALICE, BOB = UserKey(POOL, "alice"), UserKey(POOL, "bob")


class World:
    """A pool, a clock that only sleeping moves, and the resource in between."""

    def __init__(self) -> None:
        self.pool = FakeCognito()
        self.now = 0.0

    def _sleep(self, seconds: float) -> None:
        self.now += seconds

    def request(self, kind: str, wanted: dict[str, Any], **more: Any) -> Request:
        deadline = Deadline(300, clock=lambda: self.now, sleep=self._sleep)
        return Request.of(event(kind, wanted, **more), deadline, Log())

    def create(self, wanted: dict[str, Any]) -> dict[str, object]:
        return make_user(self.pool).ensure(self.request("Create", wanted))

    def update(self, wanted: dict[str, Any], old: dict[str, Any], *, physical_id: str = str(ALICE)) -> None:
        make_user(self.pool).ensure(self.request("Update", wanted, old=old, physical_id=physical_id))

    def delete(self, wanted: dict[str, Any], *, physical_id: str = str(ALICE)) -> None:
        make_user(self.pool).delete(self.request("Delete", wanted, physical_id=physical_id))

    @property
    def alice(self) -> StoredUser:
        return self.pool.users[ALICE]

    def writes_of(self, act: Callable[[], object]) -> list[str]:
        self.pool.calls.clear()
        act()
        return self.pool.writes


@pytest.fixture
def world() -> World:
    return World()


def attributes(**values: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in values.items()]


def failing(call: str, error: Exception, times: int = 1, moment: str = "before") -> Callable[[str, str], None]:
    left = [times]

    def fault(called: str, when: str) -> None:
        if (called, when) == (call, moment) and left[0]:
            left[0] -= 1
            raise error

    return fault


# Create


def test_creates_the_user_with_marker_attributes_groups_and_permanent_password(world: World) -> None:
    assert world.create(properties()) == {"Sub": "sub-1"}
    assert world.alice == StoredUser(
        username="alice",
        attributes={MARKER: OWNER, "email": "alice@example.com", "email_verified": "true", "sub": "sub-1"},
        groups={"admins"},
        password="correct-horse",
    )


def test_the_password_comes_last(world: World) -> None:
    """Nobody signs in as a user who lacks groups."""
    world.create(properties(GroupNames=["admins", "editors"]))
    assert world.pool.writes == [
        "AdminCreateUser",
        "AdminAddUserToGroup",
        "AdminAddUserToGroup",
        "AdminSetUserPassword",
    ]


def test_the_identity_is_pool_and_username_and_nothing_else(world: World) -> None:
    resource = make_user(world.pool)
    assert resource.identity(properties()) == f"{POOL}/alice"
    assert resource.identity(properties(GroupNames=[], PasswordSecretId="x")) == f"{POOL}/alice"


@pytest.mark.parametrize(
    ("stored", "password"),
    [
        ("battery-staple", "battery-staple"),
        ('{"username": "alice", "password": "battery-staple"}', "battery-staple"),
        ("1234567890", "1234567890"),
        ("{not-json", "{not-json"),
    ],
)
def test_takes_the_password_from_a_bare_or_a_json_secret(world: World, stored: str, password: str) -> None:
    world.pool.secrets["seed/one"] = stored
    world.create(properties())
    assert world.alice.password == password


@pytest.mark.parametrize("stored", ['{"pwd": "battery-staple"}', '{"password": 12345678}'])
def test_refuses_a_json_secret_without_a_password_before_it_makes_the_user(world: World, stored: str) -> None:
    world.pool.secrets["seed/one"] = stored
    with pytest.raises(Refused, match="seed/one is a JSON object without a text under the key 'password'") as failure:
        world.create(properties())
    assert stored not in str(failure.value)
    assert world.pool.writes == []


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (properties(UserPoolId="nonsense"), "UserPoolId 'nonsense' and Username 'alice' cannot name a user"),
        (properties(Username=""), f"UserPoolId '{POOL}' and Username '' cannot name a user"),
        (
            properties(PasswordSecretId=""),
            "PasswordSecretId is missing",
        ),
        (
            properties(UserAttributes=[{"Name": MARKER, "Value": "me"}]),
            f"UserAttributes sets {MARKER}, which says what stack owns the user",
        ),
    ],
)
def test_refuses_properties_that_make_no_sense_before_any_call(
    world: World, wanted: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused) as failure:
        world.create(wanted)
    assert failure.value.reason.startswith(message + "; to mend it, ")
    assert world.pool.calls == []


def test_refuses_a_user_of_somebody_else_and_names_the_way_out(world: World) -> None:
    theirs = StoredUser("alice", {"sub": "theirs", MARKER: "other/Alice/1"}, password="theirs")
    world.pool.users[ALICE] = theirs
    with pytest.raises(Refused) as failure:
        world.create(properties())
    assert failure.value.reason == (
        f"{ALICE} exists and does not belong to this resource ({MARKER} is 'other/Alice/1'). It was left as it is; "
        "to mend it, choose another Username, or delete that user and deploy again"
    )
    assert world.pool.writes == []


def test_refuses_a_user_without_marker(world: World) -> None:
    world.pool.users[ALICE] = StoredUser("alice", {"sub": "theirs"}, password="theirs")
    with pytest.raises(Refused, match=f"it has no {MARKER}"):
        world.create(properties())


def test_a_refused_password_names_secret_and_cause_and_leaves_no_user_behind(world: World) -> None:
    with pytest.raises(Refused) as failure:
        world.create(properties(PasswordSecretId="seed/short"))
    assert failure.value.reason == (
        "the password in seed/short was refused: AdminSetUserPassword: Password did not conform "
        "with policy: too short (InvalidPasswordException); to mend it, store one there that the pool's password "
        "policy accepts, and deploy again"
    )
    assert world.pool.users == {}


def test_a_group_that_never_comes_is_named_and_leaves_no_user_behind(world: World) -> None:
    with pytest.raises(NotFound) as failure:
        world.create(properties(GroupNames=["admin"]))
    assert failure.value.reason == (
        f"{ALICE} cannot join admin: AdminAddUserToGroup: Group not found (ResourceNotFoundException); "
        "to mend it, create the group before the user"
    )
    assert world.pool.users == {}
    assert world.now > 25  # it had its chance: a group made a moment ago may not be visible yet


def test_a_failed_clean_up_is_logged_and_does_not_hide_the_cause(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.pool.fault = failing("AdminDeleteUser", Refused("AdminDeleteUser: no"))
    with pytest.raises(Refused, match="too short"):
        world.create(properties(PasswordSecretId="seed/short"))
    assert list(world.pool.users) == [ALICE]
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "message": f"{ALICE} could not be cleaned up",
        "Reason": "AdminDeleteUser: no",
    }


def test_a_create_that_was_delivered_before_writes_nothing(world: World) -> None:
    first = world.create(properties())
    world.alice.password = "their own by now"
    assert world.writes_of(lambda: world.create(properties())) == []
    assert world.create(properties()) == first


def test_a_create_that_died_before_the_password_is_finished_by_the_next(world: World) -> None:
    world.create(properties())
    world.alice.password = None
    assert world.writes_of(lambda: world.create(properties())) == ["AdminSetUserPassword"]


def test_a_failed_redelivery_does_not_delete_what_an_earlier_one_made(world: World) -> None:
    """CloudFormation may have been told SUCCESS by then."""
    world.create(properties())
    world.pool.fault = failing("AdminAddUserToGroup", Refused("no"), times=99)
    with pytest.raises(Refused):
        world.create(properties(GroupNames=["editors"]))
    assert ALICE in world.pool.users


def test_a_lost_reply_to_the_create_is_no_failure(world: World) -> None:
    """The client's own second attempt is told that the user exists."""
    world.pool.fault = failing("AdminCreateUser", AlreadyExists("exists"), moment="after")
    world.create(properties())
    assert world.alice.password == "correct-horse"
    assert world.pool.made == 1


@pytest.mark.parametrize("error", [Unsettled("TooManyRequestsException"), NotFound("not visible yet")])
@pytest.mark.parametrize("call", ["AdminGetUser", "GetSecretValue", "AdminAddUserToGroup", "AdminSetUserPassword"])
def test_waits_for_what_passes_by_itself(world: World, call: str, error: Exception) -> None:
    world.pool.fault = failing(call, error, times=3)
    world.create(properties())
    assert world.alice.password == "correct-horse"
    assert world.pool.made == 1


@pytest.mark.parametrize("error", [Unsettled("GetSecretValue: no"), NotFound("GetSecretValue: no")])
def test_a_secret_that_cannot_be_read_is_named_with_where_its_name_stands_and_how_to_make_it(
    world: World, error: ResourceError
) -> None:
    world.pool.fault = failing("GetSecretValue", error, times=1000)
    with pytest.raises(type(error)) as failed:
        world.create(properties())
    assert failed.value.reason == (
        "the secret seed/one, named by the user's password_secret, can't be read: GetSecretValue: no; to mend it, "
        "if it is not there, aws secretsmanager create-secret --name seed/one --secret-string PASSWORD, "
        "and deploy again"
    )


def test_a_user_deleted_while_it_is_being_made_is_not_made_again(world: World) -> None:
    """That is a Delete that overtook this Create."""

    def overtake(call: str, moment: str) -> None:
        if (call, moment) == ("AdminAddUserToGroup", "before"):
            world.pool.users.pop(ALICE, None)

    world.pool.fault = overtake
    with pytest.raises(NotFound, match="was just created and cannot be found"):
        world.create(properties())
    assert world.pool.users == {}
    assert world.pool.made == 1


# Update


def test_an_update_of_nothing_writes_nothing(world: World) -> None:
    world.create(properties())
    assert world.writes_of(lambda: world.update(properties(), properties())) == []


def test_writes_only_the_attributes_that_differ(world: World) -> None:
    old = properties(UserAttributes=attributes(email="alice@example.com", name="Alice", nickname="Al"))
    new = properties(UserAttributes=attributes(email="alice@example.com", name="Alice A.", nickname=""))
    world.create(old)
    world.alice.attributes["locale"] = "de"
    assert world.writes_of(lambda: world.update(new, old)) == ["AdminUpdateUserAttributes", "AdminDeleteUserAttributes"]
    assert world.alice.attributes == {
        MARKER: OWNER,
        "email": "alice@example.com",
        "name": "Alice A.",
        "locale": "de",
        "sub": "sub-1",
    }


@pytest.mark.parametrize("verified", ["true", "false"])
def test_a_new_address_is_written_with_its_verification_as_given(world: World, verified: str) -> None:
    """Cognito drops the verification of an address with the address."""
    old = properties(UserAttributes=attributes(phone_number="+491", phone_number_verified=verified))
    new = properties(UserAttributes=attributes(phone_number="+492", phone_number_verified=verified))
    world.create(old)
    assert world.writes_of(lambda: world.update(new, old)) == ["AdminUpdateUserAttributes"]
    assert world.alice.attributes["phone_number_verified"] == verified


def test_a_new_address_is_not_verified_unless_it_is_said_to_be(world: World) -> None:
    old, new = (properties(UserAttributes=attributes(email=f"{name}@example.com")) for name in ("old", "new"))
    world.create(old)
    world.update(new, old)
    assert world.alice.attributes == {MARKER: OWNER, "email": "new@example.com", "sub": "sub-1"}


def test_an_attribute_that_is_gone_already_is_not_deleted_again(world: World) -> None:
    old, new = properties(), properties(UserAttributes=[])
    world.create(old)
    del world.alice.attributes["email_verified"]
    del world.alice.attributes["email"]
    assert world.writes_of(lambda: world.update(new, old)) == []


def test_groups_follow_the_properties_and_foreign_memberships_stay(world: World) -> None:
    old, new = properties(GroupNames=["admins", "editors"]), properties(GroupNames=["editors", "readers"])
    world.create(old)
    world.alice.groups.add("foreign")
    assert world.writes_of(lambda: world.update(new, old)) == ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"]
    assert world.alice.groups == {"editors", "readers", "foreign"}


def test_the_password_is_set_again_only_for_another_secret(world: World) -> None:
    world.create(properties())
    world.alice.password = "their own by now"
    edited = properties(GroupNames=["editors"])
    world.update(edited, properties())
    assert world.alice.password == "their own by now"
    assert world.writes_of(lambda: world.update(edited | {"PasswordSecretId": "seed/two"}, edited)) == [
        "AdminSetUserPassword"
    ]
    assert world.alice.password == "battery-staple"


def test_a_user_that_vanished_is_made_again(world: World) -> None:
    world.create(properties())
    world.pool.users.clear()
    world.update(properties(), properties())
    assert world.alice.groups == {"admins"}
    assert world.alice.password == "correct-horse"


def test_a_user_that_somebody_else_made_in_its_place_is_left_alone(world: World) -> None:
    world.pool.users[ALICE] = theirs = StoredUser("alice", {"sub": "theirs"}, password="theirs")
    with pytest.raises(Refused, match="does not belong to this resource"):
        world.update(properties(GroupNames=["editors"]), properties())
    assert theirs.groups == set()


# Replacement and rollback


def test_another_username_is_another_user_and_the_old_one_stays_until_told(world: World) -> None:
    world.create(properties())
    world.update(properties("bob"), properties())
    assert set(world.pool.users) == {ALICE, BOB}
    world.delete(properties())
    assert set(world.pool.users) == {BOB}


def test_the_old_properties_of_another_user_say_nothing_about_this_one(world: World) -> None:
    world.create(properties())
    world.alice.attributes["nickname"] = "Al"
    world.alice.groups.add("foreign")
    bob = properties(
        "bob", UserAttributes=attributes(nickname="B"), GroupNames=["foreign"], PasswordSecretId="seed/two"
    )
    assert world.writes_of(lambda: world.update(properties(), bob)) == []


def test_a_failed_replacement_leaves_no_half(world: World) -> None:
    world.create(properties())
    with pytest.raises(Refused):
        world.update(properties("bob", PasswordSecretId="seed/short"), properties())
    assert set(world.pool.users) == {ALICE}


def test_the_rollback_of_a_replacement_that_died_deletes_its_half(world: World) -> None:
    world.create(properties())
    world.update(properties("bob"), properties())  # and no answer came
    world.pool.fault = failing("AdminDeleteUser", Unsettled("TooManyRequestsException"), times=3)
    world.update(properties(), properties("bob"), physical_id=str(ALICE))
    assert set(world.pool.users) == {ALICE}


def test_the_rollback_of_a_finished_replacement_leaves_its_deletion_to_cloudformation(world: World) -> None:
    world.create(properties())
    world.update(properties("bob"), properties())
    world.update(properties(), properties("bob"), physical_id=str(BOB))
    assert set(world.pool.users) == {ALICE, BOB}


def test_the_rollback_of_a_replacement_that_made_nothing_has_nothing_to_delete(world: World) -> None:
    world.create(properties())
    assert world.writes_of(lambda: world.update(properties(), properties("bob"))) == []


def test_a_user_in_another_pool_is_another_user(world: World) -> None:
    world.create(properties())
    world.update(properties(UserPoolId=OTHER_POOL), properties())
    assert set(world.pool.users) == {ALICE, UserKey(OTHER_POOL, "alice")}


def test_refuses_another_spelling_of_the_same_user(world: World) -> None:
    """CloudFormation would take it for a replacement, and delete the old spelling: the same user."""
    world.create(properties())
    with pytest.raises(Refused) as failure:
        world.update(properties("Alice"), properties())
    assert failure.value.reason == (
        f"to Cognito, {POOL}/alice and {POOL}/Alice are one user; to mend it, keep the old spelling of Username"
    )
    world.update(properties(), properties("Alice"))  # the rollback
    assert world.alice.password == "correct-horse"


def test_refuses_to_change_the_address_that_a_user_is_named_by(world: World) -> None:
    """The user could not be found again by its Username, and a second one would be made."""
    world.pool.signs_in_by_email = True
    old = properties("alice@example.com")
    world.create(old)
    for emails in (attributes(email="new@example.com"), []):
        with pytest.raises(Refused) as failure:
            world.update(properties("alice@example.com", UserAttributes=emails), old)
        assert failure.value.reason == (
            "in this pool email is the user's Username; to mend it, change both together, to replace the user"
        )


# Delete


def test_deletes_its_own_user(world: World) -> None:
    world.create(properties())
    world.delete(properties())
    assert world.pool.users == {}


def test_a_missing_user_or_pool_is_deleted_already(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.delete(properties())
    assert json.loads(capsys.readouterr().out)["message"] == f"{ALICE} is gone already"
    assert world.now == 0


def test_a_user_of_somebody_else_is_left_alone_and_the_log_says_so(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.pool.users[ALICE] = theirs = StoredUser("alice", {"sub": "theirs"})
    world.delete(properties())
    assert world.pool.users == {ALICE: theirs}
    assert json.loads(capsys.readouterr().out)["message"] == (
        f"{ALICE} is left alone: it does not belong to this resource (it has no {MARKER})"
    )


def test_the_id_decides_what_is_deleted(world: World) -> None:
    world.create(properties())
    world.create(properties("bob"))
    world.delete(properties("bob"), physical_id=str(ALICE))
    assert set(world.pool.users) == {BOB}


def test_under_an_id_that_cloudformation_made_up_the_properties_decide(world: World) -> None:
    world.create(properties())
    world.delete(properties(), physical_id=MADE_UP_ID)
    assert world.pool.users == {}


def test_under_an_id_that_cloudformation_made_up_a_create_may_still_be_at_work(world: World) -> None:
    def create_meanwhile(_call: str, _moment: str) -> None:
        if world.now > 5:
            world.pool.fault = lambda *_: None
            world.create(properties())

    world.pool.fault = create_meanwhile
    world.delete(properties(), physical_id=MADE_UP_ID)
    assert world.pool.made == 1
    assert world.pool.users == {}


def test_properties_that_name_no_user_leave_nothing_to_delete(world: World) -> None:
    world.delete({}, physical_id=MADE_UP_ID)
    assert world.pool.calls == []


def test_a_delete_waits_for_what_passes_by_itself(world: World) -> None:
    world.create(properties())
    world.pool.fault = failing("AdminDeleteUser", Unsettled("TooManyRequestsException"), times=3)
    world.delete(properties())
    assert world.pool.users == {}
