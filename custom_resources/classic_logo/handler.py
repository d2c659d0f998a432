"""The Lambda entry point of Custom::CognitoClassicLogo."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _logo() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.classic_logo.resource import ClassicLogo

    (cognito,) = connect("cognito-idp")
    return ClassicLogo(cognito)


on_event = lifecycle.handler(CognitoClassicLogo=_logo)
