"""Custom::CognitoDynamicClientRegistration: whether apps may register clients of the pool by themselves, and which."""

from custom_resources.aws import Api
from custom_resources.block import Block, Object, clear, reconcile
from custom_resources.request import Properties, Request
from custom_resources.user_pool.objects import UPDATE_ACTIONS, USER_POOL

ACTIONS = UPDATE_ACTIONS

_OFF = {"DcrConfiguration": {"EnableStatus": "Disabled"}}
"""Left out, the block would stay as it is; what is left out *of it* falls back to its defaults (UpdateUserPool)."""


class DynamicClientRegistration:
    """Owns `DcrConfiguration`, all of it."""

    def __init__(self, cognito: Api) -> None:
        self._cognito = cognito

    def identity(self, properties: Properties) -> str:
        return f"{properties.get('UserPoolId')}/DcrConfiguration"

    def ensure(self, request: Request) -> dict[str, object]:
        pool = self._pool(request.properties)
        same = self.identity(request.properties) == self.identity(request.old_properties)
        wanted, before = (
            pool.members(properties, "DcrConfiguration")
            for properties in (request.properties, request.old_properties if same else {})
        )
        reconcile([Block(object=pool, wanted=wanted, before=before, absent=_OFF)], request)
        return {}

    def delete(self, request: Request) -> None:
        clear([Block(object=self._pool(request.properties), wanted=_OFF, absent=_OFF)], request)

    def _pool(self, properties: Properties) -> Object:
        return Object(self._cognito, USER_POOL, UserPoolId=properties.get("UserPoolId", ""))
