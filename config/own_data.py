"""What belongs to one identity alone, as statements: the caller's own folder, items and datasets."""

from __future__ import annotations

from collections.abc import Iterator

from config.model.policy import Statement
from config.model.roles import Access, OwnData, OwnItems, OwnObjects

SUB = "${cognito-identity.amazonaws.com:sub}"
"""The caller's identity id, filled in by IAM."""
AUD = "${cognito-identity.amazonaws.com:aud}"
"""The identity pool's id, filled in by IAM."""
ITEMS: dict[Access, tuple[str, ...]] = {
    "Read": ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"),
    "Write": ("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
}
DATASETS: dict[Access, tuple[str, ...]] = {
    "Read": ("cognito-sync:DescribeDataset", "cognito-sync:ListDatasets", "cognito-sync:ListRecords"),
    "Write": ("cognito-sync:DeleteDataset", "cognito-sync:UpdateRecords"),
}
OBJECTS: dict[Access, tuple[str, ...]] = {"Read": ("s3:GetObject",), "Write": ("s3:DeleteObject", "s3:PutObject")}


def statements(own: OwnData) -> Iterator[Statement]:
    """The statements that `own` stands for."""
    for objects in own.s3:
        yield from _objects(objects)
    for items in own.dynamodb:
        yield _items(items)
    if own.sync:
        yield _datasets(own.sync)


def _of(actions: dict[Access, tuple[str, ...]], access: Access) -> tuple[str, ...]:
    return actions["Read"] + actions["Write"] if access == "ReadWrite" else actions[access]


def _objects(own: OwnObjects) -> Iterator[Statement]:
    bucket = f"arn:${{AWS::Partition}}:s3:::{own.bucket}"
    folder = f"{own.prefix}/{SUB}" if own.prefix else SUB
    yield Statement(Effect="Allow", Action=_of(OBJECTS, own.access), Resource=(f"{bucket}/{folder}/*",))
    if own.access != "Write":
        yield Statement(
            Effect="Allow",
            Action=("s3:ListBucket",),
            Resource=(bucket,),
            # The slash keeps a user whose id begins like another's out of the other's folder.
            Condition={"StringLike": {"s3:prefix": (f"{folder}/*",)}},
        )


def _items(own: OwnItems) -> Statement:
    return Statement(
        Effect="Allow",
        Action=_of(ITEMS, own.access),
        Resource=(f"arn:${{AWS::Partition}}:dynamodb:${{AWS::Region}}:${{AWS::AccountId}}:table/{own.table}",),
        # ForAllValues is also true of no value at all: Null closes that.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
        Condition={
            "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": (SUB,)},
            "Null": {"dynamodb:LeadingKeys": ("false",)},
        },
    )


def _datasets(access: Access) -> Statement:
    pool = f"arn:${{AWS::Partition}}:cognito-sync:${{AWS::Region}}:${{AWS::AccountId}}:identitypool/{AUD}"
    return Statement(Effect="Allow", Action=_of(DATASETS, access), Resource=(f"{pool}/identity/{SUB}/*",))
