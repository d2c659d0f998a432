"""The role by which this account's user pools send SMS, and nothing else does."""

from __future__ import annotations

from aws_cdk import aws_iam as iam

from constructs import Construct
from stacks.constructs import pseudo


class SmsRole(Construct):
    """Assumed by Cognito with our ExternalId, for user pools of this account only (no confused deputy)."""

    def __init__(self, scope: Construct, construct_id: str, *, external_id: str) -> None:
        super().__init__(scope, construct_id)
        pools = f"arn:{pseudo.PARTITION}:cognito-idp:{pseudo.REGION}:{pseudo.ACCOUNT_ID}:userpool/*"
        # A phone number is no ARN: excluding every topic leaves direct SMS.
        publish_sms = iam.PolicyStatement(actions=["sns:Publish"], not_resources=[f"arn:{pseudo.PARTITION}:sns:*:*:*"])
        role = iam.Role(
            self,
            "Role",
            description="Lets Cognito user pools of this account publish SMS",
            assumed_by=iam.ServicePrincipal(
                "cognito-idp.amazonaws.com",
                conditions={
                    "StringEquals": {"sts:ExternalId": external_id, "aws:SourceAccount": pseudo.ACCOUNT_ID},
                    # The pool itself can't be named: it needs this role before it exists.
                    "ArnLike": {"aws:SourceArn": pools},
                },
            ),
            inline_policies={"PublishSms": iam.PolicyDocument(statements=[publish_sms])},
        )
        self.arn = role.role_arn
        self.external_id = external_id
