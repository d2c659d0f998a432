"""A model of CloudFormation plays with each resource: however it goes, it ends as believed."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from fake_cloudformation import MADE_UP_ID, event
from fake_cognito import FakeCognito
from faults import CRASHES, HICCUPS, Meddling, Striking
from settings_resources import SUBJECTS
from subject import Subject, Wish
from synthesis import all_templates

SOAK = int(os.environ.get("SOAK", "0"))
"""How many examples to try, each time others; 0: the same few each time."""

CALLS = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
"""That a fault can strike at. Some resources make but one."""
STOOD = {"none", "refused", *HICCUPS}
"""With what somebody else's change, in the moment of a write, is sure to stay. Who dies, or is cut off for good, in the
middle of finding out whose it is can't give it back."""

Fault = tuple[str, int]
NOTHING: Fault = ("none", 0)


def faulty(*kinds: str) -> st.SearchStrategy[Fault]:
    return st.tuples(st.sampled_from(["none", *kinds]), st.sampled_from(CALLS))


hiccups = faulty(*HICCUPS)
stumbles = faulty(*HICCUPS, *CRASHES)
interruptions = st.sampled_from([("never", 0)] * 4 + [(when, at) for when in ("before", "after") for at in range(4)])
"""Before or after which write of an event somebody else writes."""
faults = faulty(*HICCUPS, *CRASHES, "refused", "outage", "hangs before", "hangs after")


