"""However often a file is asked for, and whatever is lost or dies on the way: nobody is imported twice."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

from custom_resources.deadline import Deadline
from custom_resources.errors import NotFound
from custom_resources.log import Log
from custom_resources.request import Request
from fake_cloudformation import event
from fake_cognito import POOL
from stage import Crash, Stage
from user_resources import USER_IMPORT, failing, import_statuses, jobs, make_import, users_of

T = TypeVar("T")


@pytest.fixture
def stage() -> Stage:
    return USER_IMPORT.stage()


WRITES = ("CreateUserImportJob", "Upload", "StartUserImportJob")


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("operation", WRITES)
def test_a_lost_reply_imports_nobody_twice(stage: Stage, operation: str, moment: str) -> None:
    losing = iter([True])
    stage.fake.fault = lambda called, when: failing((called, when) == (operation, moment) and next(losing, False))
    assert stage.create(users_of())["Status"] == "SUCCESS"
    assert import_statuses(stage.fake) == ["Succeeded"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("operation", WRITES)
def test_after_a_crash_the_same_job_is_carried_on(stage: Stage, operation: str, moment: str) -> None:
    crashing = iter([True])
    stage.fake.fault = lambda called, when: failing(
        (called, when) == (operation, moment) and next(crashing, False), Crash
    )
    assert stage.send(event("Create", users_of())) is None
    assert stage.create(users_of())["Status"] == "SUCCESS"
    assert import_statuses(stage.fake) == ["Succeeded"]


def test_a_crash_long_ago_left_a_job_whose_url_has_expired(stage: Stage) -> None:
    crashing = iter([True])
    stage.fake.fault = lambda called, _: failing(called == "Upload" and next(crashing, False), Crash)
    stage.send(event("Create", users_of()))
    stage.fake.expired_urls = {job["PreSignedUrl"] for job in jobs(stage.fake)}
    assert stage.create(users_of())["Status"] == "SUCCESS"
    assert import_statuses(stage.fake) == ["Created", "Succeeded"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("operation", WRITES)
def test_a_delivery_in_the_middle_of_another_shares_its_job(stage: Stage, operation: str, moment: str) -> None:
    """The second does all its work there."""
    second = iter([True])

    def meanwhile(called: str, when: str) -> None:
        if (called, when) == (operation, moment) and next(second, False):
            assert make_import(stage.fake).ensure(_request(stage))["Status"] == "Succeeded"

    stage.fake.fault = meanwhile
    assert stage.create(users_of())["Data"]["Status"] == "Succeeded"
    assert sorted(import_statuses(stage.fake)) in (["Succeeded"], ["Created", "Succeeded"])


@pytest.mark.parametrize("seed", range(100))
def test_two_deliveries_at_once_share_a_job(stage: Stage, seed: int) -> None:
    """Be it of one stack or of two, and whoever's turn it is at each call."""
    found = in_turns(stage, seed, [lambda: make_import(stage.fake).ensure(_request(stage)) for _ in range(2)])
    ((_, status),) = {(one["JobId"], one["Status"]) for one in found}
    assert status == "Succeeded"
    assert sorted(import_statuses(stage.fake)) in (["Succeeded"], ["Created", "Succeeded"])


def test_a_job_that_the_list_shows_late_is_seen_before_the_start(stage: Stage) -> None:
    def meanwhile(called: str, when: str) -> None:
        if (called, when) == ("Upload", "after"):
            (job,) = jobs(stage.fake)
            late = job | {"JobId": "import-0", "Status": "Succeeded"}
            stage.fake.imports[POOL].jobs["import-0"] = late

    stage.fake.fault = meanwhile
    assert stage.create(users_of())["Data"]["JobId"] == "import-0"
    assert import_statuses(stage.fake) == ["Created", "Succeeded"]


def in_turns(stage: Stage, seed: int, works: list[Callable[[], T]]) -> list[T]:
    """All at once, one of them going on at each call, as `seed` has it."""
    draw, turn, found = random.Random(seed), threading.Condition(), dict[int, T]()
    waiting = [*range(len(works))]
    now = [draw.choice(waiting)]

    def go_on(me: int) -> None:
        now[0] = draw.choice(waiting) if waiting else me
        turn.notify_all()
        assert turn.wait_for(lambda: now[0] == me or me not in waiting, timeout=10)

    def run(me: int) -> None:
        with turn:
            assert turn.wait_for(lambda: now[0] == me, timeout=10)
            found[me] = works[me]()
            waiting.remove(me)
            go_on(me)

    threads = [threading.Thread(target=run, args=(at,), name=str(at)) for at in waiting]
    stage.fake.fault = lambda _, moment: go_on(int(threading.current_thread().name)) if moment == "before" else None
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[at] for at in range(len(works))]


def test_what_is_not_there_yet_is_asked_for_again(stage: Stage) -> None:
    """Whichever call it is that meets it."""
    for at in itertools.count():
        stage = USER_IMPORT.stage()
        left = iter([False] * at + [True])
        stage.fake.fault = lambda _, moment, left=left: failing(  # type: ignore[misc]
            moment == "before" and next(left, False), NotFound
        )
        answer = stage.create(users_of())
        assert (answer["Status"], answer["Data"]["Status"]) == ("SUCCESS", "Succeeded")
        assert import_statuses(stage.fake) == ["Succeeded"]
        if next(left, False):
            break
    assert at >= 10


def _request(stage: Stage) -> Request:
    deadline = Deadline(stage.now + 290, clock=lambda: stage.now, sleep=stage.sleep)
    return Request.of(event("Create", users_of()), deadline, Log())
