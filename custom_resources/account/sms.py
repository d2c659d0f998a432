"""Custom::SmsAccountSettings: how much SMS may cost the account in a month, and how SNS sends them."""

from collections.abc import Callable, Mapping
from typing import Any

from custom_resources.aws import Api
from custom_resources.request import Properties, Request

ACTIONS = ("sns:GetSMSAttributes", "sns:SetSMSAttributes")
"""On no resource in particular. With those of the claim."""


class SmsAttributes:
    """The account's attributes, as something to read and write. SetSMSAttributes is a patch: only what differs is sent,
    so that nobody needs the right to what others set (a role that logs deliveries has to be passed)."""

    operation = "SetSMSAttributes"
    fills: Mapping[str, Any] = {}

    def __init__(self, sns: Api) -> None:
        self._sns = sns
        self._found: dict[str, Any] = {}

    def read(self, _request: Request) -> dict[str, Any]:
        self._found = self._sns("GetSMSAttributes").get("attributes", {})
        return dict(self._found)

    def write(self, document: Mapping[str, Any], _request: Request) -> None:
        changed = {name: value for name, value in document.items() if value != self._found.get(name)}
        self._sns("SetSMSAttributes", attributes=changed)


class SmsAccountSettings:
    """Owns the attributes that `attributes` names, in the Region that SMS are sent from."""

    absent: Mapping[str, Any] = {"DefaultSenderID": "", "DefaultSMSType": "Promotional"}
    """A spending limit can't be taken away once there is one: SNS knows no value for none."""

    def __init__(self, sns: Callable[[str], Api]) -> None:
        self._sns = sns

    def identity(self, properties: Properties) -> str:
        return f"sms/{properties.get('SnsRegion')}"

    def wanted(self, properties: Properties) -> tuple[SmsAttributes, Mapping[str, Any]]:
        return SmsAttributes(self._sns(properties["SnsRegion"])), dict(properties.get("attributes", {}))
