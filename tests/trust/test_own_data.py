"""What is one identity's own is no other's: the policies of `own_data`, evaluated for two identities, by two judges."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from config.model.roles import OwnData
from config.own_data import statements
from config.rules.policies import GUEST_ACTIONS
from ops.guard.judges import ask
from ops.guard.matrix import ACCOUNT, AUD, COGNITO
from ops.templates import resolve, resources
from rendering import only, rendered
from stacks.constructs.policy import statements as deployed
from stacks.constructs.role import Role, document
from synthesis import all_templates

POOL, ME = "eu-central-1:pool", "eu-central-1:11111111-aaaa"
OTHERS = ("eu-central-1:22222222-bbbb", f"{ME}0", ME[:-1], f"x{ME}", "")
"""Another identity; ids that begin or end like mine; none."""
SUB = f"{COGNITO}:sub"
PLACE = f"eu-central-1:{ACCOUNT}"
ALL = OwnData.model_validate(
    {
        "s3": ({"bucket": "data", "prefix": "users"}, {"bucket": "inbox", "access": "Write"}),
        "dynamodb": ({"table": "notes"}, {"table": "orders", "access": "Read"}),
        "sync": "ReadWrite",
    }
)


class Request(NamedTuple):
    action: str
    resource: str
    context: dict[str, str | list[str]] = {}


def objects(owner: str, bucket: str = "data/users") -> list[Request]:
    arn = f"arn:aws:s3:::{bucket}/{owner}/file"
    return [Request(f"s3:{action}Object", arn) for action in ("Get", "Put", "Delete")]


def listings(owner: str) -> list[Request]:
    prefixes = (f"users/{owner}/", f"users/{owner}/deep/er")
    return [Request("s3:ListBucket", "arn:aws:s3:::data", {"s3:prefix": prefix}) for prefix in prefixes]


def items(owner: str, table: str = "notes") -> list[Request]:
    arn = f"arn:aws:dynamodb:{PLACE}:table/{table}"
    actions = ("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
    return [Request(f"dynamodb:{action}", arn, {"dynamodb:LeadingKeys": [owner]}) for action in actions]


def datasets(owner: str, pool: str = POOL) -> list[Request]:
    arn = f"arn:aws:cognito-sync:{PLACE}:identitypool/{pool}/identity/{owner}/dataset/notes"
    actions = ("ListDatasets", "ListRecords", "UpdateRecords", "DescribeDataset", "DeleteDataset")
    return [Request(f"cognito-sync:{action}", arn) for action in actions]


@functools.cache
def policy() -> dict[str, Any]:
    """As a template has it."""
    made = rendered(
        lambda stack: Role(stack, "Role", description="d", trust={}, statements=deployed(tuple(statements(ALL))))
    )
    found: dict[str, Any] = resolve(only(made, "AWS::IAM::Role")["Policies"][0]["PolicyDocument"])
    return found


def allowed(requests: list[Request], *, granted: dict[str, Any] | None = None, session: Any = None) -> list[Request]:
    """Those that the keys of the identity ME are good for; both judges say so."""
    me = {SUB: ME, AUD: POOL}
    holder = {"principal": f"arn:aws:sts::{ACCOUNT}:assumed-role/judged/CognitoIdentityCredentials", "account": ACCOUNT}
    asked = [one._asdict() | holder | {"context": me | one.context} for one in requests]
    said = ask([json.dumps({"policy": granted or policy(), "session": session, "requests": asked})])
    answers = {judge: [one for one, yes in zip(requests, each, strict=True) if yes] for judge, (each,) in said.items()}
    first, *others = answers.values()
    assert all(other == first for other in others), answers
    return first


def deployed_policies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each role, in any template, that grants somebody what is their own."""
    for stack, template in all_templates().items():
        for key, role in resources(template, "AWS::IAM::Role").items():
            policies = resolve(role["Properties"].get("Policies", []))
            if SUB in json.dumps(policies):
                yield (
                    f"{stack}/{key}",
                    document([one for each in policies for one in each["PolicyDocument"]["Statement"]]),
                )


def granted_to(owner: str, granted: dict[str, Any]) -> list[Request]:
    """What a policy grants its caller as their own, asked for as that of `owner`."""
    own = [one for one in granted["Statement"] if one["Effect"] == "Allow" and SUB in json.dumps(one)]
    text = json.dumps(own).replace(f"${{{SUB}}}", owner).replace(f"${{{AUD}}}", POOL).replace("*", "some")
    return [
        Request(action, resource, {key: value for keys in conditions.values() for key, value in keys.items()})
        for one in json.loads(text)
        for conditions in [{**one.get("Condition", {}), "Null": {}}]
        for action in many(one["Action"])
        for resource in many(one["Resource"])
    ]


