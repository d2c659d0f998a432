"""Harmless calls with the keys that a role gave, to see what the role allows and denies.

What a role may do is read from the policy in the environment file. To have one more IAM action tried, add it to PROBES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from config.model.policy import Policy
from ops.verify import policies
from ops.verify.clients import Keys
from ops.verify.outcome import DoesNotApply, Failed, NotProvable, error_of
from ops.verify.world import World

Aws = Callable[[str], Any]
DENIALS = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"}


@dataclass(frozen=True)
class Probe:
    """One IAM action, and a call that needs it and nothing else, given the part of an ARN that names the resource."""

    action: str
    call: Callable[[Aws, str], object]
    missing: frozenset[str] = frozenset()
    """Errors about the resource, which only a caller who is allowed gets to see."""
    denial_is_sure: bool = True


def _parameter(resource: str) -> str:
    name = resource.removeprefix("parameter/")
    return f"/{name}" if "/" in name else name


PROBES = (
    Probe(
        "ssm:GetParameter",
        lambda aws, on: aws("ssm").get_parameter(Name=_parameter(on)),
        frozenset({"ParameterNotFound"}),
    ),
    Probe(
        "cognito-idp:DescribeUserPool",
        lambda aws, on: aws("cognito-idp").describe_user_pool(UserPoolId=on.removeprefix("userpool/")),
    ),
    Probe("s3:ListBucket", lambda aws, on: aws("s3").list_objects_v2(Bucket=on, MaxKeys=1)),
    Probe(
        "s3:GetObject",
        lambda aws, on: aws("s3").get_object(Bucket=on.partition("/")[0], Key=on.partition("/")[2]),
        frozenset({"NoSuchKey"}),
        denial_is_sure=False,  # whoever may not list the bucket is denied an object that is not there, too
    ),
    Probe(
        "dynamodb:GetItem",
        lambda aws, on: aws("dynamodb").get_item(TableName=on.removeprefix("table/"), Key={"verify": {"S": "verify"}}),
        frozenset({"ResourceNotFoundException", "ValidationException"}),
    ),
    Probe(
        "lambda:InvokeFunction",
        lambda aws, on: aws("lambda").invoke(FunctionName=on.removeprefix("function:"), InvocationType="DryRun"),
        frozenset({"ResourceNotFoundException"}),
    ),
    Probe(
        "cognito-sync:ListDatasets",
        lambda aws, on: aws("cognito-sync").list_datasets(IdentityPoolId=on.split("/")[1], IdentityId=on.split("/")[3]),
    ),
)
FORBIDDEN = (
    PROBES[0],
    Probe(
        "cognito-idp:ListUsers",
        lambda aws, on: aws("cognito-idp").list_users(UserPoolId=on.removeprefix("userpool/"), Limit=1),
    ),
    Probe("iam:ListRoles", lambda aws, _: aws("iam").list_roles(MaxItems=1)),
)
"""What no user needs, each tried unless the policy may grant it."""


def allowed(world: World, keys: Keys, policy: Policy) -> str:
    """A call that the policy grants succeeds."""
    if not policy:
        raise DoesNotApply("the policy grants nothing")
    return _first_allowed(world, keys, _granted(policy, world.place(keys.identity_id), own=False))


def own_only(world: World, keys: Keys, policy: Policy) -> str:
    """A call on what is the identity's own succeeds, and the same call on another's is denied."""
    if not policies.per_user(policy):
        raise DoesNotApply("no resource of the policy is one user's own")
    shown = _first_allowed(world, keys, _granted(policy, world.place(keys.identity_id), own=True))
    another = f"{world.environment.region}:{uuid4()}"
    for probe, arn in _granted(policy, world.place(another), own=True):
        if _attempt(world, keys, probe, arn):
            raise Failed(f"{probe.action} on {arn}, which is another user's, is allowed")
    return f"{shown}; another user's is denied"


def denied(world: World, keys: Keys, policy: Policy) -> str:
    """Calls that the policy does not grant are denied, as such."""
    samples = world.place(keys.identity_id).samples
    tried = [(probe, samples[probe.action]) for probe in FORBIDDEN]
    tried = [(probe, arn) for probe, arn in tried if not policies.may_grant(policy, probe.action, arn)]
    if not tried:
        raise NotProvable("the policy may grant everything that verify would try")
    for probe, arn in tried:
        if _attempt(world, keys, probe, arn):
            raise Failed(f"{probe.action} on {arn} is allowed, and the policy does not grant it")
    return ", ".join(probe.action for probe, _ in tried)


def _granted(policy: Policy, place: policies.Place, *, own: bool) -> Iterator[tuple[Probe, str]]:
    for probe in PROBES:
        for arn in policies.granted(policy, probe.action, place, own=own, wildcards=bool(probe.missing)):
            yield probe, arn


def _first_allowed(world: World, keys: Keys, candidates: Iterator[tuple[Probe, str]]) -> str:
    for probe, arn in candidates:
        if _attempt(world, keys, probe, arn):
            return f"{probe.action} on {arn.split(':', 5)[5]}"
        if probe.denial_is_sure:
            raise Failed(f"{probe.action} on {arn} is denied, and the policy grants it")
    raise NotProvable("the policy has no action that verify can try")


def _attempt(world: World, keys: Keys, probe: Probe, arn: str) -> bool:
    """Whether the call is allowed. Any answer other than yes or no is a failure."""
    try:
        probe.call(lambda service: world.aws(service, keys), arn.split(":", 5)[5])
    except ClientError as error:
        code, message = error_of(error)
        if code in DENIALS:
            return False
        if code not in probe.missing:
            raise Failed(f"{probe.action} on {arn} ended in {code} ({message})") from error
    return True
