"""`make docs`: the table of SECURITY.md, which attacks.py says by itself, but for what the template answers."""

from __future__ import annotations

from pathlib import Path

from attacks import ALIKE, PARTS, Part

FILE = Path(__file__).resolve().parents[2] / "SECURITY.md"
START, END = "<!-- written by make docs -->\n", "<!-- to here -->\n"
ANSWERS = {
    "S1": "`WriteAttributes` of each client is written out, and without custom attributes unless asked",
    "S2": "`AttributesRequireVerificationBeforeUpdate` is what `AutoVerifiedAttributes` is; `CaseSensitive: false`",
    "S3": "`aud` and `amr` in the trust of every role",
    "S4": "no guests unless asked; their role holds nothing unless granted; `AllowClassicFlow: false`",
    "S5": "role mappings by token; `Deny` where it names no single role; no two groups with one precedence",
    "S6": "`AllowAdminCreateUserOnly` unless asked",
    "S7": "`PreventUserExistenceErrors: ENABLED`",
    "S8": "no SMS unless asked; accounts are recovered by e-mail; a spend limit of the account's can be set",
    "S9": "`sts:ExternalId` and `aws:SourceAccount` for SMS; `aws:SourceAccount` and `aws:SourceArn` for triggers",
    "S10": "tokens can be revoked, and end after 30 days; a client may ask for rotation, and then has no other way",
    "S11": "SRP unless asked; a second factor is offered (`mfa`); threat protection where asked",
    "S12": "grants by code alone; callbacks by https, without wildcards",
    "S13": "an ID token alone is a login, and of those clients alone that `logins.clients` names",
    "S14": "clients without a secret; other secrets by references to one version in Secrets Manager",
    "S15": "`ServerSideTokenCheck`; sessions of an hour",
}
"""What a template says to each attack."""


def document(text: str) -> str:
    """`text` with the table of today."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return before + START + table() + END + after


def table() -> str:
    attacks: dict[str, list[Part]] = {}
    for part in PARTS:
        attacks.setdefault(part.name.partition(":")[0], []).append(part)
    rows = [f"| {name} | {ANSWERS[name.split()[0]]} | {_shown(parts)} |\n" for name, parts in attacks.items()]
    return "| attack | what the template answers | how it is shown |\n|---|---|---|\n" + "".join(rows)


def _shown(parts: list[Part]) -> str:
    decided = [part for part in parts if part.name not in ALIKE]
    ways = {
        "live": [_won(part) for part in decided if part.live],
        "by settings": [_won(part) for part in decided if part.settings],
        "ends alike": [f"{_won(part)} ({ALIKE[part.name].reason})" for part in parts if part.name in ALIKE],
    }
    return ". ".join(f"*{way}*: {'; '.join(names)}" for way, names in ways.items() if names)


def _won(part: Part) -> str:
    """What of an attack is tried."""
    return part.name.partition(": ")[2] or "all of it"


if __name__ == "__main__":
    FILE.write_text(document(FILE.read_text(encoding="utf-8")), encoding="utf-8")
