"""CloudFormation's pseudo parameters, asked of the CDK once: each look-up costs a call to its Node process."""

from __future__ import annotations

from aws_cdk import Aws

PARTITION = Aws.PARTITION
REGION = Aws.REGION
ACCOUNT_ID = Aws.ACCOUNT_ID
URL_SUFFIX = Aws.URL_SUFFIX


def deploy_time(text: str) -> str:
    """CloudFormation fills in its pseudo parameters; IAM's own variables stay as they are."""
    for name, token in (("Partition", PARTITION), ("Region", REGION), ("AccountId", ACCOUNT_ID)):
        text = text.replace(f"${{AWS::{name}}}", token)
    return text
