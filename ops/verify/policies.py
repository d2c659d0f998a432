"""Reads the IAM policies of an environment file, their variables filled in. Asks nothing of AWS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from config.model.policy import Policy, Statement
from config.names import Names

SUB = "${cognito-identity.amazonaws.com:sub}"


@dataclass(frozen=True)
class Place:
    """What a policy's variables stand for."""

    environment: str
    partition: str
    region: str
    account: str
    user_pool_id: str
    identity_pool_id: str
    identity_id: str
    """Whose keys are tried."""

    def fill_in(self, text: str) -> str | None:
        """`text` with its variables replaced; None where one is unknown here."""
        known = {
            "${AWS::Partition}": self.partition,
            "${AWS::Region}": self.region,
            "${AWS::AccountId}": self.account,
            "${cognito-identity.amazonaws.com:aud}": self.identity_pool_id,
            SUB: self.identity_id,
        }
        for variable, value in known.items():
            text = text.replace(variable, value)
        return None if "${" in text else text

    @property
    def samples(self) -> dict[str, str]:
        """Resources that are there (but for the dataset), by IAM action."""
        regional = f"{self.region}:{self.account}"
        parameter = Names(self.environment).parameter("user-pool-arn")
        return {
            "ssm:GetParameter": f"arn:{self.partition}:ssm:{regional}:parameter{parameter}",
            "cognito-idp:DescribeUserPool": f"arn:{self.partition}:cognito-idp:{regional}:userpool/{self.user_pool_id}",
            "cognito-idp:ListUsers": f"arn:{self.partition}:cognito-idp:{regional}:userpool/{self.user_pool_id}",
            "cognito-sync:ListDatasets": f"arn:{self.partition}:cognito-sync:{regional}"
            f":identitypool/{self.identity_pool_id}/identity/{self.identity_id}/dataset/verify",
            "iam:ListRoles": f"arn:{self.partition}:iam::{self.account}:role/",
        }


def per_user(policy: Policy) -> bool:
    """Whether some resource is each user's own."""
    return any(SUB in resource for statement in policy for resource in statement.Resource)


def granted(policy: Policy, action: str, place: Place, *, own: bool, wildcards: bool) -> Iterator[str]:
    """ARNs on which `policy` allows `action` for sure: no condition, no unknown variable, no denial.

    `own`: only what is that identity's alone; else only what is nobody's in particular. Where a pattern does not name
    one resource, one that is there is taken, or, with `wildcards`, one that is not.
    """
    for statement in policy:
        if statement.Effect != "Allow" or statement.Condition or not _names(statement, action):
            continue
        for pattern in statement.Resource:
            filled = place.fill_in(pattern) if (SUB in pattern) is own else None
            arn = _one(filled, place.samples.get(action), wildcards) if filled else None
            if arn and not _matched(policy, "Deny", action, arn):
                yield arn


def may_grant(policy: Policy, action: str, arn: str) -> bool:
    """Whether `policy` could allow this, whatever its conditions and variables come to."""
    return _matched(policy, "Allow", action, arn)


def _one(pattern: str, sample: str | None, wildcards: bool) -> str | None:
    if sample and fnmatchcase(sample, pattern):
        return sample
    if not set(pattern) & set("*?"):
        return pattern
    return re.sub(r"[*?]", "verify", pattern) if wildcards and pattern != "*" else None


def _matched(policy: Policy, effect: str, action: str, arn: str) -> bool:
    patterns = (p for s in policy if s.Effect == effect and _names(s, action) for p in s.Resource)
    return any(fnmatchcase(arn, re.sub(r"\$\{[^}]*\}", "*", pattern)) for pattern in patterns)


def _names(statement: Statement, action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in statement.Action)