class CloudFormation(RuleBasedStateMachine):
    """Believes in at most one resource: its id and properties."""

    # None but `create` can be first: Hypothesis leaves out rules at random, and would else play with nothing at all.

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.subject, self.stage = subject, subject.stage()
        self.rest = subject.rest(self.stage.fake)
        identity = subject.make(self.stage.fake).identity
        self.known = [(identity(wish), wish) for wish in (*subject.wishes, *subject.refused)]
        self.believed: tuple[str, Wish] | None = None
        self.last: dict[str, Any] = {}
        """The event that was the last to bring something about."""

    # The wire

    def _deliver(
        self, happened: dict[str, Any], fault: Fault, interruption: Fault = ("never", 0)
    ) -> dict[str, Any] | None:
        """The answer, or none if the function died."""
        fake, wanted = self.stage.fake, happened["ResourceProperties"]
        strike = Striking(*fault, self.stage, asks_again=self.subject.asks_again)
        meddle = Meddling(self._meddle, *interruption, fake)

        def both(operation: str, moment: str) -> None:
            if self.subject.tells_others and fault[0] in STOOD:
                meddle(operation, moment)
            strike(operation, moment)

        fake.fault, before = both, self.rest
        answer = self.stage.send(happened)
        fake.fault = lambda *_: None
        in_between = interruption[0] == "before" and meddle.at == self.subject.also_writes
        if in_between and self.subject.rest(fake) == before:
            self.rest = before  # between our read and our write: lost, unless who wrote looks again
        if answer and answer["Status"] == "SUCCESS" and happened["RequestType"] != "Delete":
            self.last = happened
            self.subject.believe(fake, wanted, happened.get("OldResourceProperties"))
            assert answer["Data"] == self.subject.data(fake, wanted)
        return answer

    def _surely(self, happened: dict[str, Any], id_: str, stumble: Fault) -> None:
        answer = self._deliver(happened, stumble) or self._deliver(happened, NOTHING)
        assert answer
        assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", id_), answer

    def _delete(self, id_: str, wanted: Wish, stumble: Fault) -> None:
        for fault in (stumble, NOTHING):  # twice: Lambda may deliver any event again
            self._surely(event("Delete", wanted, physical_id=id_), id_, fault)
        assert self.stage.fake.writes == []

    # What CloudFormation does

    @precondition(lambda self: not self.believed)
    @rule(data=st.data(), fault=faults, stumble=stumbles, interruption=interruptions)
    def create(self, data: st.DataObject, fault: Fault, stumble: Fault, interruption: Fault) -> None:
        wanted = self._wish(data)
        answer = self._deliver(event("Create", wanted), fault, interruption)
        if answer and answer["Status"] == "SUCCESS":
            self.believed = (answer["PhysicalResourceId"], wanted)
        else:
            self._delete(answer["PhysicalResourceId"] if answer else MADE_UP_ID, wanted, stumble)

    @precondition(lambda self: self.believed)
    @rule(
        data=st.data(),
        fault=faults,
        stumble=stumbles,
        interruption=interruptions,
        another_resource_fails=st.booleans(),
    )
    def update(
        self, data: st.DataObject, fault: Fault, stumble: Fault, interruption: Fault, another_resource_fails: bool
    ) -> None:
        assert self.believed
        id_, old = self.believed
        self._others(data, id_)
        wanted = self._wish(data)
        answer = self._deliver(event("Update", wanted, old=old, physical_id=id_), fault, interruption)
        done = answer and answer["Status"] == "SUCCESS"
        now_id = answer["PhysicalResourceId"] if answer else id_
        assert done or now_id == id_
        if done and not another_resource_fails:
            self.believed = (now_id, wanted)
            superfluous = (id_, old)
        else:
            self._surely(event("Update", old, old=wanted, physical_id=now_id), id_, stumble)
            superfluous = (now_id, wanted)
        if now_id != id_:
            self._delete(*superfluous, stumble)

    @precondition(lambda self: self.believed)
    @rule(hiccup=hiccups)
    def deliver_again(self, hiccup: Fault) -> None:
        wanted, former = self.last["ResourceProperties"], self.last.get("OldResourceProperties")
        answer = self._deliver(self.last, hiccup)
        assert answer
        assert answer["Status"] == "SUCCESS", answer
        assert set(self.stage.fake.writes) <= self.subject.repeats(wanted, former)

    @precondition(lambda self: self.believed)
    @rule(data=st.data(), stumble=stumbles)
    def delete(self, data: st.DataObject, stumble: Fault) -> None:
        assert self.believed
        self._others(data, self.believed[0])
        self._delete(*self.believed, stumble)
        self.believed = None

    # What others do meanwhile

    def _meddle(self, fake: FakeCognito) -> None:
        self.subject.meddle(fake)
        self.rest = self.subject.rest(fake)

    def _others(self, data: st.DataObject, id_: str) -> None:
        """Change what it has, or what is beside that; or nothing."""
        drifts = self.subject.drifts if id_ == self.known[0][0] else ()
        act = data.draw(st.sampled_from([lambda _: None, self.subject.meddle, *drifts]))
        act(self.stage.fake)
        if act not in drifts:
            self.rest = self.subject.rest(self.stage.fake)

    # What must hold

    def _wish(self, data: st.DataObject) -> Wish:
        return data.draw(st.sampled_from([*self.subject.wishes, *self.subject.wishes, *self.subject.refused]))

    @invariant()
    def nothing_foreign_changed(self) -> None:
        assert self.subject.rest(self.stage.fake) == self.rest

    @invariant()
    def the_end_state_is_what_cloudformation_believes(self) -> None:
        assert not self.believed or self.subject.as_wished(self.stage.fake, self.believed[1])

    @invariant()
    def there_is_no_orphan(self) -> None:
        """To Cognito, alice and Alice are one user."""
        mine = self.believed[0].lower() if self.believed else ""
        others = [wish for id_, wish in self.known if id_.lower() != mine]
        assert [wish for wish in others if not self.subject.is_gone(self.stage.fake, wish)] == []


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_ends_as_cloudformation_believes(subject: Subject) -> None:
    limits = settings(
        derandomize=not SOAK,
        database=None,
        deadline=None,
        max_examples=SOAK or 60,
        stateful_step_count=12,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(lambda: CloudFormation(subject), settings=limits)


def test_every_custom_resource_is_played_with() -> None:
    types = {resource["Type"] for template in all_templates().values() for resource in template["Resources"].values()}
    custom = {name for name in types if name.startswith("Custom::")}
    assert custom == {f"Custom::{subject.name}" for subject in SUBJECTS}, "fix: describe it as a Subject"
