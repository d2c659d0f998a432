"""Custom::CognitoProvisionedLimit: how many requests a second the account may make, in one category of operations."""

from collections.abc import Collection, Mapping
from typing import Any

from custom_resources.aws import Api
from custom_resources.request import Properties
from custom_resources.target import Kind, Object

ACTIONS = ("cognito-idp:GetProvisionedLimit", "cognito-idp:UpdateProvisionedLimit")
"""On no resource in particular. With those of the claim."""

_LIMIT = Kind(
    read="GetProvisionedLimit",
    write="UpdateProvisionedLimit",
    member="Limit",
    renamed={"ProvisionedLimitValue": "RequestedLimitValue"},
)


class ProvisionedLimit:
    """Owns the provisioned value. There always is one, between the default and the maximum in Service Quotas."""

    absent: Mapping[str, Any] = {}

    def __init__(self, cognito: Api) -> None:
        self._cognito = cognito

    def identity(self, properties: Properties) -> str:
        return f"provisioned-limit/{properties.get('LimitDefinition', {}).get('Attributes', {}).get('Category')}"

    def wanted(self, properties: Properties) -> dict[str, Any]:
        return self.target(properties).members(properties, "RequestedLimitValue")

    def target(self, properties: Properties, _named: Collection[str] = ()) -> Object:
        return Object(self._cognito, _LIMIT, LimitDefinition=properties["LimitDefinition"])
