"""Who owns a setting of the whole account, and what was there before: a parameter in SSM for each setting."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from custom_resources.aws import Api
from custom_resources.errors import NotFound, Refused

ACTIONS = ("ssm:DeleteParameter", "ssm:GetParameter", "ssm:PutParameter")
PREFIX = "/gatehouse-account/"
"""Beside /gatehouse/, where each environment has its own: no environment can be called so."""


@dataclass(frozen=True)
class Claim:
    """`before`: the values of what the owner has set, from before it did; None for what had none."""

    owner: str
    before: Mapping[str, Any]


class Claims:
    """Reads and writes them. Only one can be made where there is none: SSM sees to that."""

    def __init__(self, ssm: Api) -> None:
        self._ssm = ssm

    def find(self, key: str) -> Claim | None:
        try:
            text = self._ssm("GetParameter", Name=PREFIX + key)["Parameter"]["Value"]
        except NotFound:
            return None
        try:
            claim = json.loads(text)
            return Claim(str(claim["owner"]), {**claim["before"]})
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(
                f"the SSM parameter {PREFIX}{key} can't be read: it is not what was written there",
                fix="take its former value from its history in Parameter Store, or delete it: what is set now then "
                "stays, and whoever deploys next owns it",
            ) from error

    def write(self, key: str, claim: Claim, *, first: bool) -> None:
        """Raises AlreadyExists if it is to be the `first`, and somebody else was faster."""
        value = json.dumps({"owner": claim.owner, "before": dict(claim.before)})
        self._ssm("PutParameter", Name=PREFIX + key, Value=value, Type="String", Overwrite=not first)

    def drop(self, key: str) -> None:
        try:
            self._ssm("DeleteParameter", Name=PREFIX + key)
        except NotFound:
            return
