"""Reads messages/*.txt: what stands in dev.yaml (and, after `@ base.yaml`, in further files) => what is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "messages"


@dataclass(frozen=True)
class Case:
    """`mended`: the same without the mistake, where the case tells it (after `=> mended`)."""

    title: str
    files: dict[str, str]
    message: str
    mended: str


def cases(file: str) -> list[Case]:
    """All cases of one of the files."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    return [_case(part) for part in re.split("^### ", text, flags=re.MULTILINE)[1:]]


def _case(text: str) -> Case:
    title, _, rest = text.partition("\n")
    given, message, *mended = re.split("^=>.*\n", rest, flags=re.MULTILINE)
    dev, *others = re.split(r"^@ (\w+)\.yaml\n", given, flags=re.MULTILINE)
    files = {"dev": dev} | dict(zip(others[::2], others[1::2], strict=True))
    return Case(title, files, message.strip(), "".join(mended))
