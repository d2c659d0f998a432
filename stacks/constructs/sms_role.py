"""The role by which this account's user pools send SMS, and nothing else does."""

from __future__ import annotations

from config.model.messages import EumsSms, SmsSender
from constructs import Construct
from stacks.constructs import pseudo
from stacks.constructs.pseudo import deploy_time
from stacks.constructs.role import Role, Statement


class SmsRole(Role):
    """Assumed by Cognito with our ExternalId, for user pools of this account only (no confused deputy)."""

    def __init__(self, scope: Construct, construct_id: str, *, config: SmsSender, external_id: str) -> None:
        pools = f"arn:{pseudo.PARTITION}:cognito-idp:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:userpool/*"
        super().__init__(
            scope,
            construct_id,
            description="Lets Cognito user pools of this account send SMS",
            trust={
                "Principal": {"Service": "cognito-idp.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"sts:ExternalId": external_id, "aws:SourceAccount": pseudo.ACCOUNT_ID},
                    # The pool itself can't be named: it needs this role before it exists.
                    "ArnLike": {"aws:SourceArn": pools},
                },
            },
            statements=[_eums(config.eums_sms) if config.eums_sms else _SNS],
        )
        self.external_id = external_id


# A phone number is no ARN: excluding every topic leaves direct SMS.
_SNS = {"Effect": "Allow", "Action": "sns:Publish", "NotResource": f"arn:{pseudo.PARTITION}:sns:*:*:*"}


def _eums(config: EumsSms) -> Statement:
    """The same ARN as in the pool's configuration; a phone number is none, and so can't be named."""
    identity = config.origination_identity
    return {
        "Effect": "Allow",
        "Action": "sms-voice:SendTextMessage",
        "Resource": deploy_time(identity) if identity and identity.startswith("arn:") else "*",
    }
