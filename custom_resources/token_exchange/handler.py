"""The Lambda entry point of Custom::CognitoTokenExchange."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _token_exchange() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.completion import Completed
    from custom_resources.settings import Settings
    from custom_resources.token_exchange.resource import TOKEN_EXCHANGE

    return Settings(Completed(TOKEN_EXCHANGE, *connect("cognito-idp", attempts=1)))


on_event = lifecycle.handler(CognitoTokenExchange=_token_exchange)
