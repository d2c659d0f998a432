"""What can't be read: nothing is concluded from it, and it hides nothing about what stands beside it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config import loader, rules
from config.errors import ConfigError, KeyPath, dotted
from config.gaps import Gap, Incomplete, Listed, certain
from config.model import Environment
from config.model.policy import Statement
from config.yaml_file import read
from fuzzing import paths, written
from message_cases import Case, cases, write

GAP = Gap()
KNOWN = Incomplete({"known": 1})
LIST = Listed(("known", GAP))


@pytest.mark.parametrize(
    "use",
    [
        lambda: GAP == 1,
        lambda: GAP > 1,
        lambda: bool(GAP),
        lambda: f"{GAP}",
        lambda: {GAP},
        lambda: list(GAP),
        lambda: GAP.anything,
        lambda: re.match("a", GAP),
        lambda: GAP in "text",
        lambda: "text".startswith(GAP),
        lambda: ", ".join((*"text", GAP)),
        lambda: json.dumps([GAP]),
        lambda: Statement.model_construct(Sid=GAP).model_dump_json(),
        lambda: Statement.model_construct(Condition=KNOWN).model_dump_json(exclude_defaults=True),
        lambda: KNOWN["other"],
        lambda: KNOWN.get("other"),
        lambda: "other" in KNOWN,
        lambda: len(KNOWN),
        lambda: bool(KNOWN),
        lambda: KNOWN == {},
        KNOWN.keys,
        lambda: [*KNOWN],
        lambda: dict(KNOWN),
        lambda: [*KNOWN.values()],
        lambda: "other" in LIST,
        lambda: set(LIST),
        lambda: LIST.count("other"),
        lambda: LIST == ("known", "other"),
    ],
)  # fmt: skip
def test_what_depends_on_what_cannot_be_read_is_not_concluded(use: Callable[[], object]) -> None:
    with certain:
        pytest.fail(f"concluded {use()!r}")


def test_what_does_not_depend_on_it_is_concluded() -> None:
    assert (KNOWN["known"], KNOWN.get("known"), "known" in KNOWN, "known" in LIST) == (1, 1, True, True)
    seen = []
    with certain:
        seen += [*KNOWN.items()]
    with certain:
        for entry in KNOWN.items():
            seen.append(entry)  # a comprehension would be ended as a whole
    assert seen == [("known", 1)]


def test_no_other_error_is_mistaken_for_it() -> None:
    with pytest.raises(TypeError, match="not int"), certain:
        "text".startswith(1)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt), certain:
        raise KeyboardInterrupt("Gap")


def findings(folder: Path, data: dict[str, Any]) -> list[tuple[str, str]]:
    (folder / "dev.yaml").write_text(written(data), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        loader.load("dev", folder)
    return [(problem.path, problem.what) for problem in caught.value.problems]


def with_a_broken_entry(data: dict[str, Any], path: KeyPath) -> dict[str, Any]:
    """In front of all others, where it can hide the most."""
    broken = copy.deepcopy(data)
    container: Any = broken
    for key in path:
        container = container[key]
    if isinstance(container, list):
        container.insert(0, [[1]])
    else:
        others = container.copy()
        container.clear()
        container.update({"broken": [[1]]} | others)
    return broken


MAPPINGS = {("clients",), ("groups",), ("seed_users",), ("user_pool", "custom_attributes")}
LOOKS_AT_ALL = {
    "plan_covers_settings": "what a need looks at is collected from all clients at once",
}


@pytest.mark.parametrize("case", cases("rules.txt"), ids=lambda case: case.title)
def test_a_broken_entry_hides_nothing_that_a_rule_says_of_its_neighbours(folder: Path, case: Case) -> None:
    """If this fails for a new rule: put the body of its loop into `with certain:`."""
    write(folder, case.files)
    data = read(folder / "dev.yaml", "dev.yaml").data
    before = findings(folder, data)
    for path, value in paths(data).items():
        if isinstance(value, list) or path in MAPPINGS:
            below = {what for place, what in before if place.startswith((f"{dotted(path)}.", f"{dotted(path)}["))}
            after = {what for _, what in findings(folder, with_a_broken_entry(data, path))}
            hidden = below - after
            assert bool(hidden) <= (case.title.split(":")[0] in LOOKS_AT_ALL), (path, hidden)


def test_rules_say_nothing_of_an_environment_of_which_nothing_can_be_read() -> None:
    assert rules.check(Environment.model_construct(**dict.fromkeys(Environment.model_fields, GAP))) == []