def many(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


OWN = [*objects(ME), *listings(ME), *items(ME), *datasets(ME)]


def test_an_identity_reaches_all_that_is_its_own() -> None:
    assert allowed(OWN) == OWN


@pytest.mark.parametrize("other", OTHERS)
def test_an_identity_reaches_nothing_of_another(other: str) -> None:
    foreign = [*objects(other), *listings(other), *items(other), *datasets(other), *datasets(ME, pool="another-pool")]
    assert allowed(foreign) == []


def test_the_roles_of_every_template_keep_to_it() -> None:
    found = dict(deployed_policies())
    assert found
    for role, granted in found.items():
        own = granted_to(ME, granted)
        assert allowed(own, granted=granted) == own, role
        foreign = [request for other in OTHERS for request in granted_to(other, granted)]
        assert allowed(foreign, granted=granted) == [], role


def test_nothing_is_reached_around_the_owner() -> None:
    notes = f"arn:aws:dynamodb:{PLACE}:table/notes"
    around = [
        Request("s3:ListBucket", "arn:aws:s3:::data"),
        *(Request("s3:ListBucket", "arn:aws:s3:::data", {"s3:prefix": prefix}) for prefix in ("", "users/", "users")),
        Request("s3:ListBucket", "arn:aws:s3:::data", {"s3:prefix": f"users/{ME}"}),
        Request("s3:GetObject", f"arn:aws:s3:::data/{ME}/file"),
        Request("s3:GetBucketPolicy", "arn:aws:s3:::data"),
        Request("dynamodb:Scan", notes),
        Request("dynamodb:Query", notes),
        Request("dynamodb:BatchGetItem", notes, {"dynamodb:LeadingKeys": [ME, OTHERS[0]]}),
        Request("dynamodb:Query", f"{notes}/index/by-title", {"dynamodb:LeadingKeys": [ME]}),
        Request("cognito-sync:ListIdentityPoolUsage", "*"),
    ]
    assert allowed(around) == []


def test_access_is_what_was_asked_for() -> None:
    asked = [*objects(ME, "inbox"), *items(ME, "orders")]
    assert [one.action for one in allowed(asked)] == [
        *("s3:PutObject", "s3:DeleteObject"),
        *("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"),
    ]


def test_guests_keep_what_is_their_own_under_the_session_policies_of_aws() -> None:
    session = document([{"Effect": "Allow", "Action": list(GUEST_ACTIONS), "Resource": "*"}])
    assert allowed(OWN, session=session) == OWN
    everything = document([{"Effect": "Allow", "Action": "*", "Resource": "*"}])
    refused = [Request("ssm:GetParameter", "arn:aws:ssm:x:1:parameter/a"), Request("iam:CreateUser", "*")]
    assert allowed(refused, granted=everything) == refused
    assert allowed(refused, granted=everything, session=session) == []


def loosened() -> list[tuple[str, dict[str, Any]]]:
    """The policy with one guard less, for each guard."""
    found = []
    whole = json.dumps(policy())
    sub = f"${{{SUB}}}"
    for index, statement in enumerate(policy()["Statement"]):
        for operator in statement.get("Condition", {}):
            weaker = json.loads(whole)
            del weaker["Statement"][index]["Condition"][operator]
            found.append((f"statement {index} without {operator}", weaker))
        if sub in json.dumps(statement):
            weaker = json.loads(whole)
            weaker["Statement"][index] = json.loads(json.dumps(statement).replace(sub, "*"))
            found.append((f"statement {index} for anybody", weaker))
    return found


@pytest.mark.parametrize(("change", "weaker"), loosened(), ids=lambda value: value if isinstance(value, str) else "")
def test_each_guard_is_needed(change: str, weaker: dict[str, Any]) -> None:
    notes, orders = (f"arn:aws:dynamodb:{PLACE}:table/{table}" for table in ("notes", "orders"))
    foreign = [
        *(one for bucket in ("data/users", "inbox") for one in objects(OTHERS[0], bucket)),
        *listings(OTHERS[0]),
        *(one for table in ("notes", "orders") for one in (*items(OTHERS[0], table), *items("*", table))),
        *(Request("dynamodb:Query", arn) for arn in (notes, orders)),
        *datasets(OTHERS[0]),
    ]
    assert allowed(foreign) == []
    assert allowed(foreign, granted=weaker) != [], change
