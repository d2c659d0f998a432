"""`make docs`: what of docs/custom-resources.md the code says by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fake_cognito import FakeCognito
from golden_events import GOLDEN, RELEASES
from settings_resources import SUBJECTS
from subject import Subject

FILE = Path(__file__).resolve().parents[2] / "docs" / "custom-resources.md"
START, END = "<!-- written by make docs -->\n", "<!-- to here -->\n"


def document(text: str) -> str:
    """`text` with the table of today."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return before + START + table() + END + after


def table() -> str:
    text = "| `Custom::` | physical id | replaced by another | `Fn::GetAtt` | actions |\n|---|---|---|---|---|\n"
    for subject in sorted(SUBJECTS, key=lambda subject: subject.name):
        cells = (_id(subject, _named(_sent(subject))), _names(_identity(subject)), _names(_data(subject)))
        text += f"| {subject.name} | `{cells[0]}` | {cells[1]} | {cells[2]} | {_names(subject.declared)} |\n"
    return text


def _golden(subject: Subject) -> dict[str, Any]:
    file = GOLDEN / RELEASES[-1] / subject.name / "create.json"
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def _sent(subject: Subject) -> dict[str, Any]:
    properties: dict[str, Any] = _golden(subject)["event"]["ResourceProperties"]
    return properties


def _data(subject: Subject) -> list[str]:
    return list(_golden(subject)["then"]["answer"]["Data"])


def _id(subject: Subject, properties: dict[str, Any]) -> str:
    return subject.make(FakeCognito()).identity(properties)


def _identity(subject: Subject) -> Iterator[str]:
    """The properties that the id is made of."""
    named = _named(_sent(subject))
    for name in dict.fromkeys(re.findall(r'"<(\w+)>"', json.dumps(named))):
        changed = json.loads(json.dumps(named).replace(f'"<{name}>"', '"another"'))
        if _id(subject, changed) != _id(subject, named):
            yield name


def _named(value: Any, name: str = "") -> Any:
    """Each text replaced by what it is the value of."""
    if isinstance(value, dict):
        return {key: _named(part, key) for key, part in value.items()}
    return [_named(part, name) for part in value] if isinstance(value, list) else f"<{name}>"


def _names(names: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    FILE.write_text(document(FILE.read_text(encoding="utf-8")), encoding="utf-8")
