"""A model of CloudFormation plays with Custom::CognitoUser: however it goes, it ends as CloudFormation believes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from custom_resources import lifecycle
from custom_resources.deadline import Deadline
from custom_resources.errors import AlreadyExists, Refused, Unsettled
from custom_resources.log import Log
from custom_resources.user.resource import MARKER, UserKey, UserResource, Wanted
from fake_cloudformation import MADE_UP_ID, OWNER, event, properties
from fake_pool import POOL, FakePool, StoredUser

CAROL = UserKey(POOL, "carol")
PASSWORDS = {"seed/one": "correct-horse", "seed/two": "battery-staple"}

Properties = dict[str, Any]
Fault = tuple[str, int] | None


class Crash(BaseException):
    """The sandbox dies: nothing after this, and no answer."""


def _attributes(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in values.items()]


wishes = st.builds(
    lambda username, values, groups, secret: properties(
        username, UserAttributes=_attributes(values), GroupNames=sorted(groups), PasswordSecretId=secret
    ),
    # carol is somebody else's; Alice and alice are one user; one group and two secrets do not work
    st.sampled_from(["alice", "alice", "alice", "bob", "Alice", "carol"]),
    st.fixed_dictionaries(
        {},
        optional={
            "email": st.sampled_from(["a@example.com", "b@example.com"]),
            "email_verified": st.sampled_from(["true", "false"]),
            "nickname": st.sampled_from(["Al", "Bo"]),
        },
    ),
    st.sets(st.sampled_from(["admins", "editors", "readers", "readers", "missing"]), max_size=3),
    st.sampled_from(["seed/one", "seed/one", "seed/two", "seed/two", "seed/short", "seed/missing"]),
)
hiccups = st.none() | st.tuples(st.sampled_from(["throttled", "lost reply"]), st.integers(0, 12))
faults = st.none() | st.tuples(st.sampled_from(["throttled", "lost reply", "refused", "crash"]), st.integers(0, 12))


class CloudFormation(RuleBasedStateMachine):
    """Believes in at most one resource: its id and properties."""

    def __init__(self) -> None:
        super().__init__()
        self.pool = FakePool()
        self.pool.users[CAROL] = StoredUser("carol", {"sub": "carol's"}, {"foreign"}, "carol's own")
        self.carol = copy.deepcopy(self.pool.users[CAROL])
        self.believed: tuple[str, Properties] | None = None
        self.last: dict[str, Any] = {}
        self.drifted = False
        self.personal: tuple[str, StoredUser] | None = None  # what somebody did to our user, and as which sub
        self.password = self.sub = ""
        self.now = 0.0

    # The wire

    def _sleep(self, seconds: float) -> None:
        self.now += seconds

    def _fault(self, fault: Fault) -> Callable[[str, str], None]:
        calls = [0]

        def strike(call: str, moment: str) -> None:
            kind, at = fault or ("none", -1)
            calls[0] += moment == "before"
            if calls[0] - 1 != at // 2 or moment != ("after" if at % 2 or kind == "lost reply" else "before"):
                return
            if kind == "crash":
                raise Crash
            if kind == "refused" and moment == "before":
                raise Refused("AccessDenied")
            if kind == "throttled" and moment == "before":
                raise Unsettled("TooManyRequests")
            if kind == "lost reply":  # what the client hears when it asks again
                raise AlreadyExists("exists") if call == "create" else Unsettled("InternalError")

        return strike

    def _deliver(
        self, kind: str, wanted: Properties, fault: Fault, *, old: Properties | None = None, id_: str | None = None
    ) -> dict[str, Any] | None:
        """The answer, or none if the function died."""
        self.last = event(kind, wanted, old=old, physical_id=id_)
        return self._send(self.last, fault)

    def _send(self, happened: dict[str, Any], fault: Fault) -> dict[str, Any] | None:
        self.pool.fault = self._fault(fault)
        self.pool.calls.clear()
        deadline = Deadline(self.now + 100, clock=lambda: self.now, sleep=self._sleep)
        answer = json.loads(lifecycle.answer(lambda: UserResource(self.pool), happened, deadline, Log()))
        self.pool.fault = lambda *_: None
        crashed = answer["Status"] == "FAILED" and answer["Reason"].startswith("Crash")
        return None if crashed else answer

    def _delete(self, id_: str, wanted: Properties, hiccup: Fault) -> None:
        answer = self._deliver("Delete", wanted, hiccup, id_=id_)
        assert answer
        assert answer["Status"] == "SUCCESS", answer
        assert answer["PhysicalResourceId"] == id_

    # What CloudFormation does

    @precondition(lambda self: not self.believed)
    @rule(wanted=wishes, fault=faults, hiccup=hiccups)
    def create(self, wanted: Properties, fault: Fault, hiccup: Fault) -> None:
        answer = self._deliver("Create", wanted, fault)
        if answer and answer["Status"] == "SUCCESS":
            self._believe(answer["PhysicalResourceId"], wanted)
        else:
            self._delete(answer["PhysicalResourceId"] if answer else MADE_UP_ID, wanted, hiccup)

    @precondition(lambda self: self.believed)
    @rule(wanted=wishes, fault=faults, hiccup=hiccups, another_resource_fails=st.booleans())
    def update(self, wanted: Properties, fault: Fault, hiccup: Fault, another_resource_fails: bool) -> None:
        assert self.believed
        id_, old = self.believed
        answer = self._deliver("Update", wanted, fault, old=old, id_=id_)
        done = answer and answer["Status"] == "SUCCESS"
        if answer and not done:
            assert answer["PhysicalResourceId"] == id_
        now_id = answer["PhysicalResourceId"] if answer else id_
        if done and not another_resource_fails:
            if now_id != id_:
                self._delete(id_, old, hiccup)
            self._believe(now_id, wanted, old)
            return
        rolled_back = self._deliver("Update", old, hiccup, old=wanted, id_=now_id)
        assert rolled_back
        assert (rolled_back["Status"], rolled_back["PhysicalResourceId"]) == ("SUCCESS", id_), rolled_back
        if now_id != id_:
            self._delete(now_id, wanted, hiccup)
        self._believe(id_, old, wanted)

    @precondition(lambda self: self.believed and not self.drifted and self.last["RequestType"] != "Delete")
    @rule(hiccup=hiccups)
    def deliver_again(self, hiccup: Fault) -> None:
        """Writes nothing, but the password if this is the event that changed it."""
        answer = self._send(self.last, hiccup)
        assert answer
        assert answer["Status"] == "SUCCESS"
        assert set(self.pool.writes) <= {"set_password"}
        if self.pool.writes:
            self.password = PASSWORDS[self.last["ResourceProperties"]["PasswordSecretId"]]
        old = self.last.get("OldResourceProperties") or self.last["ResourceProperties"]
        if old["PasswordSecretId"] == self.last["ResourceProperties"]["PasswordSecretId"]:
            assert self.pool.writes == []

    @precondition(lambda self: self.believed)
    @rule(hiccup=hiccups)
    def delete(self, hiccup: Fault) -> None:
        assert self.believed
        self._delete(*self.believed, hiccup)
        self.believed, self.drifted, self.personal = None, False, None

    # What others do

    @precondition(lambda self: self.believed)
    @rule()
    def somebody_deletes_the_user(self) -> None:
        for key in self._ours():
            del self.pool.users[key]
        self.drifted = True

    @precondition(lambda self: self.believed and not self.drifted)
    @rule()
    def somebody_edits_what_is_declared(self) -> None:
        (user,) = self._ours().values()
        if "nickname" in user.attributes:
            user.attributes["nickname"] = "edited"
        user.groups -= {"admins", "editors"}
        self.drifted = True

    @precondition(lambda self: self.believed and not self.drifted)
    @rule()
    def the_user_changes_what_is_not_declared(self) -> None:
        (user,) = self._ours().values()
        user.attributes["locale"] = "de"
        user.groups.add("foreign")
        user.password = self.password = "their own"
        self.personal = (user.attributes["sub"], copy.deepcopy(user))

    # What must hold

    def _ours(self) -> dict[UserKey, StoredUser]:
        return {key: user for key, user in self.pool.users.items() if user.attributes.get(MARKER) == OWNER}

    def _believe(self, id_: str, wanted: Properties, old: Properties | None = None) -> None:
        (user,) = self._ours().values()
        renewed = not self.believed or self.believed[0] != id_ or self.sub != user.attributes["sub"]
        if renewed or (old and wanted["PasswordSecretId"] != old["PasswordSecretId"] and _same_user(wanted, old)):
            self.password = PASSWORDS[wanted["PasswordSecretId"]]
        self.sub = user.attributes["sub"]
        self.believed, self.drifted = (id_, wanted), False

    @invariant()
    def nothing_foreign_changed(self) -> None:
        assert self.pool.users[CAROL] == self.carol
        for user in self._ours().values():
            if self.personal and self.personal[0] == user.attributes["sub"]:
                assert user.attributes["locale"] == "de"
                assert "foreign" in user.groups

    @invariant()
    def the_end_state_is_what_cloudformation_believes(self) -> None:
        ours = self._ours()
        if not self.believed:
            assert ours == {}
        elif not self.drifted:
            id_, wanted = self.believed
            ((key, user),) = ours.items()
            declared = Wanted.of(wanted)
            assert str(declared.key) == id_
            assert str(key) == id_.lower().replace(POOL.lower(), POOL)
            assert declared.attributes.items() <= user.attributes.items()
            assert set(user.attributes) - set(declared.attributes) <= {MARKER, "sub", "locale", "email_verified"}
            assert user.groups - {"foreign"} == declared.groups
            assert user.password == self.password


def _same_user(one: Properties, other: Properties) -> bool:
    return Wanted.of(one).key == Wanted.of(other).key


TestUserUnderCloudFormation = CloudFormation.TestCase
TestUserUnderCloudFormation.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
