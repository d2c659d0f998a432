"""One-time codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits), each used once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

STEP = 30


@dataclass
class Totp:
    """An authenticator. Cognito takes a code once, so a second one within 30 seconds has to wait for the next."""

    secret: str = field(repr=False)
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    last: int = 0

    def code(self, say: Callable[[str], None] = lambda _: None) -> str:
        while (step := int(self.now()) // STEP) <= self.last:
            say("waiting up to 30 s for the next one-time code")
            self.sleep(min(1.0, (self.last + 1) * STEP - self.now()))
        self.last = step
        return at(self.secret, step)


def at(secret: str, step: int) -> str:
    """The code of one 30-second step; `secret` is base32, as Cognito gives it."""
    key = base64.b32decode(secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
