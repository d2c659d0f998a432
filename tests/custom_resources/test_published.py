"""What another Region has published: read there, under its name, and left alone."""

from __future__ import annotations

from typing import Any

from custom_resources.deadline import Deadline
from custom_resources.log import Log
from custom_resources.published.resource import ACTIONS, Published
from custom_resources.request import Request

WANTED = {"Region": "eu-central-1", "Name": "/gatehouse/dev/user-pool-id"}


class Parameters:
    """The Systems Manager of every Region."""

    def __init__(self, values: dict[tuple[str, str], str]) -> None:
        self.values = values
        self.called: list[str] = []

    def __call__(self, region: str) -> Any:
        def call(operation: str, Name: str) -> dict[str, Any]:  # noqa: N803 - the API's name
            self.called.append(f"ssm:{operation}")
            return {"Parameter": {"Value": self.values[region, Name]}}

        return call


def request(kind: str) -> Request:
    return Request(
        kind=kind,
        stack_id="arn:aws:cloudformation:eu-west-1:111111111111:stack/name/uuid",
        logical_id="PrimaryUserPoolId",
        physical_id="",
        properties=WANTED,
        old_properties={},
        deadline=Deadline.after(10),
        log=Log(),
    )


def test_reads_the_value_in_the_region_that_published_it() -> None:
    parameters = Parameters({("eu-central-1", WANTED["Name"]): "there", ("eu-west-1", WANTED["Name"]): "here"})
    assert Published(parameters).ensure(request("Create")) == {"Value": "there"}
    assert set(parameters.called) == set(ACTIONS)


def test_deletes_nothing() -> None:
    parameters = Parameters({})
    Published(parameters).delete(request("Delete"))
    assert parameters.called == []


def test_another_name_or_region_is_another_value() -> None:
    published = Published(Parameters({}))
    others = [WANTED | {"Region": "eu-west-1"}, WANTED | {"Name": "/gatehouse/dev/issuer"}, {}]
    assert len({published.identity(properties) for properties in [WANTED, *others]}) == 4
