"""docs/configuration.md: current, complete, and no word in it about what isn't there."""

from __future__ import annotations

import re
from pathlib import Path

from config import reference, schema
from config.changes import CHANGES
from config.plans import NEEDS

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


def test_tells_which_settings_not_every_plan_offers() -> None:
    assert [need.what for need in NEEDS if f" for {need.what}." not in TEXT] == []


def test_tells_what_a_change_costs_of_keys_that_there_are() -> None:
    assert [key for key in CHANGES if key.removesuffix(".NAME") not in KEYS] == []


def test_shows_nothing_that_markdown_would_swallow() -> None:
    assert re.findall("<(?!https:)[a-z]+>", re.sub("`[^`]*`", "", TEXT)) == []
