"""What every resource that owns settings does, whatever it owns; and that a naive handler does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from custom_resources.aws import Api
from custom_resources.request import Properties, Request
from fake_cloudformation import event
from settings_resources import CLIENT_REGISTRATION, SUBJECTS, Subject
from stage import Crash, Stage


def _rest(stage: Stage, subject: Subject) -> object:
    state = stage.fake.state()
    subject.own(state)
    return state


def sets_what_the_properties_say(subject: Subject) -> None:
    for wish in subject.wishes:
        stage = Stage(subject.make)
        assert stage.create(wish)["Status"] == "SUCCESS"
        assert subject.as_wished(stage.fake, wish)


def changes_nothing_else(subject: Subject) -> None:
    stage = Stage(subject.make)
    before, (first, second, *_) = _rest(stage, subject), subject.wishes
    id_ = stage.create(first)["PhysicalResourceId"]
    assert _rest(stage, subject) == before
    stage.update(second, first, id_)
    assert _rest(stage, subject) == before
    stage.delete(second, id_)
    assert _rest(stage, subject) == before


def a_second_delivery_writes_nothing(subject: Subject) -> None:
    stage, (first, second, *_) = Stage(subject.make), subject.wishes
    one = stage.create(first)
    assert stage.create(first) == one
    assert subject.blind or stage.fake.writes == []
    for former in (first, second if subject.blind else first):
        stage.update(second, former, one["PhysicalResourceId"])
    assert stage.fake.writes == []
    for _ in range(2):
        assert stage.delete(second, one["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert stage.fake.writes == []


def a_rollback_brings_back_what_was(subject: Subject) -> None:
    stage, (first, second, *_) = Stage(subject.make), subject.wishes
    id_ = stage.create(first)["PhysicalResourceId"]
    before = stage.fake.state()
    stage.update(second, first, id_)
    assert stage.fake.state() != before
    assert stage.update(first, second, id_)["Status"] == "SUCCESS"
    assert stage.fake.state() == before


def a_failed_create_leaves_nothing(subject: Subject) -> None:
    stage = Stage(subject.make)
    before = stage.fake.state()
    answer = stage.create(subject.refused)
    assert answer["Status"] == "FAILED"
    assert stage.fake.state() == before
    assert stage.delete(subject.refused, answer["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert subject.is_gone(stage.fake, subject.refused)


def a_failed_update_leaves_what_was(subject: Subject) -> None:
    stage, first = Stage(subject.make), subject.wishes[0]
    id_ = stage.create(first)["PhysicalResourceId"]
    before = stage.fake.state()
    assert stage.update(subject.refused, first, id_)["Status"] == "FAILED"
    assert stage.fake.state() == before


def a_replacement_leaves_the_old_one_to_its_delete(subject: Subject) -> None:
    stage, old, new = Stage(subject.make), subject.wishes[0], subject.wishes[-1]
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
    stage, old, new = Stage(subject.make), subject.wishes[0], subject.wishes[-1]
    id_ = stage.create(old)["PhysicalResourceId"]

    def fault(operation: str, moment: str) -> None:
        if moment == "after" and not operation.startswith(("Describe", "Get", "Put")):
            stage.fake.fault = lambda *_: None
            raise Crash

    stage.fake.fault = fault
    assert stage.send(event("Update", new, old=old, physical_id=id_)) is None
    assert stage.update(old, new, id_)["Status"] == "SUCCESS"
    assert subject.as_wished(stage.fake, old)
    assert subject.is_gone(stage.fake, new)


def an_update_mends_what_somebody_else_changed(subject: Subject) -> None:
    stage, first = Stage(subject.make), subject.wishes[0]
    id_ = stage.create(first)["PhysicalResourceId"]
    subject.drift(stage.fake)
    assert not subject.as_wished(stage.fake, first)
    looks_again = stage.update(first | {"UserPoolRevision": "2"}, first | {"UserPoolRevision": "1"}, id_)
    assert looks_again["Status"] == "SUCCESS"
    assert subject.as_wished(stage.fake, first)


def a_delete_succeeds_once_everything_is_gone(subject: Subject) -> None:
    stage, first = Stage(subject.make), subject.wishes[0]
    id_ = stage.create(first)["PhysicalResourceId"]
    stage.fake.vanish()
    assert stage.delete(first, id_)["Status"] == "SUCCESS"


CONTRACT: tuple[Callable[[Subject], None], ...] = (
    sets_what_the_properties_say,
    changes_nothing_else,
    a_second_delivery_writes_nothing,
    a_rollback_brings_back_what_was,
    a_failed_create_leaves_nothing,
    a_failed_update_leaves_what_was,
    a_replacement_leaves_the_old_one_to_its_delete,
    a_replacement_that_dies_leaves_nothing,
    an_update_mends_what_somebody_else_changed,
    a_delete_succeeds_once_everything_is_gone,
)


@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_keeps_the_contract(subject: Subject, check: Callable[[Subject], None]) -> None:
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


def test_a_naive_handler_breaks_it() -> None:
    naive = Subject(**(vars(CLIENT_REGISTRATION) | {"make": lambda fake: Naive(fake.api())}))
    broken = set()
    for check in CONTRACT:
        try:
            check(naive)
        except AssertionError:
            broken.add(check)
    assert broken == {
        a_replacement_that_dies_leaves_nothing,
        changes_nothing_else,
        a_second_delivery_writes_nothing,
        a_delete_succeeds_once_everything_is_gone,
    }
