"""A resource that returns what no resource should, run inside the fake Lambda."""

from custom_resources import lifecycle
from custom_resources.request import Properties, Request

DATA: dict[str, dict[str, object]] = {"unserialisable": {"Value": object()}, "too large": {"Value": "x" * 5000}}


class FaultyResource:
    def identity(self, _properties: Properties) -> str:
        return "faulty"

    def ensure(self, request: Request) -> dict[str, object]:
        return DATA[request.properties["Returns"]]

    def delete(self, request: Request) -> None: ...


on_event = lifecycle.handler(CognitoUser=FaultyResource)
