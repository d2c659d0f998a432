"""boto3 clients for one environment, with the caller's own credentials or with those a user received."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config

PATIENCE = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 4})


@dataclass(frozen=True)
class Keys:
    """AWS keys as an identity pool gives them."""

    identity_id: str
    access_key_id: str
    secret_key: str = field(repr=False)
    session_token: str = field(repr=False)

    def as_arguments(self) -> dict[str, str]:
        """As boto3 takes them."""
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        return dict(zip(names, (self.access_key_id, self.secret_key, self.session_token), strict=True))


class Clients:
    """Call it with a service's name. Cognito's public operations (sign-in, GetId ...) go unsigned, as an app's do."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._made: dict[tuple[str, Keys | None], Any] = {}

    def __call__(self, service: str, keys: Keys | None = None) -> Any:
        if (service, keys) not in self._made:
            theirs = keys.as_arguments() if keys else {}
            self._made[service, keys] = self._session.client(service, config=PATIENCE, **theirs)
        return self._made[service, keys]

    @property
    def endpoint(self) -> str:
        """Where Cognito is."""
        return str(self("cognito-idp").meta.endpoint_url)

    @property
    def emulator(self) -> bool:
        """Whether that is a process on this machine."""
        host = urlsplit(self.endpoint).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost" or host.endswith(".localhost")
