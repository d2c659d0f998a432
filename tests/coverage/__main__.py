"""`make coverage`: how much of Cognito the environments can say, printed, and written as docs/coverage.md."""

from __future__ import annotations

from collections import Counter

from excused import EXCUSED
from ledger import Leaf, leaves
from synthesis import ROOT

FILE = ROOT / "docs" / "coverage.md"
HEADINGS = ("seen", "excused", "open", "all")
INTRODUCTION = """# Coverage

What Cognito's control plane can be told, down to the leaf: every writable property of the AWS::Cognito::* resource
types, and every input member of the API's operations that configure something. *Seen* is what stands in a template of
`environments/everything*.yaml`, a switch only where it is on; *excused* what never will, for the reason below; *open*
what is still to do. A test counts anew, from CloudFormation's schemas and botocore's model: what AWS adds fails there
by its name.

Written by `make coverage`.
"""


def state(leaf: Leaf) -> str:
    if leaf.seen:
        return "seen"
    return "excused" if leaf.excuse and leaf.excuse.kind != "open" else "open"


def counts() -> dict[str, Counter[str]]:
    """By resource type and by operation: how many leaves are in which state."""
    counted: dict[str, Counter[str]] = {}
    for leaf in leaves():
        counted.setdefault(leaf.of, Counter()).update((state(leaf), "all"))
    return counted


def _total(operations: bool) -> Counter[str]:
    return sum((count for of, count in counts().items() if of.startswith("AWS::") != operations), Counter())


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"


def document() -> str:
    """docs/coverage.md."""
    text = INTRODUCTION
    for title, operations in (("CloudFormation property", False), ("API member", True)):
        text += f"\n{_row(title, *HEADINGS)}{_row(*['---'] * 5)}"
        for of, count in counts().items():
            if of.startswith("AWS::") != operations:
                text += _row(of, *(count[heading] or "" for heading in HEADINGS))
        text += _row("**all**", *(f"**{_total(operations)[heading]}**" for heading in HEADINGS))
    text += f"\n{_row('not seen', 'because')}{_row('---', '---')}"
    entries: dict[str, list[str]] = {}
    for entry, excuse in EXCUSED.items():
        instead = f" (of `{excuse.of}`)" if excuse.of else ""
        entries.setdefault(f"{excuse.kind}: {excuse.reason}", []).append(f"`{entry}`{instead}")
    for reason, names in entries.items():
        text += _row(", ".join(names), reason)
    return text


if __name__ == "__main__":
    for of, count in counts().items():
        missing = f"  ({count['open']} open)" if count["open"] else ""
        print(f"{count['all'] - count['open']:3} / {count['all']:3}  {of}{missing}")
    for what, operations in (("CloudFormation properties", False), ("API members", True)):
        count = _total(operations)
        print(f"{what}: {count['seen']} seen, {count['excused']} excused, {count['open']} open, of {count['all']}")
    FILE.write_text(document(), encoding="utf-8")
