"""The Lambda entry point of Custom::CognitoTermsLinks."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _terms_links() -> Resource:
    from custom_resources.aws import connect
    from custom_resources.completion import Completed
    from custom_resources.settings import Settings
    from custom_resources.terms.resource import TERMS_LINKS

    return Settings(Completed(TERMS_LINKS, *connect("cognito-idp", attempts=1)))


on_event = lifecycle.handler(CognitoTermsLinks=_terms_links)
