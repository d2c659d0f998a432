"""The KMS key with which Cognito encrypts the codes that it hands to custom senders."""

from __future__ import annotations

from constructs import Construct
from stacks.constructs import escape_hatch, pseudo, untyped
from stacks.constructs.pseudo import deploy_time
from stacks.constructs.role import Statement, document


class CustomSenderKey(Construct):
    """A key that is given, or one that is made.

    Cognito encrypts through a grant, which it creates in the name of whoever deploys; its encryption context names the
    pool. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, given: str | None, ephemeral: bool, tags: dict[str, str]
    ) -> None:
        """`given`: the ARN of a key that exists."""
        super().__init__(scope, construct_id)
        self.arn = deploy_time(given) if given else self._made(ephemeral, tags)
        self.may_decrypt: Statement = {
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": self.arn,
            # The pool's id can't stand here, since the pool needs the function first; that of any pool here can.
            "Condition": {"StringLike": {"kms:EncryptionContext:userpool-id": f"{pseudo.REGION}_*"}},
        }

    def _made(self, ephemeral: bool, tags: dict[str, str]) -> str:
        # AWS's default: who may use the key is said by IAM policies of this account, as by that of each sender's role.
        account: Statement = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{pseudo.PARTITION}:iam::{pseudo.ACCOUNT_ID}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
        properties = {
            "Description": "Codes that Cognito hands to custom senders",
            "EnableKeyRotation": True,
            "KeyPolicy": document([account]),
        }
        key = untyped.resource(self, "Default", "AWS::KMS::Key", properties, tags=tags)
        escape_hatch.pin_logical_id(key, "CustomSenderKey", reason="another would leave codes that nobody can read")
        escape_hatch.retain(key, ephemeral=ephemeral, reason="without its key, a retained pool sends no code")
        return key.get_att("Arn").to_string()
