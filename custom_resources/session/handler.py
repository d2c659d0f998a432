"""The Lambda entry point of Custom::CognitoSessionConfiguration."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _session() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.session.resource import SessionConfiguration
    from custom_resources.settings import Settings

    return Settings(SessionConfiguration(*connect("cognito-idp", attempts=1)))


on_event = lifecycle.handler(CognitoSessionConfiguration=_session)
