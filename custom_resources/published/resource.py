"""A value that a stack in another Region has published in SSM, which CloudFormation itself can't read."""

from collections.abc import Callable, Mapping

from custom_resources.aws import Api
from custom_resources.errors import NotFound, Unsettled
from custom_resources.request import Properties, Request

ACTIONS = ("ssm:GetParameter",)


class Published:
    """`Value` is what stands in the parameter `Name` of `Region`."""

    def __init__(self, parameters: Callable[[str], Api]) -> None:
        """`parameters`: the Systems Manager of a Region."""
        self._parameters = parameters

    def identity(self, properties: Properties) -> str:
        return f"{properties.get('Region')}{properties.get('Name')}"

    def ensure(self, request: Request) -> Mapping[str, object]:
        ssm = self._parameters(request.properties["Region"])
        name = request.properties["Name"]
        found = request.patiently(lambda: ssm("GetParameter", Name=name), NotFound, Unsettled)
        return {"Value": found["Parameter"]["Value"]}

    def delete(self, request: Request) -> None:
        """The parameter belongs to the stack that published it."""
