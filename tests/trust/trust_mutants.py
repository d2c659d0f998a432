"""Trust policies gone wrong: nine that are known from the wild, and every small change of a given one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ops.guard.matrix import ACCOUNT, ACTIONS, AMR, AUD, COGNITO, IDENTITIES, PRINCIPALS, REGION, STRANGER, Policy

Statement = dict[str, Any]


def documented(identity: str, pool: str, **other: Any) -> Policy:
    """The trust that AWS documents, https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html"""
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": COGNITO},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {AUD: pool}, "ForAnyValue:StringLike": {AMR: identity}},
    }
    return {"Version": "2012-10-17", "Statement": [statement | other]}


def broken(identity: str, pool: str) -> dict[str, Policy]:
    """The nine that most linters let pass."""
    aud, amr = {"StringEquals": {AUD: pool}}, {"ForAnyValue:StringLike": {AMR: identity}}
    conditions = {
        "no amr": aud,
        "no aud": amr,
        "neither": {},
        "ForAllValues": aud | {"ForAllValues:StringLike": {AMR: identity}},
        "IfExists": aud | {"StringLikeIfExists": {AMR: identity}},
        "wildcard aud": amr | {"StringLike": {AUD: "*"}},
        "wildcard amr": aud | {"ForAnyValue:StringLike": {AMR: "*"}},
    }
    return {name: documented(identity, pool, Condition=condition) for name, condition in conditions.items()} | {
        "sts:AssumeRole instead of WebIdentity": documented(identity, pool, Action="sts:AssumeRole"),
        "Principal *": documented(identity, pool, Principal="*"),
    }


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


ANOTHER = f"arn:aws:cognito-idp:{REGION}:{STRANGER}:userpool/another"
WITH_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
GITHUB, FACEBOOK = "token.actions.githubusercontent.com", "graph.facebook.com"
MORE: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("AWS", f"arn:aws:iam::{STRANGER}:role/another", "sts:AssumeRole", {}),
    ("AWS", f"arn:aws:iam::{STRANGER}:root", "sts:AssumeRole", {"StringEquals": {"sts:ExternalId": "x"}}),
    ("AWS", f"arn:aws:iam::{STRANGER}:root", "sts:AssumeRole", {"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    ("AWS", "*", "sts:AssumeRole", {"StringEquals": {"sts:ExternalId": "x"}}),
    ("Service", "codebuild.amazonaws.com", "sts:AssumeRole", {}),
    ("Service", "codebuild.amazonaws.com", "sts:AssumeRole", {"StringEquals": {"aws:SourceAccount": STRANGER}}),
    ("Federated", f"arn:aws:iam::{ACCOUNT}:oidc-provider/another.example.com", WITH_WEB_IDENTITY, {}),
    (
        "Federated",
        f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}",
        WITH_WEB_IDENTITY,
        {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}, "StringLike": {f"{GITHUB}:sub": "repo:evil/*"}},
    ),
    ("Federated", FACEBOOK, WITH_WEB_IDENTITY, {"StringEquals": {f"{FACEBOOK}:app_id": "1"}}),
    (
        "Federated",
        f"arn:aws:iam::{ACCOUNT}:saml-provider/another",
        "sts:AssumeRoleWithSAML",
        {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
    ),
    (
        "Federated",
        COGNITO,
        WITH_WEB_IDENTITY,
        {"StringEquals": {AUD: "another"}, "ForAnyValue:StringLike": {AMR: "unauthenticated"}},
    ),
    (
        "Federated",
        COGNITO,
        WITH_WEB_IDENTITY,
        {"StringNotEquals": {AUD: "none"}, "ForAnyValue:StringLike": {AMR: "authenticated"}},
    ),
    ("Federated", COGNITO, WITH_WEB_IDENTITY, {"StringEquals": {f"{COGNITO}:sub": "mallory"}}),
)
"""What one statement more may let in: kind, principal, action, and the conditions that usually go with them."""


def mutants(trust: Policy) -> Iterator[tuple[str, Policy]]:
    """Each small change of each statement, by what it does; and one statement more."""
    for kind, principal, action, conditions in MORE:
        more = {"Effect": "Allow", "Principal": {kind: principal}, "Action": action, "Condition": conditions}
        yield f"{more} too", trust | {"Statement": [*trust["Statement"], more]}
    for index, statement in enumerate(trust["Statement"]):
        for name, mutant in _of_statement(statement):
            others = trust["Statement"]
            yield name, trust | {"Statement": [*others[:index], mutant, *others[index + 1 :]]}


def _of_statement(statement: Statement) -> Iterator[tuple[str, Statement]]:
    yield "Effect Deny", statement | {"Effect": "Deny"}
    actions = _many(statement["Action"])
    for action in ("*", "sts:*", "sts:AssumeRole*", *ACTIONS):
        if action not in actions:
            yield f"Action {action} too", statement | {"Action": [*actions, action]}
    for action in actions if len(actions) > 1 else ():
        yield f"without Action {action}", statement | {"Action": [other for other in actions if other != action]}
    for anyone in ("*", {"AWS": "*"}):
        yield f"Principal {anyone}", statement | {"Principal": anyone}
    for kind, principal in PRINCIPALS:
        own = _many(statement["Principal"].get(kind, []))
        if principal not in own:
            both = [*own, principal]
            yield f"Principal {principal} too", statement | {"Principal": statement["Principal"] | {kind: both}}
    for condition in _of_conditions(statement.get("Condition", {})):
        yield str(condition), statement | {"Condition": condition}


def _of_conditions(conditions: dict[str, dict[str, Any]]) -> Iterator[dict[str, dict[str, Any]]]:
    if conditions:
        yield {}
    for operator, keys in conditions.items():
        for key, value in keys.items():
            rest = {**conditions, operator: {other: keys[other] for other in keys if other != key}}
            many, _, base = operator.rpartition(":")
            like = f"{many}:StringLike" if many else "StringLike"
            replacements: list[tuple[str, Any]] = [
                (operator, "another"),
                (like, "*"),
                (f"{base}IfExists", value),
                (f"ForAllValues:{base}", value),
                (f"ForAllValues:{base}IfExists", value),
                (operator.replace("String", "StringNot").replace("Arn", "ArnNot"), value),
            ]
            if key == AMR:
                replacements += [(operator, other) for other in IDENTITIES if [other] != _many(value)]
                replacements += [(operator, list(IDENTITIES)), (like, [f"*{each[-5:]}" for each in _many(value)])]
                replacements += [(f"{many}:StringEqualsIgnoreCase", value)]
            replacements += [(operator, [*_many(value), ANOTHER if "Arn" in operator else "another"])]
            for each in _many(value):
                replacements += [(like, f"*{each}"), *([] if each.endswith("*") else [(like, f"{each}*")])]
            yield rest
            for new, changed in replacements:
                yield {**rest, new: {**rest.get(new, {}), key: changed}}
