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
        sys.stdout.write(json.dumps(self._redacted(line), default=lambda value: self.redact(repr(value))) + "\n")
        sys.stdout.flush()

    def _redacted(self, value: object) -> object:
        match value:
            case str():
                return self.redact(value)
            case dict():
                return {self.redact(str(name)): self._redacted(part) for name, part in value.items()}
            case list() | tuple():
                return [self._redacted(part) for part in value]
        return value
