"""The engine by itself, against another writer of the same pool."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Any

from custom_resources.block import FRESH, reconcile
from custom_resources.deadline import Deadline
from custom_resources.errors import Refused, ResourceError, Unsettled
from custom_resources.log import Log
from custom_resources.request import Request
from custom_resources.target import Object
from custom_resources.user_pool.objects import USER_POOL
from fake_cloudformation import event
from fake_cognito import POOL, FakeCognito
from pool_block import LEVELS, OFF, ON, Clock, block


class Race:
    """Writers of one pool, each in a thread of its own. `slow` says of each call, in turn, whether it takes long; the
    next to go on is always the one whose call is done first."""

    def __init__(self, slow: tuple[bool, ...]) -> None:
        self.pools, self.slow = FakeCognito().pools, list(slow)
        self.now, self.turn = 0.0, threading.Condition()
        self.awake: dict[int, float] = {}
        self.failures: list[BaseException] = []
        self.refused = 0
        self.windows: list[tuple[float, float]] = []
        """From a read to the write that builds on it."""

    def run(self, *acts: Callable[[int], None]) -> dict[str, Any]:
        """What the pool is in the end."""
        self.awake = dict.fromkeys(range(len(acts)), 0.0)
        threads = [threading.Thread(target=self._run, args=each) for each in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert self.failures == []
        return self.pools[POOL].settings

    def resource(
        self, wanted: dict[str, Any], trouble: Callable[[int], None] = lambda _: None, **more: Any
    ) -> Callable[[int], None]:
        """`trouble` is told of each write before it is made, by its number."""

        def act(who: int) -> None:
            fake = FakeCognito(pools=self.pools, latency=lambda: self._wait(who, 0.9 if self._next() else 0.1))
            read = [0.0]

            def watch(operation: str, moment: str) -> None:
                if (operation, moment) == ("UpdateUserPool", "before"):
                    trouble(len(fake.writes))
                if (operation, moment) == ("UpdateUserPool", "after"):
                    self.windows.append((read[0], self.now))
                elif moment == "after":
                    read[0] = self.now

            fake.fault = watch
            deadline = Deadline(290, clock=lambda: self.now, sleep=lambda seconds: self._wait(who, seconds))
            reconcile([block(fake, wanted, **more)], Request.of(event("Create", {}), deadline, Log()))

        return act

    def losing(self, act: Callable[[int], None]) -> Callable[[int], None]:
        """The same, if it may fail."""

        def lose(who: int) -> None:
            try:
                act(who)
            except ResourceError:
                self.refused += 1

        return lose

    def cloudformation(self, at: float, **changed: str) -> Callable[[int], None]:
        """Sends its template at that moment, which knows no block of ours."""
        pool = Object(FakeCognito(pools=self.pools).api(), USER_POOL, UserPoolId=POOL)
        request = Clock().request()
        template = pool.read(request) | changed

        def act(who: int) -> None:
            self._wait(who, at)
            pool.write(template, request)

        return act

    def _run(self, who: int, act: Callable[[int], None]) -> None:
        self._wait(who, 0)
        try:
            act(who)
        except Refused as failure:
            self.failures.append(failure)
        finally:
            with self.turn:
                del self.awake[who]
                self.turn.notify_all()

    def _next(self) -> bool:
        return bool(self.slow) and self.slow.pop()

    def _wait(self, who: int, seconds: float) -> None:
        with self.turn:
            self.awake[who] = self.now + seconds
            self.turn.notify_all()
            self.turn.wait_for(lambda: who == min(self.awake, key=lambda each: (self.awake[each], each)))
            self.now = max(self.now, self.awake[who])


def test_two_writers_of_one_pool_do_not_lose_each_others_change() -> None:
    """However long each of the first eight calls takes."""
    for slow in itertools.product((False, True), repeat=8):
        race = Race(slow)
        settings = race.run(race.resource(ON), race.resource(LEVELS))
        assert settings["DcrConfiguration"]["EnableStatus"] == "Enabled", slow
        assert settings["AcrConfiguration"] == LEVELS["AcrConfiguration"], slow


def test_neither_is_lost_to_cloudformations_own_update_in_between() -> None:
    """Whose change can be lost only between a read and the write that builds on it: less than a second."""
    for *slow, eighths in itertools.product(*4 * [(False, True)], range(26)):
        race, at = Race(tuple(slow)), eighths / 8 + 0.05
        pool_name = race.cloudformation(at, PoolName="by CloudFormation")
        settings = race.run(race.resource(ON), race.resource(LEVELS), pool_name)
        assert settings["DcrConfiguration"]["EnableStatus"] == "Enabled", (slow, at)
        assert settings["AcrConfiguration"] == LEVELS["AcrConfiguration"], (slow, at)
        in_between = any(read <= at < written for read, written in race.windows)
        assert in_between or settings["PoolName"] == "by CloudFormation", (slow, at)
        assert all(written - read < FRESH for read, written in race.windows)


def test_a_failed_writer_leaves_what_another_was_told_is_there() -> None:
    """Whichever of its writes is refused, or throttled until patience ends, while the other succeeds."""
    for throttled, at, *slow in itertools.product((False, True), (1, 2, 3), *5 * [(False, True)]):
        race = Race(tuple(slow))

        def trouble(write: int, race: Race = race, throttled: bool = throttled, at: int = at) -> None:
            if throttled and write >= at and race.now < 36:
                raise Unsettled("UpdateUserPool: throttled")
            if not throttled and write == at:
                raise Refused("UpdateUserPool: no")

        troubled = race.losing(race.resource(ON, trouble, absent=OFF))
        settings = race.run(troubled, race.resource(LEVELS))
        assert settings["AcrConfiguration"] == LEVELS["AcrConfiguration"], (throttled, at, slow)
        on = settings.get("DcrConfiguration", OFF["DcrConfiguration"])["EnableStatus"] == "Enabled"
        assert on == (not race.refused), (throttled, at, slow)
