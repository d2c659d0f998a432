"""Custom::SmsAccountSettings: how much SMS may cost the account in a month, and how SNS sends them."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from custom_resources.aws import Api
from custom_resources.request import Properties, Request

ACTIONS = ("sns:GetSMSAttributes", "sns:SetSMSAttributes")
"""On no resource in particular. With those of the claim."""


class SmsAttributes:
    """Those of the account's attributes that are `named`, as something to read and write. SetSMSAttributes is a patch:
    only what differs is sent, so that nobody needs the right to what others set (a role that logs deliveries has to be
    passed). Nor can it move anything else: what is beside them is not even looked at."""

    operation = "SetSMSAttributes"
    fills: Mapping[str, Any] = {}

    def __init__(self, sns: Api, named: Collection[str]) -> None:
        self._sns, self._named = sns, named
        self._found: dict[str, Any] = {}

    def read(self, _request: Request) -> dict[str, Any]:
        found = self._sns("GetSMSAttributes").get("attributes", {})
        self._found = {name: value for name, value in found.items() if name in self._named}
        return dict(self._found)

    def write(self, document: Mapping[str, Any], _request: Request) -> None:
        known = {name: value for name, value in document.items() if value is not None}  # SNS has no word for none
        if changed := {name: value for name, value in known.items() if value != self._found.get(name)}:
            self._sns("SetSMSAttributes", attributes=changed)


class SmsAccountSettings:
    """Owns the attributes that `attributes` names, in the Region that SMS are sent from."""

    absent: Mapping[str, Any] = {"DefaultSenderID": "", "DefaultSMSType": "Promotional"}
    """A spending limit can't be taken away once there is one: SNS knows no value for none."""

    def __init__(self, sns: Callable[[str], Api]) -> None:
        self._sns = sns

    def identity(self, properties: Properties) -> str:
        return f"sms/{properties.get('SnsRegion')}"

    def wanted(self, properties: Properties) -> dict[str, Any]:
        return dict(properties.get("attributes", {}))

    def target(self, properties: Properties, named: Collection[str]) -> SmsAttributes:
        return SmsAttributes(self._sns(properties["SnsRegion"]), named)
