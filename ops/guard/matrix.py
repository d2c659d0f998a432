"""Who asks for a role, with which claims, and who alone may have it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from itertools import combinations as combinations_of
from itertools import product
from typing import Any, NamedTuple

from ops.templates import PSEUDO_PARAMETERS

Policy = dict[str, Any]
Value = str | tuple[str, ...] | None
"""Of a condition key; None where the request does not carry it."""

ACCOUNT, REGION, STRANGER = PSEUDO_PARAMETERS["AWS::AccountId"], PSEUDO_PARAMETERS["AWS::Region"], "999999999999"
COGNITO = "cognito-identity.amazonaws.com"
AUD, AMR = f"{COGNITO}:aud", f"{COGNITO}:amr"
IDENTITIES = ("authenticated", "unauthenticated")

ACTIONS = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession")
PRINCIPALS = (
    ("Federated", COGNITO),
    ("Federated", "accounts.google.com"),
    ("Federated", "graph.facebook.com"),
    ("Federated", "www.amazon.com"),
    ("Federated", f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"),
    ("Federated", f"arn:aws:iam::{ACCOUNT}:saml-provider/corporate"),
    ("Service", "cognito-idp.amazonaws.com"),
    ("Service", "cognito-sync.amazonaws.com"),
    ("Service", "lambda.amazonaws.com"),
    ("Service", "ec2.amazonaws.com"),
    ("AWS", f"arn:aws:iam::{ACCOUNT}:root"),
    ("AWS", f"arn:aws:iam::{ACCOUNT}:user/someone"),
    ("AWS", f"arn:aws:iam::{STRANGER}:root"),
)


class Caller(NamedTuple):
    action: str
    kind: str
    principal: str


class Claim(NamedTuple):
    key: str
    right: tuple[Value, ...]
    wrong: tuple[Value, ...]
    said: str = ""
    """The right values in a word; without one, the first is as good."""
    like: str = ""
    """A pattern of values that are right besides, * for any text."""
    among: tuple[tuple[str, ...], ...] = ()
    """Of a key with many values: what makes others right besides, at least one of each of these."""

    def holds(self, value: Value) -> bool:
        if isinstance(value, tuple) and self.among:
            return all(set(each) & set(value) for each in self.among)
        return value in self.right or bool(self.like and isinstance(value, str) and fnmatchcase(value, self.like))


@dataclass(frozen=True)
class Trustee:
    """The only caller a role may let in, and only if every claim is right."""

    caller: Caller
    claims: tuple[Claim, ...] = ()
    tags_sessions: bool = False
    """Whether it may also tag the sessions (sts:TagSession)."""
    resource: str = f"arn:aws:iam::{ACCOUNT}:role/judged"
    """What asks for the trust: the role; or a function, by its policy."""

    @property
    def callers(self) -> tuple[Caller, ...]:
        tagging = self.caller._replace(action="sts:TagSession")
        return (self.caller, tagging) if self.tags_sessions else (self.caller,)

    @property
    def perfect(self) -> dict[str, Value]:
        """Claims that are all right."""
        return {claim.key: claim.right[0] for claim in self.claims}

    def __str__(self) -> str:
        claims = [f"{claim.key.removeprefix(f'{COGNITO}:')} {claim.said or claim.right[0]}" for claim in self.claims]
        return ", ".join([self.caller.principal, *claims, *(["with tags"] if self.tags_sessions else [])])


@dataclass(frozen=True)
class Request:
    """One request for a role, as a judge sees it."""

    action: str
    kind: str
    principal: str
    claims: tuple[tuple[str, str | tuple[str, ...]], ...]
    resource: str
    account: str = ACCOUNT
    """The resource's."""

    def to_json(self) -> dict[str, Any]:
        """As judges take it."""
        whole = asdict(self)
        return whole | {"context": dict(whole.pop("claims"))}

    def __str__(self) -> str:
        return f"{self.action} by {self.kind} {self.principal} with {dict(self.claims)}"


class Cell(NamedTuple):
    request: Request
    expected: bool


@functools.cache
def matrix(trustee: Trustee) -> list[Cell]:
    """The right caller with every combination of two claims, the others right; every other caller with all claims
    right, and with none."""
    perfect = trustee.perfect
    combinations = [
        perfect | {one.key: first, other.key: second}
        for one, other in combinations_of(trustee.claims, 2)
        for first, second in product(one.right + one.wrong, other.right + other.wrong)
    ] or [perfect]
    right = trustee.callers
    others = [caller for one in product(ACTIONS, PRINCIPALS) if (caller := Caller(one[0], *one[1])) not in right]
    asked = [*product(right, combinations), *product(others, [perfect, {}])]
    return [cell(trustee, caller, claims) for caller, claims in asked]


