"""Custom::CognitoAcrConfiguration: what the pool calls its levels of authentication (the acr claim), and what OIDC
providers call them."""

from collections.abc import Mapping
from typing import Any

from custom_resources.aws import Api
from custom_resources.block import Block
from custom_resources.request import Properties, Request
from custom_resources.target import ANY, Kind, Object
from custom_resources.user_pool.objects import UPDATE_ACTIONS, USER_POOL, named

ACTIONS = UPDATE_ACTIONS
PROVIDER_ACTIONS = ("cognito-idp:DescribeIdentityProvider", "cognito-idp:UpdateIdentityProvider")
"""Also needed where `IdentityProviders` is not empty."""

_PROVIDER = Kind(
    read="DescribeIdentityProvider",
    write="UpdateIdentityProvider",
    member="IdentityProvider",
    fills={"ProviderDetails": ANY},  # addresses, keys: what the issuer's, or the metadata's, document says by then
)
_DEFAULT_NAMES: dict[str, Any] = {"AcrConfiguration": {}}
_NO_MAPPING: dict[str, Any] = {"AcrMapping": {}}


class AcrConfiguration:
    """Owns `AcrConfiguration`, all of it (a level that is not named has its default name), and the `AcrMapping` of the
    providers that `IdentityProviders` names."""

    def __init__(self, cognito: Api) -> None:
        self._cognito = cognito

    def identity(self, properties: Properties) -> str:
        return f"{properties.get('UserPoolId')}/AcrConfiguration"

    def wanted(self, request: Request, before: Properties) -> list[Block]:
        properties = request.properties
        pool = self._pool(properties)
        now, then = ({"AcrConfiguration": named(each.get("AcrConfiguration", {}))} for each in (properties, before))
        mappings, mapped = _mappings(properties), _mappings(before)
        return [
            Block(object=pool, wanted=now, before=then, absent=_DEFAULT_NAMES),
            *(
                Block(
                    object=self._provider(properties, name),
                    wanted={"AcrMapping": mapping},
                    before={"AcrMapping": mapped.get(name, {})},
                    absent=_NO_MAPPING,
                )
                for name, mapping in mappings.items()
            ),
            *self._unmapped(properties, mapped.keys() - mappings.keys()),
        ]

    def unwanted(self, request: Request) -> list[Block]:
        properties = request.properties
        pool = Block(object=self._pool(properties), wanted=_DEFAULT_NAMES)
        return [*self._unmapped(properties, _mappings(properties)), pool]

    def _unmapped(self, properties: Properties, names: Any) -> list[Block]:
        return [
            Block(object=self._provider(properties, name), wanted=_NO_MAPPING, may_be_gone=True)
            for name in sorted(names)
        ]

    def _pool(self, properties: Properties) -> Object:
        return Object(self._cognito, USER_POOL, UserPoolId=properties["UserPoolId"])

    def _provider(self, properties: Properties, name: str) -> Object:
        return Object(self._cognito, _PROVIDER, UserPoolId=properties["UserPoolId"], ProviderName=name)


def _mappings(properties: Properties) -> dict[str, Mapping[str, str]]:
    return {each["ProviderName"]: each["AcrMapping"] for each in properties.get("IdentityProviders", ())}
