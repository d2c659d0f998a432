"""`make coverage`: how much of Cognito the environments can say, printed, and written as docs/coverage.md."""

from __future__ import annotations

from collections import Counter

from excused import EXCUSED, KINDS
from ledger import Leaf, leaves
from synthesis import ROOT
from values import Value, values

FILE = ROOT / "docs" / "coverage.md"
STATES = ("seen", "excused", "open", "all")
HEADINGS = (*STATES, *(f"{state} words" for state in STATES))
INTRODUCTION = """# Coverage

What Cognito's control plane can be told, down to the leaf: every writable property of the AWS::Cognito::* resource
types, and every input member of the API's operations that configure something. *Seen* is what stands in a template of
`environments/everything*.yaml`, a switch only where it is on; *excused* what never will, for the reason below; *open*
what is still to do. A *word* is a value of a setting that takes no others, such as `ON`: seen, or said where one of
those environments says another word and the rules accept it. A test counts anew, from CloudFormation's schemas and
botocore's model: what AWS adds fails there by its name.

Written by `make coverage`. The kinds of reasons, all but *open* for good:

"""


def state(thing: Leaf | Value) -> str:
    if thing.seen:
        return "seen"
    return "excused" if thing.excuse and thing.excuse.kind != "open" else "open"


def counts() -> dict[str, Counter[str]]:
    """By resource type and by operation: how many leaves, and how many words, are in which state."""
    counted: dict[str, Counter[str]] = {}
    for leaf in leaves():
        counted.setdefault(leaf.of, Counter()).update((state(leaf), "all"))
    for value in values():
        counted[value.leaf.of].update((f"{state(value)} words", "all words"))
    return counted


def _total(operations: bool) -> Counter[str]:
    return sum((count for of, count in counts().items() if of.startswith("AWS::") != operations), Counter())


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"


def document() -> str:
    """docs/coverage.md."""
    text = INTRODUCTION + "".join(f"* *{kind}*: {meaning}\n" for kind, meaning in KINDS.items())
    for title, operations in (("CloudFormation property", False), ("API member", True)):
        text += f"\n{_row(title, *HEADINGS)}{_row(*['---'] * (len(HEADINGS) + 1))}"
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


def _covered(count: Counter[str], words: str) -> str:
    return f"{count[f'all{words}'] - count[f'open{words}']:3} / {count[f'all{words}']:3}"


if __name__ == "__main__":
    for of, count in counts().items():
        missing = count["open"] + count["open words"]
        words = f", words {_covered(count, ' words').strip()}" if count["all words"] else ""
        print(f"{_covered(count, '')}  {of}{words}{f'  ({missing} open)' if missing else ''}")
    for what, operations in (("CloudFormation properties", False), ("API members", True)):
        count = _total(operations)
        for kind, words in ((what, ""), (f"words of {what}", " words")):
            told = ", ".join(f"{count[state + words]} {state}" for state in ("seen", "excused", "open"))
            print(f"{kind}: {told}, of {count['all' + words]}")
    FILE.write_text(document(), encoding="utf-8")
