"""What can go wrong around a deploy, told to a person: what happened, what to do about it, where to look."""

from __future__ import annotations

from pathlib import Path


class OpsError(Exception):
    """Ends a command with exit code 1 and this message."""

    def __init__(self, what: str, *, fix: str = "", log: Path | None = None) -> None:
        super().__init__("\n".join([what, *([f"  fix: {fix}"] if fix else []), *([f"  log: {log}"] if log else [])]))
