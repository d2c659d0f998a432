"""Custom::CognitoDynamicClientRegistration: whether apps may register clients of the pool by themselves, and which."""

from custom_resources.aws import Api
from custom_resources.block import Block
from custom_resources.request import Properties, Request
from custom_resources.target import Object
from custom_resources.user_pool.objects import UPDATE_ACTIONS, USER_POOL

ACTIONS = UPDATE_ACTIONS

_OFF = {"DcrConfiguration": {"EnableStatus": "Disabled"}}
"""Left out, the block would stay as it is; what is left out *of it* falls back to its defaults (UpdateUserPool)."""


class ClientRegistration:
    """Owns `DcrConfiguration`, all of it."""

    def __init__(self, cognito: Api) -> None:
        self._cognito = cognito

    def identity(self, properties: Properties) -> str:
        return f"{properties.get('UserPoolId')}/DcrConfiguration"

    def wanted(self, request: Request, before: Properties) -> list[Block]:
        properties = request.properties
        pool = self._pool(properties)
        now = {"DcrConfiguration": properties["DcrConfiguration"]}
        now, then = (pool.members(each, "DcrConfiguration") for each in (now, before))
        return [Block(object=pool, wanted=now, before=then, absent=_OFF)]

    def unwanted(self, request: Request) -> list[Block]:
        return [Block(object=self._pool(request.properties), wanted=_OFF, absent=_OFF)]

    def _pool(self, properties: Properties) -> Object:
        return Object(self._cognito, USER_POOL, UserPoolId=properties["UserPoolId"])
