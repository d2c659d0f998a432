"""Reads tests/config/messages/*.txt: what stands in dev.yaml (and, after `@ base.yaml` or `@ assets/a.css`, in further
files) => what is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "config" / "messages"


@dataclass(frozen=True)
class Case:
    """Files by name. `mended`: without the mistake, where the case tells it (after `=> mended`); files that it does not
    write again are as they were."""

    title: str
    files: dict[str, str]
    message: str
    mended: dict[str, str]


def cases(file: str) -> list[Case]:
    """All cases of one of the files."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    return [_case(part) for part in re.split("^### ", text, flags=re.MULTILINE)[1:]]


def _case(text: str) -> Case:
    title, _, rest = text.partition("\n")
    given, message, *mended = re.split("^=>.*\n", rest, flags=re.MULTILINE)
    files = _files(given)
    return Case(title, files, message.strip(), files | _files("".join(mended)))


def _files(text: str) -> dict[str, str]:
    dev, *others = re.split(r"^@ (\S+)\n", text, flags=re.MULTILINE)
    return {"dev.yaml": dev} | dict(zip(others[::2], others[1::2], strict=True))


def write(folder: Path, files: dict[str, str]) -> None:
    """Put environments into `folder`; a name with a slash is a path beside it."""
    for name, text in files.items():
        file = folder.parent / name if "/" in name else folder / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, encoding="utf-8")
