"""The Lambda entry point of Custom::CognitoUserImport."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _import() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.user_import.gateway import FileGateway
    from custom_resources.user_import.resource import UserImport

    cognito, s3 = connect("cognito-idp", "s3", attempts=1)
    return UserImport(cognito, FileGateway(s3))


on_event = lifecycle.handler(CognitoUserImport=_import)
