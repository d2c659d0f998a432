"""docs/custom-resources.md is current, where the code says it by itself; and tells of each type."""

from __future__ import annotations

import re

from at_a_glance import FILE, document
from settings_resources import SUBJECTS

TEXT = FILE.read_text(encoding="utf-8")


def test_the_table_is_current() -> None:
    assert document(TEXT) == TEXT, "fix: run `make docs`"


def test_each_type_has_a_section_of_its_own_words() -> None:
    headings = " ".join(re.findall(r"^## (.*)$", TEXT, re.MULTILINE))
    assert set(re.findall(r"Custom::(\w+)", headings)) == {subject.name for subject in SUBJECTS}
