"""The AWS Regions in which Amazon Cognito has user pools, of the partition that is called aws."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

_OTHER_PARTITIONS = ("cn-", "eusc-", "us-gov-", "us-iso", "eu-iso")


def _in_our_partition(region: Any) -> Any:
    if isinstance(region, str) and region.startswith(_OTHER_PARTITIONS):
        raise ValueError(
            "lies in another partition than aws, which has other names for what roles trust and where users sign in: "
            "write a Region of the partition aws, such as eu-central-1"
        )
    return region


Region = Annotated[
    Literal[
        "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
        "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
        "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1",
        "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1",
        "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ],
    BeforeValidator(_in_our_partition),
]  # fmt: skip
