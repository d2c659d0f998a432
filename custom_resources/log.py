"""Structured logs that cannot give a secret away."""

import json
import sys


class Log:
    """Writes one JSON object a line. What it was told to hide never leaves it."""

    def __init__(self, **fields: object) -> None:
        self._fields = fields
        self._hidden: set[str] = set()

    def hide(self, secret: str) -> str:
        # Also in the spellings that an error message or a nested document may quote it in.
        self._hidden |= {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]} - {""}
        return secret

    def redact(self, text: str) -> str:
        for secret in sorted(self._hidden, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def __call__(self, message: str, **fields: object) -> None:
        line = {"message": message} | self._fields | fields
        redacted = {name: self.redact(value) if isinstance(value, str) else value for name, value in line.items()}
        sys.stdout.write(json.dumps(redacted, default=repr) + "\n")
        sys.stdout.flush()
