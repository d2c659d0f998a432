"""A model of CloudFormation plays with each resource that owns settings: however it goes, it ends as believed."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from custom_resources.errors import Refused, Unsettled
from fake_cloudformation import MADE_UP_ID, event
from settings_resources import SUBJECTS, Subject, Wish
from stage import Crash, Stage

EXAMPLES = int(os.environ.get("GATEHOUSE_EXAMPLES", "60"))
"""`make soak` asks for hundreds."""

Fault = tuple[str, int] | None
hiccups = st.none() | st.tuples(st.sampled_from(["throttled", "lost reply"]), st.integers(0, 12))
faults = st.none() | st.tuples(st.sampled_from(["throttled", "lost reply", "refused", "crash"]), st.integers(0, 24))


def striking(fault: Fault) -> Callable[[str, str], None]:
    """Strikes once: before or after the call that the number says."""
    moments = [0]

    def strike(operation: str, moment: str) -> None:
        kind, at = fault or ("none", -1)
        moments[0] += 1
        if moments[0] - 1 != at:
            return
        if kind == "crash":
            raise Crash
        if kind == "refused" and moment == "before":
            raise Refused(f"{operation}: no")
        if (kind, moment) in {("throttled", "before"), ("lost reply", "after")}:
            raise Unsettled(f"{operation}: {kind}")

    return strike


class CloudFormation(RuleBasedStateMachine):
    """Believes in at most one resource: its id and properties."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.subject, self.stage = subject, Stage(subject.make)
        self.rest = self._rest()
        self.believed: tuple[str, Wish] | None = None
        self.last: dict[str, Any] = {}
        self.drifted = False

    # The wire

    def _deliver(
        self, kind: str, wanted: Wish, fault: Fault, *, old: Wish | None = None, id_: str | None = None
    ) -> dict[str, Any] | None:
        """The answer, or none if the function died."""
        self.last = event(kind, wanted, old=old, physical_id=id_)
        return self._send(fault)

    def _send(self, fault: Fault) -> dict[str, Any] | None:
        self.stage.fake.fault = striking(fault)
        answer = self.stage.send(self.last)
        self.stage.fake.fault = lambda *_: None
        return answer

    def _delete(self, id_: str, wanted: Wish, hiccup: Fault) -> None:
        answer = self._deliver("Delete", wanted, hiccup, id_=id_)
        assert answer
        assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", id_), answer

    def _believe(self, id_: str, wanted: Wish) -> None:
        self.believed, self.drifted = (id_, wanted), False

    # What CloudFormation does

    @precondition(lambda self: not self.believed)
    @rule(data=st.data(), fault=faults, hiccup=hiccups)
    def create(self, data: st.DataObject, fault: Fault, hiccup: Fault) -> None:
        wanted = self._wish(data)
        answer = self._deliver("Create", wanted, fault)
        if answer and answer["Status"] == "SUCCESS":
            self._believe(answer["PhysicalResourceId"], wanted)
        else:
            self._delete(answer["PhysicalResourceId"] if answer else MADE_UP_ID, wanted, hiccup)

    @precondition(lambda self: self.believed)
    @rule(data=st.data(), fault=faults, hiccup=hiccups, another_resource_fails=st.booleans())
    def update(self, data: st.DataObject, fault: Fault, hiccup: Fault, another_resource_fails: bool) -> None:
        assert self.believed
        id_, old = self.believed
        wanted = self._wish(data)
        answer = self._deliver("Update", wanted, fault, old=old, id_=id_)
        done = answer and answer["Status"] == "SUCCESS"
        now_id = answer["PhysicalResourceId"] if answer else id_
        assert done or now_id == id_
        if done and not another_resource_fails:
            if now_id != id_:
                self._delete(id_, old, hiccup)
            self._believe(now_id, wanted)
            return
        rolled_back = self._deliver("Update", old, hiccup, old=wanted, id_=now_id)
        assert rolled_back
        assert (rolled_back["Status"], rolled_back["PhysicalResourceId"]) == ("SUCCESS", id_), rolled_back
        if now_id != id_:
            self._delete(now_id, wanted, hiccup)
        self._believe(id_, old)

    @precondition(lambda self: self.believed and not self.drifted and self.last["RequestType"] != "Delete")
    @rule(hiccup=hiccups)
    def deliver_again(self, hiccup: Fault) -> None:
        answer = self._send(hiccup)
        assert answer
        assert answer["Status"] == "SUCCESS"
        assert self.stage.fake.writes == [] or self.subject.blind

    @precondition(lambda self: self.believed)
    @rule(hiccup=hiccups)
    def delete(self, hiccup: Fault) -> None:
        assert self.believed
        self._delete(*self.believed, hiccup)
        self.believed, self.drifted = None, False

    # What others do

    @precondition(
        lambda self: self.believed and self._identity(self.believed[1]) == self._identity(self.subject.wishes[0])
    )
    @rule()
    def somebody_changes_it(self) -> None:
        self.subject.drift(self.stage.fake)
        self.drifted = True

    # What must hold

    def _wish(self, data: st.DataObject) -> Wish:
        return data.draw(st.sampled_from([*self.subject.wishes, *self.subject.wishes, self.subject.refused]))

    def _identity(self, wish: Wish) -> str:
        return self.subject.make(self.stage.fake).identity(wish)

    def _mine(self) -> str:
        return self._identity(self.believed[1]) if self.believed else ""

    def _rest(self) -> Any:
        state = self.stage.fake.state()
        self.subject.own(state)
        return state

    @invariant()
    def nothing_foreign_changed(self) -> None:
        assert self._rest() == self.rest

    @invariant()
    def the_end_state_is_what_cloudformation_believes(self) -> None:
        if self.believed and not self.drifted:
            assert self.subject.as_wished(self.stage.fake, self.believed[1])
        for wish in self.subject.wishes:
            if self._identity(wish) != self._mine() and not self.drifted:
                assert self.subject.is_gone(self.stage.fake, wish)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_ends_as_cloudformation_believes(subject: Subject) -> None:
    limits = settings(max_examples=EXAMPLES, stateful_step_count=12, deadline=None)
    run_state_machine_as_test(lambda: CloudFormation(subject), settings=limits)
