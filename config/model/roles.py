"""The IAM roles that users receive: who among them, what they may do, and what is theirs alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from config.model.arns import PolicyArn
from config.model.base import Duration, Form, Lasts, Model
from config.model.policy import Conditions, Policy

Access = Literal["Read", "Write", "ReadWrite"]
LoginName = Annotated[
    str,
    Form(
        "^(user_pool|[a-z][a-z0-9-]{0,40})$",
        "user_pool, or the name of one of identity_pool.logins, such as google",
    ),
]
"""A login of the identity pool: `user_pool` for this environment's, else as it is called under `logins`."""


class OwnObjects(Model):
    """Each identity's own folder of a bucket: s3://<bucket>/<prefix>/<identity id>/."""

    bucket: Annotated[
        str, Form(r"^([a-z0-9.-]|\$\{AWS::(AccountId|Region)\}){3,64}$", "the name of a bucket, not its ARN")
    ]
    """The bucket's name; it may hold ${AWS::AccountId} and ${AWS::Region}."""
    prefix: Annotated[str, Form("^[A-Za-z0-9!_.()'-]+(/[A-Za-z0-9!_.()'-]+)*$", "a folder, such as users")] | None = (
        None
    )
    """The folder that holds the identities' folders, without a slash first or last. Default: the whole bucket does."""
    access: Access = "ReadWrite"
    """Read: get and list. Write: put and delete."""


class OwnItems(Model):
    """Each identity's own items of a DynamoDB table: those whose partition key is the identity id."""

    table: Annotated[str, Form("^[A-Za-z0-9_.-]{3,255}$", "the name of a table, not its ARN")]
    """The table's name, in this account and Region. Its indexes are left out: their partition key may be another."""
    access: Access = "ReadWrite"
    """Read: get and query, never scan. Write: put, update and delete."""


class OwnData(Model):
    """What belongs to one identity alone. Each line becomes statements that name
    ${cognito-identity.amazonaws.com:sub}, which IAM fills in with the caller's identity id."""

    s3: tuple[OwnObjects, ...] = ()
    """Folders of buckets."""
    dynamodb: tuple[OwnItems, ...] = ()
    """Items of DynamoDB tables."""
    sync: Access | None = None
    """The identity's own datasets in Cognito Sync. Default: none."""


class Trust(Model):
    """Who may receive a role, beyond what every trust says (this identity pool; signed in, or guest)."""

    logins: Annotated[tuple[LoginName, ...], Field(min_length=1)] | None = None
    """Only identities that signed in through one of these: with a public login, anybody in the world can. Default:
    all logins."""
    conditions: Conditions = {}
    """Further conditions of sts:AssumeRoleWithWebIdentity, such as StringEquals: {aws:RequestTag/team: legal} on a
    principal tag."""


class Role(Model):
    """A role that identities receive."""

    policy: Policy = ()
    """What the role may do. Default: nothing."""
    own_data: OwnData = OwnData()
    """What each identity may do with its own data. Default: nothing."""
    managed_policies: Annotated[tuple[PolicyArn, ...], Field(max_length=10)] = ()
    """Managed policies to attach, by ARN, beside what `policy` says."""
    permissions_boundary: PolicyArn | None = None
    """ARN of the managed policy that bounds what the role may do, whatever its policies say."""
    max_session_duration: Annotated[Duration, Lasts("1h", "12h")] = timedelta(hours=1)
    """1h to 12h. The enhanced flow's keys last an hour whatever this says; the classic flow may ask for more."""
    trust: Trust = Trust()
    """Who may receive the role. Default: every identity of its kind."""


class NamedRole(Role):
    """A role that a rule of a role mapping, the token, or the app (CustomRoleArn) chooses."""

    description: Annotated[str, Form(r"^[\t\n\r -~¡-ÿ]{1,1000}$", "up to 1000 characters of Latin text")] | None = None
    """What the role is for."""
