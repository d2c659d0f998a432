"""What the documents tell people to type works as written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from config import loader
from synthesis import ENVIRONMENTS, ROOT

DOCUMENTS = ("README.md", "docs/runbook.md", "docs/identity-providers.md")
COMMANDS = [line for name in DOCUMENTS for line in re.findall(r"npx cdk [^\n`#]*", (ROOT / name).read_text())]
EXAMPLES = [
    text for name in DOCUMENTS for text in re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text(), re.DOTALL)
]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_cdk_command_names_an_environment(command: str) -> None:
    """Without one the app stops and lists them, for whatever command."""
    named = re.search(r"-c env=(<name>|NAME|[a-z-]+)", command)
    assert named, command
    assert named[1] in {*ENVIRONMENTS, "NAME", "<name>"}


def test_every_make_target_that_is_named_exists() -> None:
    documents = [(ROOT / name).read_text() for name in (*DOCUMENTS, "CONTRIBUTING.md")]
    named = {target for text in documents for target in re.findall(r"`make ([a-z-]+)", text)}
    assert named <= TARGETS


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_an_environment_can_be_used(example: str, tmp_path: Path) -> None:
    shutil.copy(loader.ENVIRONMENTS / "base.yaml", tmp_path)
    (tmp_path / "example.yaml").write_text(example)
    loader.load("example", tmp_path)


def test_decisions_are_numbered_in_a_row() -> None:
    records = sorted((ROOT / "docs/decisions").iterdir())
    assert [record.name[:4] for record in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    assert all(record.read_text().startswith(f"# {int(record.name[:4])}. ") for record in records)


def test_every_link_between_documents_leads_somewhere() -> None:
    documents = [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
        *(ROOT / "docs").rglob("*.md"),
    ]
    for document in documents:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
