"""The sessions of a pool and its clients. Each is written as a whole, and clients only while the pool tracks sessions:
so when tracking goes off, clients are put back first, or what they had would lie dormant and wake up with it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from custom_resources.aws import Api
from custom_resources.block import Block, is_settled, read
from custom_resources.errors import Refused, Unsettled
from custom_resources.request import Properties, Request
from custom_resources.target import Kind, Object

ACTIONS = (
    "cognito-idp:GetUserPoolClientSessionConfiguration",
    "cognito-idp:GetUserPoolSessionConfiguration",
    "cognito-idp:SetUserPoolClientSessionConfiguration",
    "cognito-idp:SetUserPoolSessionConfiguration",
)

_POOL = Kind(read="GetUserPoolSessionConfiguration", write="SetUserPoolSessionConfiguration")
_CLIENT = Kind(read="GetUserPoolClientSessionConfiguration", write="SetUserPoolClientSessionConfiguration")
_MEMBERS = ("UserSessionTracking", "TokenSession")
_OFF: Mapping[str, Any] = {"UserSessionTracking": "DISABLED", "TokenSession": {"MaxPerUser": 20}}
_CLIENT_DEFAULT: Mapping[str, Any] = {"SSOSession": {"MaxValidityMinutes": 60}}
"""What the API documents for a pool and a client that nobody has configured."""


class SessionConfiguration:
    """Owns the pool's session configuration, and that of the clients that `Clients` names."""

    def __init__(self, cognito: Api) -> None:
        self._cognito = cognito

    def identity(self, properties: Properties) -> str:
        return f"{properties.get('UserPoolId')}/SessionConfiguration"

    def wanted(self, request: Request, before: Properties) -> Iterator[Block]:
        properties = request.properties
        pool = self._pool(properties)
        named = [self._client(properties, each["ClientId"]) for each in properties.get("Clients", ())]
        clients = [
            Block(object=client, wanted=client.members(each, "SSOSession"))
            for client, each in zip(named, properties.get("Clients", ()), strict=True)
        ]
        dropped = self._put_back(properties, _ids(before) - _ids(properties))
        tracking = Block(object=pool, wanted=pool.members(properties, *_MEMBERS))
        if properties["UserSessionTracking"] == "ENABLED":
            return iter([tracking, *clients, *dropped])
        if clients:
            raise Refused(
                "Clients can have sessions only while UserSessionTracking is ENABLED", fix="leave Clients out"
            )
        return self._off(dropped, tracking, request)

    def unwanted(self, request: Request) -> Iterator[Block]:
        pool = self._pool(request.properties)
        clients = self._put_back(request.properties, _ids(request.properties))
        return self._off(clients, Block(object=pool, wanted=_OFF), request)

    def _off(self, clients: list[Block], tracking: Block, request: Request) -> Iterator[Block]:
        if not all(is_settled(client, request) for client in clients):
            # Somebody may have switched tracking off: for what sleeps there to be changed, it has to be on.
            found = read(tracking, request, Unsettled)
            yield replace(tracking, wanted={**found, "UserSessionTracking": "ENABLED"})
        yield from clients
        yield tracking

    def _put_back(self, properties: Properties, ids: set[str]) -> list[Block]:
        return [
            Block(object=self._client(properties, id_), wanted=_CLIENT_DEFAULT, may_be_gone=True) for id_ in sorted(ids)
        ]

    def _pool(self, properties: Properties) -> Object:
        return Object(self._cognito, _POOL, UserPoolId=properties["UserPoolId"])

    def _client(self, properties: Properties, id_: str) -> Object:
        return Object(self._cognito, _CLIENT, UserPoolId=properties["UserPoolId"], ClientId=id_)


def _ids(properties: Properties) -> set[str]:
    return {each["ClientId"] for each in properties.get("Clients", ())}
