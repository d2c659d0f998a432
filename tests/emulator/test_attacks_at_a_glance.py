"""SECURITY.md says of each attack what attacks.py does."""

from __future__ import annotations

from attacks import ALIKE, PARTS
from attacks_at_a_glance import ANSWERS, FILE, document


def test_the_table_is_what_the_attacks_say() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert document(text) == text, "write it anew: make docs"


def test_each_attack_has_its_answer_and_each_that_ends_alike_its_reason() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert list(ANSWERS) == list(dict.fromkeys(part.name.split()[0] for part in PARTS))
    assert [each.reason for each in ALIKE.values() if each.reason not in text] == []
