"""What can go wrong around a deploy, told to a person: what happened, what to do about it, where to look."""

from __future__ import annotations

import shlex
from pathlib import Path


class OpsError(Exception):
    """Ends a command with exit code 1 and this message."""

    def __init__(self, what: str, *, fix: str = "", log: Path | None = None) -> None:
        self.fix = fix
        super().__init__("\n".join([what, *([f"  fix: {fix}"] if fix else []), *([f"  log: {log}"] if log else [])]))


def about_file(error: OSError) -> OpsError:
    """A file or folder that can't be read, written or made."""
    what = f"{error.strerror or error}: {error.filename or ''}"
    return OpsError(what, fix=make_ours(error.filename) if isinstance(error, PermissionError) else "")


def make_ours(path: str | Path) -> str:
    """How to get at what another user, such as root under sudo, has made, or what may only be read."""
    quoted = shlex.quote(str(path))
    return f'sudo chown -R "$(id -un)" {quoted} && chmod -R u+rwX {quoted}'
