"""What an account has once in a Region: provisioned request limits, and how SNS sends SMS. Custom resources."""

from __future__ import annotations

from config.model.account import SmsAccount
from constructs import Construct
from custom_resources.account import claims, limit, sms
from stacks.constructs import pseudo
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.role import Statement


class AccountSettings(Construct):
    """Each belongs to the first stack that sets it: a claim in SSM keeps others away, and what was there before."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        limits: dict[str, int],
        sms_account: SmsAccount | None,
        sms_region: str,
        tags: dict[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        self._tags = tags
        if limits:
            keys = [f"provisioned-limit/{category}" for category in limits]
            function = self._function("Limits", "Custom::CognitoProvisionedLimit", limit.ACTIONS, keys)
            for category, value in limits.items():
                function.resource(
                    "Custom::CognitoProvisionedLimit",
                    f"CognitoProvisionedLimit{category}",
                    LimitDefinition={"LimitClass": "API_CATEGORY", "Attributes": {"Category": category}},
                    RequestedLimitValue=value,
                )
        if sms_account:
            function = self._function("Sms", "Custom::SmsAccountSettings", sms.ACTIONS, [f"sms/{sms_region}"])
            attributes = {
                "MonthlySpendLimit": sms_account.monthly_spend_limit,
                "DefaultSenderID": sms_account.default_sender_id,
                "DefaultSMSType": sms_account.default_sms_type,
            }
            function.resource(
                "Custom::SmsAccountSettings",
                "SmsAccountSettings",
                SnsRegion=sms_region,
                attributes={name: value for name, value in attributes.items() if value is not None},
            )

    def _function(self, name: str, what: str, actions: tuple[str, ...], keys: list[str]) -> LifecycleFunction:
        parameters = f"arn:{pseudo.PARTITION}:ssm:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:parameter{claims.PREFIX}"
        grants: list[Statement] = [
            {"Effect": "Allow", "Action": list(actions), "Resource": "*"},  # they know no resources
            {"Effect": "Allow", "Action": list(claims.ACTIONS), "Resource": [f"{parameters}{key}" for key in keys]},
        ]
        return LifecycleFunction(
            self,
            f"{name}Function",
            handler="custom_resources.account.handler.on_event",
            description=what,
            grants=grants,
            tags=self._tags,
        )
