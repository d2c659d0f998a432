"""ARNs of what stands outside these stacks. For the deployment's own partition, Region and account, they may hold
${AWS::Partition}, ${AWS::Region} and ${AWS::AccountId}."""

from __future__ import annotations

from typing import Annotated

from config.model.base import Form

_PARTITION = r"arn:(aws|\$\{AWS::Partition\})"
_REGION = r"([a-z]{2}-[a-z]{1,16}-[0-9]{1,2}|\$\{AWS::Region\})"
_ACCOUNT = r"([0-9]{12}|\$\{AWS::AccountId\})"
_IAM = f"{_PARTITION}:iam::"

PolicyArn = Annotated[
    str,
    Form(
        rf"^{_IAM}(aws|{_ACCOUNT}):policy/[A-Za-z0-9/_+=,.@-]{{1,640}}$",
        "the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary",
    ),
]
RoleArn = Annotated[
    str,
    Form(
        rf"^{_PARTITION}:iam::{_ACCOUNT}:role/[A-Za-z0-9/_+=,.@-]{{1,640}}$",
        "the ARN of a role, such as arn:aws:iam::123456789012:role/sync",
    ),
]
OidcProviderArn = Annotated[
    str,
    Form(
        rf"^{_IAM}{_ACCOUNT}:oidc-provider/[A-Za-z0-9/_.~-]{{1,255}}$",
        "the ARN of an OIDC provider, such as arn:aws:iam::123456789012:oidc-provider/login.example.com (no port)",
    ),
]
SamlProviderArn = Annotated[
    str,
    Form(
        rf"^{_IAM}{_ACCOUNT}:saml-provider/[A-Za-z0-9_.-]{{1,128}}$",
        "the ARN of a SAML provider, such as arn:aws:iam::123456789012:saml-provider/corporate",
    ),
]
FunctionArn = Annotated[
    str,
    Form(
        rf"^{_PARTITION}:lambda:{_REGION}:{_ACCOUNT}:function:[A-Za-z0-9_-]{{1,64}}(:[A-Za-z0-9_-]{{1,128}})?$",
        "the ARN of a Lambda function, such as arn:aws:lambda:eu-west-1:111111111111:function:name or ...:name:alias",
    ),
]
KeyArn = Annotated[
    str,
    Form(
        rf"^{_PARTITION}:kms:{_REGION}:{_ACCOUNT}:key/[A-Za-z0-9-]{{1,128}}$",
        "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111111111111:key/...",
    ),
]
PlatformApplicationArn = Annotated[
    str,
    Form(
        rf"^{_PARTITION}:sns:{_REGION}:{_ACCOUNT}:app/[A-Z_]+/[A-Za-z0-9_.-]{{1,256}}$",
        "the ARN of an SNS platform application, such as arn:aws:sns:eu-west-1:123456789012:app/GCM/name",
    ),
]
TopicArn = Annotated[
    str,
    Form(
        rf"^{_PARTITION}:sns:{_REGION}:{_ACCOUNT}:[A-Za-z0-9_-]{{1,256}}$",
        "the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:operations",
    ),
]
OriginationIdentity = Annotated[
    str,
    Form(
        rf"^({_PARTITION}:sms-voice:{_REGION}:{_ACCOUNT}:(phone-number|sender-id|pool)/[A-Za-z0-9/_-]{{1,128}}"
        r"|\+[1-9][0-9]{1,14})$",
        "the ARN of a phone number, sender ID or pool of AWS End User Messaging SMS, or a number such as +491511234567",
    ),
]
_LOG_GROUP = rf"logs:{_REGION}:{_ACCOUNT}:log-group:[A-Za-z0-9_/.-]{{1,512}}"
LogGroupArn = Annotated[str, Form(rf"^{_PARTITION}:{_LOG_GROUP}$", "the ARN of a CloudWatch log group, without `:*`")]
DestinationArn = Annotated[
    str,
    Form(
        rf"^{_PARTITION}:({_LOG_GROUP}|s3:::[a-z0-9.-]{{3,63}}"
        rf"|firehose:{_REGION}:{_ACCOUNT}:deliverystream/[A-Za-z0-9_.-]{{1,64}})$",
        "the ARN of a CloudWatch log group (without `:*`), an S3 bucket or a Data Firehose stream",
    ),
]


def service_of(arn: str) -> str:
    """The service that an ARN names."""
    return _parts(arn)[2]


def region_of(arn: str) -> str:
    """The Region that an ARN names; empty for a bucket and for a phone number, "Region" for `${AWS::Region}`."""
    return _parts(arn)[3] if arn.startswith("arn:") else ""


def account_of(arn: str) -> str:
    """The account that an ARN names; empty for a bucket, "AccountId" for `${AWS::AccountId}`."""
    return _parts(arn)[4]


def _parts(arn: str) -> list[str]:
    return arn.replace("${AWS::", "").replace("}", "").split(":")
