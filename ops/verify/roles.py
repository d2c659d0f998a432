"""Which role AWS keys belong to."""

from __future__ import annotations

from ops.verify.clients import Keys
from ops.verify.outcome import expect
from ops.verify.world import World


def expect_role(world: World, keys: Keys, role_arn: str) -> str:
    """sts:GetCallerIdentity answers that these keys are those of an identity in this role."""
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    expected = f"arn:{role_arn.split(':')[1]}:sts::{account}:assumed-role/{name}/CognitoIdentityCredentials"
    expect(world.aws("sts", keys).get_caller_identity()["Arn"], expected, "the caller")
    return name
