"""docs/configuration.md: current, complete, and no word in it about what isn't there."""

from __future__ import annotations

import copy
import functools
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from config import loader, reference, rules, schema
from config.changes import CHANGES
from config.model.files import ROOT
from config.plans import NEEDS
from config.readable import validated
from config.rules.violation import Violation
from fuzzing import paths

TEXT = reference.document()
HEADINGS = re.findall("^## (.*)$", TEXT, re.MULTILINE)
KEYS = [
    f"{'' if heading == 'The file' else heading.partition(' ')[0]}.{key}".lstrip(".")
    for heading, table in zip(HEADINGS, TEXT.split("\n## ")[1:], strict=True)
    for key in re.findall("^\\| `(\\w+)`", table, re.MULTILINE)
]


def test_the_file_is_current(tmp_path: Path) -> None:
    reference.write(tmp_path / "configuration.md")
    assert reference.FILE.read_text() == (tmp_path / "configuration.md").read_text(), "fix: run `make docs`"


def test_tells_every_key_once() -> None:
    nodes = [schema.schema(), *schema.schema()["$defs"].values()]
    assert len(HEADINGS) == len(set(HEADINGS)) == len(nodes)
    assert len(KEYS) == sum(len(node["properties"]) for node in nodes)


def test_every_link_leads_to_a_heading() -> None:
    anchors = {re.sub("[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-") for heading in HEADINGS}
    links = set(re.findall(r"\]\(#([^)]*)\)", TEXT))
    assert links
    assert links <= anchors


AT: dict[str, dict[str, str]] = {}
"""By its path: the row of a key, by the columns."""
for heading, section in zip(HEADINGS, TEXT.split("\n## ")[1:], strict=True):
    columns, _, *rows = [re.split(r"(?<!\\) ?\| ?", line)[1:-1] for line in section.splitlines() if line[:1] == "|"]
    for cells in rows:
        path = "" if heading == "The file" else heading.partition(" ")[0]
        AT[f"{path}.{cells[0].strip('`')}".lstrip(".")] = dict(zip(columns, cells, strict=True))
PLAN_OF = {path: row.get("plan", "").partition(":")[0] for path, row in AT.items()}
EVERYTHING = {name: loader.merged(name).data for name in loader.names() if name.startswith("everything")}


def row(path: tuple[str, ...]) -> str:
    """The path of its row: NAME for a key that has none."""
    told = ""
    for part in path:
        told = f"{told}.{part}".lstrip(".") if f"{told}.{part}".lstrip(".") in AT else f"{told}.NAME"
    return told


def keys(data: dict[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    """Each that has a row, with its value; but for those within lists."""
    texts = [(tuple(map(str, path)), value) for path, value in paths(data).items()]
    return [(path, value) for path, value in texts if row(path) in AT]


def violations(data: dict[str, Any]) -> list[Violation]:
    return rules.check(validated({"name": "reference"} | data, ROOT))


def without(data: dict[str, Any], dear: list[str], plan: str) -> dict[str, Any]:
    """What stands there, but for keys of plans that aren't wanted: of a list, what is told of; of a key that can't be
    left out, what it stands in."""
    left = copy.deepcopy(data)
    for path, value in keys(data):
        if PLAN_OF[row(path)] in dear:
            told = AT[row(path)]
            cheap = [item for item in value if item not in told["plan"]] if isinstance(value, list) else value
            *above, key = path[:-1] if told["default"] == "*required*" else path
            parent = functools.reduce(lambda inner, part: inner.get(part, {}), above, left)
            parent.pop(key, None)
            if cheap and cheap != value:
                parent[key] = cheap
    if not left.get("user_pool", {}).get("log_delivery", {"": ""}):
        del left["user_pool"]["log_delivery"]  # which must set something
    left.setdefault("user_pool", {})["feature_plan"] = plan
    if plan == "LITE":
        left["user_pool"].pop("invite_message", None)  # without a password, where users need none
    return left


def test_tells_which_settings_not_every_plan_offers() -> None:
    assert [need.what for need in NEEDS if f"{need.plan}: {need.what}" not in TEXT.replace(" or PLUS:", ":")] == []


CHEAP = [("LITE", ["PLUS", "ESSENTIALS or PLUS"]), ("ESSENTIALS", ["PLUS"])]


@pytest.mark.parametrize("base", EVERYTHING)
@pytest.mark.parametrize(("plan", "dear"), CHEAP)
def test_every_plan_offers_what_is_told_without_one(base: str, plan: str, dear: list[str]) -> None:
    assert violations(without(EVERYTHING[base], dear, plan)) == []


@pytest.mark.parametrize(("plan", "dear"), CHEAP)
def test_no_lower_plan_offers_what_is_told_with_one(plan: str, dear: list[str]) -> None:
    """Each of them, by itself in an environment that has nothing else of the kind."""
    refused, met = set(), set()
    for data in EVERYTHING.values():
        for path, value in keys(data):
            if PLAN_OF[row(path)] in dear:
                whole = without(data, dear, plan)
                met.add(row(path))
                try:
                    functools.reduce(lambda inner, part: inner[part], path[:-1], whole)[path[-1]] = value
                    if violations(whole):
                        refused.add(row(path))
                except (LookupError, ValidationError):
                    refused.add(row(path))  # what it stands in needs the plan
    assert len(met) > 20
    assert sorted(met - refused) == []


DURATIONS = {
    key: node["examples"]
    for definition in schema.schema()["$defs"].values()
    for key, setting in definition["properties"].items()
    for node in (setting, *setting.get("anyOf", ()))
    if node.get("pattern", "").endswith("[smhd]$")
}


@pytest.mark.parametrize("key", DURATIONS)
def test_every_bound_of_a_duration_is_accepted_there(key: str) -> None:
    accepted = set()
    for data in EVERYTHING.values():
        for path in [path for path in paths(data) if path and path[-1] == key]:
            for value in DURATIONS[key]:
                changed = copy.deepcopy(data)
                functools.reduce(lambda inner, part: inner[part], path[:-1], changed)[key] = value
                if path not in {violation.path for violation in violations(changed)}:
                    accepted.add(value)
    assert accepted == set(DURATIONS[key])


def test_every_duration_is_told_with_its_bounds() -> None:
    told = {
        path.rpartition(".")[2] for path, each in AT.items() if each["what may stand there"].startswith("a duration")
    }
    assert told == DURATIONS.keys()
    for key, bounds in DURATIONS.items():
        assert f"| `{key}` | a duration, `{bounds[0]}` to `{bounds[1]}` |" in TEXT


def test_names_the_keys_of_every_mapping_that_takes_no_other() -> None:
    closed = [
        name
        for definition in (schema.schema(), *schema.schema()["$defs"].values())
        for setting in definition["properties"].values()
        for name in setting.get("propertyNames", {}).get("enum", ())
    ]
    assert len(set(closed)) > 50
    assert [name for name in closed if not re.search(rf"NAME, one of [^:]*`{name}`", TEXT)] == []


def test_tells_what_a_change_costs_of_keys_that_there_are() -> None:
    assert [key for key in CHANGES if key.removesuffix(".NAME") not in KEYS] == []


def test_shows_nothing_that_markdown_would_swallow() -> None:
    assert re.findall("<(?!https:)[a-z]+>", re.sub("`[^`]*`", "", TEXT)) == []
