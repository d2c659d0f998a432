"""What former releases have sent is accepted, and means what it meant; what this one sends is kept for the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from golden_events import (
    EVENTS,
    GOLDEN,
    LIVES,
    RELEASES,
    calls_of_an_update_that_changes_nothing,
    handlers,
    read,
    replay,
    sent,
)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.relative_to(GOLDEN)))
def test_events_of_a_release_still_mean_what_they_meant(life: Path) -> None:
    assert replay(life) == [golden["then"] for golden in read(life)]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.relative_to(GOLDEN)))
def test_an_update_that_changes_nothing_reads_a_little_and_writes_nothing(life: Path) -> None:
    reads, writes = calls_of_an_update_that_changes_nothing(life)
    assert 1 <= len(reads) <= 3
    assert writes == []


def test_each_type_that_the_templates_have_is_in_the_last_release() -> None:
    kept = [life for life in LIVES if life.parent.name == RELEASES[-1]]
    assert {f"Custom::{life.name}" for life in kept} == handlers().keys()
    assert {file.stem for life in kept for file in life.iterdir()} == {*EVENTS}


def test_events_are_as_cloudformation_sends_them() -> None:
    """Numbers and truth values as text, old properties with an Update alone, an id with all but a Create."""
    for life in LIVES:
        create, update, delete = (golden["event"] for golden in read(life))
        assert [event["RequestType"] for event in (create, update, delete)] == ["Create", "Update", "Delete"]
        assert update["OldResourceProperties"] == create["ResourceProperties"]
        assert update["ResourceProperties"] == delete["ResourceProperties"]
        assert "PhysicalResourceId" not in create
        assert "OldResourceProperties" not in create | delete
        assert update["PhysicalResourceId"] == delete["PhysicalResourceId"]
        for event in (create, update, delete):
            assert {type(value) for _, value in _leaves(event)} == {str}
            assert event["ResourceType"] == f"Custom::{life.name}"


def test_the_last_release_has_every_property_that_the_templates_send() -> None:
    """Else the golden events of the release in the making lack it."""
    kept = {
        (golden["event"]["ResourceType"], path)
        for life in LIVES
        if life.parent.name == RELEASES[-1]
        for golden in read(life)
        for path, _ in _leaves(golden["event"]["ResourceProperties"])
    }
    assert {(type_, path) for type_, _, properties in sent() for path, _ in _leaves(properties)} - kept == set()


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Texts and the like, by a path without the places in lists."""
    if isinstance(value, dict) and not {"Ref", "Fn::GetAtt"} & value.keys():
        for key, part in value.items():
            yield from _leaves(part, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, f"{path}[]")
    else:
        yield path, value
