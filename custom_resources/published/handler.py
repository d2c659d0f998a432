"""The Lambda entry point of Custom::CognitoPublished."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _published() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.published.resource import Published

    return Published(lambda region: connect("ssm", region=region)[0])


on_event = lifecycle.handler(CognitoPublished=_published)
