"""The Lambda entry point of what writes a user pool as a whole."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _acr() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.settings import Settings
    from custom_resources.user_pool.acr import AcrConfiguration

    return Settings(AcrConfiguration(*connect("cognito-idp", attempts=1)))


def _client_registration() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.settings import Settings
    from custom_resources.user_pool.client_registration import ClientRegistration

    return Settings(ClientRegistration(*connect("cognito-idp", attempts=1)))


on_event = lifecycle.handler(CognitoAcrConfiguration=_acr, CognitoDynamicClientRegistration=_client_registration)
