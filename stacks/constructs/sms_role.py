"""The role by which this account's user pools send SMS, and nothing else does."""

from __future__ import annotations

from constructs import Construct
from stacks.constructs import pseudo
from stacks.constructs.role import Role


class SmsRole(Role):
    """Assumed by Cognito with our ExternalId, for user pools of this account only (no confused deputy)."""

    def __init__(self, scope: Construct, construct_id: str, *, external_id: str) -> None:
        pools = f"arn:{pseudo.PARTITION}:cognito-idp:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:userpool/*"
        super().__init__(
            scope,
            construct_id,
            description="Lets Cognito user pools of this account publish SMS",
            trust={
                "Principal": {"Service": "cognito-idp.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"sts:ExternalId": external_id, "aws:SourceAccount": pseudo.ACCOUNT_ID},
                    # The pool itself can't be named: it needs this role before it exists.
                    "ArnLike": {"aws:SourceArn": pools},
                },
            },
            statements=[
                # A phone number is no ARN: excluding every topic leaves direct SMS.
                {"Effect": "Allow", "Action": "sns:Publish", "NotResource": f"arn:{pseudo.PARTITION}:sns:*:*:*"}
            ],
        )
        self.external_id = external_id
