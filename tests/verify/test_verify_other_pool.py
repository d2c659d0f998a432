"""An identity pool of the run's own: whose roles it opens, that it goes, and what is said where none may be made."""

from __future__ import annotations

import dataclasses
import json
import time
from types import SimpleNamespace
from typing import Any

import pytest

from ops.verify import identity_pools, run
from ops.verify.checks import cleanup
from ops.verify.report import Status
from ops.verify.world import Made, World
from verify_deployments import Judge, client, refuse


def pools(session: Any) -> dict[str, str]:
    """Name -> id."""
    found = client(session, "cognito-identity").list_identity_pools(MaxResults=60)["IdentityPools"]
    return {pool["IdentityPoolName"]: pool["IdentityPoolId"] for pool in found}


@pytest.mark.parametrize(
    ("role", "whose"), [("authenticated", "user"), ("admins", "user"), ("staff", "user"), ("guest", "guest")]
)
def test_one_role_whose_trust_lacks_the_pool_is_found(role: str, whose: str, session: Any, judge: Judge) -> None:
    iam, name = client(session, "iam"), f"right-{role}"
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    loose = json.loads(json.dumps(trust))
    del loose["Statement"][0]["Condition"]["StringEquals"]
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(loose))
    try:
        result = judge("other-identity-pool")
    finally:
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))
    assert result.status is Status.FAILED
    arn = f"arn:aws:iam::000000000000:role/{name}"
    assert result.detail == f"the token of another pool's {whose} for {arn} was accepted"


def test_all_roles_are_tried_and_the_pool_goes_with_the_run(judge: Judge, session: Any) -> None:
    before, ran = pools(session), []
    result = judge("other-identity-pool", prepare=ran.append)
    assert (result.status, result.detail) == (Status.PASSED, "AccessDenied for 4 roles")
    assert set(ran[0].made.identity_pools) == set(pools(session).values()) - set(before.values())
    assert cleanup.no_identity_pool_left(ran[0]) == "deleted"
    assert pools(session) == before


def test_without_guests_no_guest_is_tried(judge: Judge) -> None:
    no_guests = {"allow_unauthenticated_identities": False, "guest_role": {"policy": []}}
    result = judge("other-identity-pool", file={"identity_pool": no_guests})
    assert (result.status, result.detail) == (Status.PASSED, "AccessDenied for 3 roles")


def of_a_standing_user(world: World) -> None:
    world.user.throwaway = False


NOTHING_IS_MADE: dict[str, tuple[dict[str, Any], str]] = {
    "with a standing user": (
        {"prepare": of_a_standing_user},
        "it needs an identity pool of its own, and with a standing user a run makes nothing",
    ),
    "without the permission": (
        {"answers": {"create_identity_pool": refuse("AccessDeniedException")}},
        "it needs an identity pool of its own: cognito-identity:CreateIdentityPool",
    ),
}


@pytest.mark.parametrize("why", NOTHING_IS_MADE)
def test_where_none_may_be_made_the_run_says_that_it_shows_nothing(why: str, judge: Judge, session: Any) -> None:
    (wrong, says), before = NOTHING_IS_MADE[why], pools(session)
    result = judge("other-identity-pool", **wrong)
    assert (result.status, result.detail) == (Status.NOT_PROVABLE, says)
    assert pools(session) == before


def test_another_error_is_no_lack_of_permission(judge: Judge) -> None:
    result = judge("other-identity-pool", answers={"create_identity_pool": refuse("LimitExceededException")})
    assert result.status is Status.FAILED
    assert "LimitExceededException" in result.detail


def test_a_run_deletes_the_pools_that_a_killed_one_left(worlds: dict[str, World], session: Any) -> None:
    old = f"gatehouse-verify-{time.time() - 7200:010.0f}-0123456789abcdef"
    young, real = identity_pools.new_name(), {"gatehouse-verify-0000000000", f"x{old}", "shop"}
    identities, before = client(session, "cognito-identity"), pools(session)
    for name in (old, young, *real):
        identities.create_identity_pool(IdentityPoolName=name, AllowUnauthenticatedIdentities=False)
    try:
        assert cleanup.no_earlier_identity_pool_left(worlds["right"]) == f"deleted {old}"
        assert pools(session).keys() == before.keys() | {young, *real}
        assert cleanup.no_earlier_identity_pool_left(worlds["right"]) == "there was none"
    finally:
        for name in pools(session).keys() - before.keys():
            identities.delete_identity_pool(IdentityPoolId=pools(session)[name])


def test_leftovers_that_may_not_be_looked_for_are_not_said_to_be_gone(judge: Judge) -> None:
    result = judge(
        "no-earlier-identity-pool-left",
        answers={"get_paginator": lambda _: SimpleNamespace(paginate=refuse("AccessDeniedException"))},
    )
    assert (result.status, result.detail) == (Status.NOT_PROVABLE, "it needs cognito-identity:ListIdentityPools")


def test_one_that_could_not_be_deleted_is_named(worlds: dict[str, World]) -> None:
    world = dataclasses.replace(worlds["right"], made=Made(identity_pools=["eu-central-1:x"]))
    assert run._left(world) == "\n  left behind: identity pool eu-central-1:x"
