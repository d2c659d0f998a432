"""The Lambda entry point of Custom::CognitoUser."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _user() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.user.gateway import UserGateway
    from custom_resources.user.resource import UserResource

    return UserResource(UserGateway(*connect("cognito-idp", "secretsmanager")))


on_event = lifecycle.handler(CognitoUser=_user)
