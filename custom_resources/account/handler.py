"""The Lambda entry point of what an account has once."""
# ruff: noqa: PLC0415 - imported with the first event, not with this module: what fails here is still answered

from custom_resources import lifecycle
from custom_resources.request import Resource


def _limit() -> Resource:
    from custom_resources.account.claims import Claims
    from custom_resources.account.limit import ProvisionedLimit
    from custom_resources.account.resource import AccountSettings
    from custom_resources.aws import connect

    cognito, ssm = connect("cognito-idp", "ssm", attempts=1)
    return AccountSettings(ProvisionedLimit(cognito), Claims(ssm))


def _sms() -> Resource:
    from custom_resources.account.claims import Claims
    from custom_resources.account.resource import AccountSettings
    from custom_resources.account.sms import SmsAccountSettings
    from custom_resources.aws import connect

    return AccountSettings(
        SmsAccountSettings(lambda region: connect("sns", attempts=1, region=region)[0]),
        Claims(*connect("ssm", attempts=1)),
    )


on_event = lifecycle.handler(CognitoProvisionedLimit=_limit, SmsAccountSettings=_sms)
