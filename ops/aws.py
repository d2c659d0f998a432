"""Where AWS calls go: the one place that turns an environment's name into region, endpoint and credentials."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ProfileNotFound

from config import loader
from ops.errors import OpsError
from ops.local.emulator import Emulator

LOCAL = "local"
LOCAL_ACCOUNT = "000000000000"
"""MiniStack's account for calls without a signature. A key id of twelve digits is the root of that account."""


@dataclass(frozen=True)
class Target:
    """One environment's AWS: the real one, or the emulator at `endpoint`."""

    region: str
    endpoint: str | None = None

    def session(self) -> Any:
        """A boto3 session for it; with the emulator, none of the user's AWS settings can lead a client elsewhere."""
        if self.endpoint is None:
            try:
                return boto3.Session(region_name=self.region)
            except ProfileNotFound as error:
                raise OpsError(f"{error}.", fix="set AWS_PROFILE to a profile of ~/.aws/config, or unset it") from error
        no_file = (None, None, os.devnull, None)
        no_profile = (None, None, None, None)
        core = botocore.session.Session({"profile": no_profile, "config_file": no_file, "credentials_file": no_file})
        core.set_credentials(LOCAL_ACCOUNT, "local")
        core.set_default_client_config(Config(proxies={}))
        session = boto3.Session(botocore_session=core, region_name=self.region)
        session.client = functools.partial(session.client, endpoint_url=self.endpoint)
        return session

    def variables(self) -> dict[str, str]:
        """The same for other programs, as environment variables; of the emulator only."""
        if self.endpoint is None:
            return {}
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": LOCAL_ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def target(environment: str) -> Target:
    """Where `environment` is deployed."""
    region = loader.load(environment).region
    if environment != LOCAL:
        return Target(region)
    running = Emulator().running()
    if running is None or not running.answers():
        raise OpsError(f"The emulator {'does not answer' if running else 'is not running'}.", fix="make local")
    return Target(region, running.endpoint)