def cell(trustee: Trustee, caller: Caller, claims: dict[str, Value]) -> Cell:
    """A request by this caller with these claims, and whether the trustee would make it."""
    carried = tuple((key, value) for key, value in claims.items() if value is not None)
    right = caller in trustee.callers and all(claim.holds(claims.get(claim.key)) for claim in trustee.claims)
    return Cell(Request(*caller, carried, trustee.resource), right)


# What Cognito says of an identity that signed in with a user pool, https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
_LOGIN = f"cognito-idp.{REGION}.amazonaws.com/{REGION}_Example"
_SIGNED_IN = ("authenticated", _LOGIN, f"{_LOGIN}:CognitoSignIn:11111111-2222-3333-4444-555555555555")
_AMR: tuple[Value, ...] = (
    _SIGNED_IN,
    ("authenticated",),
    ("unauthenticated",),
    ("Authenticated",),
    ("Unauthenticated",),
    _SIGNED_IN[1:],
    ("",),
    (),
    None,
)


def federated(
    pool: str,
    identity: str,
    *,
    logins: tuple[str, ...] = (),
    equal: tuple[tuple[str, tuple[str, ...]], ...] = (),
    tags_sessions: bool = False,
) -> Trustee:
    """Identities of this identity pool: `identity` is "authenticated" or "unauthenticated". `logins`: those that came
    by one of these, if any are named; `equal`: those for whom a key has one of the values."""
    cases = [*_AMR, *(case for login in logins for case in _came_by(login))]
    right = tuple(case for case in cases if case and identity in case and (not logins or set(case) & set(logins)))
    came_by = f" by {' or '.join(logins)}" if logins else ""
    return Trustee(
        Caller("sts:AssumeRoleWithWebIdentity", "Federated", COGNITO),
        (
            Claim(AUD, (pool,), ("another-pool", pool.swapcase(), "*", "", None)),
            Claim(
                AMR,
                right,
                tuple(case for case in cases if case not in right),
                said=f"{identity}{came_by}",
                among=((identity,), *([logins] if logins else [])),
            ),
            *(
                Claim(key, values, ("another", values[0].swapcase(), "*", "", None), said=" or ".join(values))
                for key, values in equal
            ),
        ),
        tags_sessions,
    )


def _came_by(login: str) -> Iterator[Value]:
    """The right login; the same name written otherwise, or longer, or without having signed in."""
    for name in (login, login.swapcase(), f"{login}.example.com", f"evil.{login}"):
        yield ("authenticated", name, f"{name}:user")
    yield from (("Authenticated", login), ("unauthenticated", login), (login,))


def sms_sender(external_id: str, account: str = ACCOUNT) -> Trustee:
    """Cognito, with this ExternalId, on behalf of a user pool of this account and Region."""
    pool = f"userpool/{REGION}_Example"
    foreign = (
        f"arn:aws:cognito-idp:{REGION}:{STRANGER}:{pool}",
        f"arn:aws:cognito-idp:ap-south-1:{account}:{pool}",
        f"arn:aws:cognito-identity:{REGION}:{account}:identitypool/example",
        None,
    )
    return Trustee(
        Caller("sts:AssumeRole", "Service", "cognito-idp.amazonaws.com"),
        (
            Claim("sts:ExternalId", (external_id,), ("another", external_id.swapcase(), "", None)),
            Claim("aws:SourceAccount", (account,), (STRANGER, None)),
            Claim(
                "aws:SourceArn",
                (f"arn:aws:cognito-idp:{REGION}:{account}:{pool}",),
                foreign,
                like=f"arn:aws:cognito-idp:{REGION}:{account}:userpool/*",
            ),
        ),
    )


def for_pool(
    pool: str, account: str = ACCOUNT, action: str = "sts:AssumeRole", resource: str = Trustee.resource
) -> Trustee:
    """Cognito, on behalf of this user pool alone: for an import's log, or to invoke a trigger."""
    other = f"arn:aws:cognito-idp:{REGION}:{account}:userpool/{REGION}_Other"
    return Trustee(
        Caller(action, "Service", "cognito-idp.amazonaws.com"),
        (
            Claim("aws:SourceAccount", (account,), (STRANGER, None)),
            Claim("aws:SourceArn", (pool,), (other, other.replace(account, STRANGER), None)),
        ),
        resource=resource,
    )


SYNC = Trustee(Caller("sts:AssumeRole", "Service", "cognito-sync.amazonaws.com"))
LAMBDA = Trustee(Caller("sts:AssumeRole", "Service", "lambda.amazonaws.com"))
