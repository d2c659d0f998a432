"""What every resource does, whatever it is; and that naive handlers do not."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from custom_resources.aws import Api
from custom_resources.deadline import OutOfTime
from custom_resources.errors import AlreadyExists, NotFound, Unsettled
from custom_resources.request import Properties, Request
from custom_resources.user.resource import MARKER
from fake_cloudformation import MADE_UP_ID, event
from fake_cognito import READING
from faults import HICCUPS, Striking
from settings_resources import CLIENT_REGISTRATION, SUBJECTS
from stage import Crash, Stage
from subject import Subject, Wish
from user_resources import PUBLISHED, SECRETS, USER, USER_IMPORT


def sets_what_the_properties_say(subject: Subject) -> None:
    for wish in subject.wishes:
        stage = subject.stage()
        answer = stage.create(wish)
        assert (answer["Status"], answer.get("Data")) == ("SUCCESS", subject.data(stage.fake, wish))
        assert subject.as_wished(stage.fake, wish)


def an_update_writes_the_difference(subject: Subject) -> None:
    stage, (first, second, *_) = subject.stage(), subject.wishes
    id_ = stage.create(first)["PhysicalResourceId"]
    before = stage.fake.state()
    assert stage.update(second, first, id_)["PhysicalResourceId"] == id_
    assert stage.fake.state() != before
    assert subject.as_wished(stage.fake, second)


def changes_nothing_else(subject: Subject) -> None:
    stage, (first, second, *_) = subject.stage(), subject.wishes
    before = subject.rest(stage.fake)
    id_ = stage.create(first)["PhysicalResourceId"]
    assert subject.rest(stage.fake) == before
    stage.update(second, first, id_)
    assert subject.rest(stage.fake) == before
    stage.delete(second, id_)
    assert subject.rest(stage.fake) == before


def a_second_delivery_writes_nothing(subject: Subject) -> None:
    stage, (first, second, *_) = subject.stage(), subject.wishes
    one = stage.create(first)
    assert stage.create(first) == one
    assert set(stage.fake.writes) <= subject.repeats(first, None)
    for former, repeated in ((first, subject.repeats(second, first)), (second, set())):
        for _ in range(2):
            stage.update(second, former, one["PhysicalResourceId"])
        assert set(stage.fake.writes) <= repeated
    for _ in range(2):
        assert stage.delete(second, one["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert stage.fake.writes == []


def a_rollback_brings_back_what_was(subject: Subject) -> None:
    stage, (first, second, *_) = subject.stage(), subject.wishes
    id_ = stage.create(first)["PhysicalResourceId"]
    before = stage.fake.state()
    stage.update(second, first, id_)
    assert stage.update(first, second, id_)["Status"] == "SUCCESS"
    assert stage.fake.state() == before


def a_failed_create_leaves_nothing(subject: Subject) -> None:
    for refused in subject.refused:
        stage = subject.stage()
        before = stage.fake.state()
        answer = stage.create(refused)
        assert answer["Status"] == "FAILED"
        assert stage.fake.state() == before
        assert stage.delete(refused, answer["PhysicalResourceId"])["Status"] == "SUCCESS"
        assert stage.fake.state() == before


def a_create_that_dies_leaves_nothing_to_its_delete(subject: Subject) -> None:
    """CloudFormation never hears of an id, and makes one up."""
    for stage in _dying(subject, event("Create", subject.wishes[0])):
        assert stage.delete(subject.wishes[0], MADE_UP_ID)["Status"] == "SUCCESS"
        assert subject.is_gone(stage.fake, subject.wishes[0])


def a_failed_update_leaves_what_was(subject: Subject) -> None:
    for refused in subject.refused:
        stage, first = subject.stage(), subject.wishes[0]
        id_ = stage.create(first)["PhysicalResourceId"]
        before = stage.fake.state()
        assert stage.update(refused, first, id_)["Status"] == "FAILED"
        assert stage.fake.state() == before


def a_replacement_leaves_the_old_one_to_its_delete(subject: Subject) -> None:
    stage, old, new = subject.stage(), subject.wishes[0], subject.wishes[-1]
    old_id = stage.create(old)["PhysicalResourceId"]
    new_id = stage.update(new, old, old_id)["PhysicalResourceId"]
    assert new_id != old_id
    assert subject.as_wished(stage.fake, old)
    assert subject.as_wished(stage.fake, new)
    stage.delete(old, old_id)
    assert subject.is_gone(stage.fake, old)
    assert subject.as_wished(stage.fake, new)


def a_replacement_that_dies_leaves_nothing(subject: Subject) -> None:
    """CloudFormation never hears of its id, and so sends no Delete."""
    old, new = subject.wishes[0], subject.wishes[-1]
    id_ = subject.stage().create(old)["PhysicalResourceId"]
    for stage in _dying(subject, event("Update", new, old=old, physical_id=id_), first=old):
        assert stage.update(old, new, id_)["Status"] == "SUCCESS"
        assert subject.as_wished(stage.fake, old)
        assert subject.is_gone(stage.fake, new)


def _dying(subject: Subject, happened: dict[str, Any], first: Wish | None = None) -> Iterator[Stage]:
    """Stages on which the function has died in this event: after each of its writes, in turn."""
    for at in itertools.count():
        stage = subject.stage()
        if first:
            stage.create(first)
        left = iter([True] * at)

        def fault(operation: str, moment: str, left: Iterator[bool] = left) -> None:
            if moment == "after" and not operation.startswith(READING) and not next(left, False):
                raise Crash

        stage.fake.fault = fault
        if stage.send(happened):
            assert at
            return
        stage.fake.fault = lambda *_: None
        yield stage


def an_update_mends_what_somebody_else_changed(subject: Subject) -> None:
    assert subject.drifts
    for drift in subject.drifts:
        stage, first = subject.stage(), subject.wishes[0]
        id_ = stage.create(first)["PhysicalResourceId"]
        drift(stage.fake)
        assert not subject.as_wished(stage.fake, first)
        looks_again = stage.update(first | {"UserPoolRevision": "2"}, first | {"UserPoolRevision": "1"}, id_)
        assert looks_again["Status"] == "SUCCESS"
        assert subject.as_wished(stage.fake, first)


def a_delete_succeeds_once_everything_is_gone(subject: Subject) -> None:
    stage, first = subject.stage(), subject.wishes[0]
    id_ = stage.create(first)["PhysicalResourceId"]
    stage.fake.vanish()
    assert stage.delete(first, id_)["Status"] == "SUCCESS"


def stands_what_passes_by_itself(subject: Subject) -> None:
    """One hiccup of each kind, at any call."""
    first, second, *_ = subject.wishes
    for hiccup in HICCUPS:
        for at in itertools.count():
            stage = subject.stage()
            stage.fake.fault = fault = Striking(hiccup, at, stage, asks_again=subject.asks_again)
            created = stage.create(first)
            assert created["Status"] == "SUCCESS", (hiccup, at, created)
            updated = stage.update(second, first, created["PhysicalResourceId"])
            assert updated["Status"] == "SUCCESS", (hiccup, at, updated)
            assert subject.as_wished(stage.fake, second)
            if not fault.struck:
                break


def tells_what_it_writes_and_no_value(subject: Subject) -> None:
    """Of each write, its operation and the names of what it changes; of properties, ids alone."""
    with redirect_stdout(StringIO()) as log:
        stage, (first, second, *_) = subject.stage(), subject.wishes
        written: list[str] = []
        id_ = stage.create(first)["PhysicalResourceId"]
        written += stage.fake.writes
        stage.update(second, first, id_)
        written += stage.fake.writes
        stage.delete(second, id_)
        written += stage.fake.writes
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    told = [line for line in lines if line["message"] == "writes"]
    assert [line["Operation"] for line in told] == written
    assert all(line["Members"] and {*map(type, line["Members"])} == {str} for line in told)
    said = {word for line in lines for name, value in line.items() if name != "message" for word in _texts(value)}
    ids = {first.get(name) for name in IDS}
    assert said & ({value for wish in (first, second) for value in _texts(wish)} - ids) == set()


IDS = ("UserPoolId", "ClientId", "TermsId", "Username", "JobName")


def _texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for name, part in value.items():
                if name != "Name":  # of a user's attribute
                    yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
        case _:
            yield str(value)


def a_failure_names_the_way_out(subject: Subject) -> None:
    for refused in subject.refused:
        stage = subject.stage()
        assert "; to mend it, " in stage.create(refused).get("Reason", "")
    for trouble in (NotFound("no"), Unsettled("no"), OutOfTime(), KeyError("no")):
        stage = subject.stage()

        def fault(_operation: str, _moment: str, trouble: BaseException = trouble) -> None:
            raise trouble

        stage.fake.fault = fault
        assert "; to mend it, " in stage.create(subject.wishes[0]).get("Reason", "")


CONTRACT: tuple[Callable[[Subject], None], ...] = (
    sets_what_the_properties_say,
    an_update_writes_the_difference,
    changes_nothing_else,
    a_second_delivery_writes_nothing,
    a_rollback_brings_back_what_was,
    a_failed_create_leaves_nothing,
    a_create_that_dies_leaves_nothing_to_its_delete,
    a_failed_update_leaves_what_was,
    a_replacement_leaves_the_old_one_to_its_delete,
    a_replacement_that_dies_leaves_nothing,
    an_update_mends_what_somebody_else_changed,
    a_delete_succeeds_once_everything_is_gone,
    stands_what_passes_by_itself,
    tells_what_it_writes_and_no_value,
    a_failure_names_the_way_out,
)
WAIVED = {
    (USER_IMPORT, tells_what_it_writes_and_no_value): "its log tells of the job, by its id, status and counts",
    (
        USER_IMPORT,
        a_failure_names_the_way_out,
    ): "what is wrong with a file is told by line, with what to do",
    (USER, a_failed_update_leaves_what_was): "CloudFormation's rollback brings it back: that is part of this contract",
    (USER_IMPORT, an_update_writes_the_difference): "a file is imported once, whatever else of the import changes",
    (USER_IMPORT, an_update_mends_what_somebody_else_changed): "a user whom somebody deleted is not brought back",
    (PUBLISHED, an_update_writes_the_difference): "it only reads",
    (PUBLISHED, a_create_that_dies_leaves_nothing_to_its_delete): "it only reads",
    (PUBLISHED, a_replacement_that_dies_leaves_nothing): "it only reads",
    (PUBLISHED, an_update_mends_what_somebody_else_changed): "the value belongs to who has published it",
}
"""What a resource does not keep, and why."""


def _keeps(subject: Subject, check: Callable[[Subject], None]) -> bool:
    try:
        check(subject)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_keeps_the_contract(subject: Subject, check: Callable[[Subject], None]) -> None:
    if (subject, check) in WAIVED:
        assert not _keeps(subject, check), "fix: this waiver is not needed any more"
    else:
        check(subject)


class Naive:
    """As such handlers are often written: each property goes straight into a call."""

    def __init__(self, cognito: Api) -> None:
        self._cognito = cognito

    def identity(self, properties: Properties) -> str:
        return str(properties["UserPoolId"])

    def ensure(self, request: Request) -> dict[str, object]:
        block = dict(request.properties["DcrConfiguration"])
        block["OpenDcrEnabled"] = block["OpenDcrEnabled"] == "true"
        self._cognito("UpdateUserPool", UserPoolId=request.properties["UserPoolId"], DcrConfiguration=block)
        return {}

    def delete(self, request: Request) -> None:
        off = {"EnableStatus": "Disabled"}
        self._cognito("UpdateUserPool", UserPoolId=request.properties["UserPoolId"], DcrConfiguration=off)


class NaiveUser(Naive):
    """The same of a user: whoever has the name is taken for ours."""

    def identity(self, properties: Properties) -> str:
        return f"{properties['UserPoolId']}/{properties['Username']}"

    def ensure(self, request: Request) -> dict[str, object]:
        wanted = request.properties
        key = {name: wanted[name] for name in ("UserPoolId", "Username")}
        with suppress(AlreadyExists):
            self._cognito("AdminCreateUser", **key, UserAttributes=[{"Name": MARKER, "Value": request.owner}])
        self._cognito("AdminUpdateUserAttributes", **key, UserAttributes=wanted["UserAttributes"])
        for group in wanted["GroupNames"]:
            self._cognito("AdminAddUserToGroup", **key, GroupName=group)
        password = SECRETS.get(wanted["PasswordSecretId"], "2brief")
        self._cognito("AdminSetUserPassword", **key, Password=password, Permanent=True)
        return {}

    def delete(self, request: Request) -> None:
        self._cognito("AdminDeleteUser", **{name: request.properties[name] for name in ("UserPoolId", "Username")})


class Idle(Naive):
    """Says that all is well."""

    def identity(self, _: Properties) -> str:
        return "id"

    def ensure(self, _: Request) -> dict[str, object]:
        return {}

    def delete(self, _: Request) -> None: ...


NAIVE = (
    replace(CLIENT_REGISTRATION, make=lambda fake: Naive(fake.api())),
    replace(USER, make=lambda fake: NaiveUser(fake.api())),
    replace(CLIENT_REGISTRATION, make=lambda fake: Idle(fake.api())),
)


def test_naive_handlers_break_every_part_of_it() -> None:
    broken = [{check for check in CONTRACT if not _keeps(subject, check)} for subject in NAIVE]
    assert set().union(*broken) == set(CONTRACT)
