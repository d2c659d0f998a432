"""A real server, and both environments in it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ops.aws import Target
from ops.local.emulator import Emulator
from ops.verify import checks, runner
from ops.verify import run as verify
from ops.verify.check import Check
from ops.verify.emulator_gaps import Gap
from ops.verify.outputs import Outputs
from ops.verify.report import Result, Status
from ops.verify.world import Made, World
from verify_deployments import REGION, TOO_PERMISSIVE, Answers, Changes, Judge, Tampered, environment, provision


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A boto3 session for an emulator of our own, with both environments in it."""
    emulator = Emulator(tmp_path_factory.mktemp("verify") / "emulator", port=0, attached=True)
    try:
        made = Target(REGION, emulator.start(REGION, lambda _: None).endpoint).session()
        provision(environment("right"), made)
        provision(environment("loose", TOO_PERMISSIVE), made, amr="*", aud=False)
        yield made
    finally:
        emulator.stop()


@pytest.fixture(scope="session")
def worlds(session: Any) -> dict[str, World]:
    """Both environments, with a user signed in and everything learned that other checks need."""

    def prepared(name: str) -> World:
        world = verify.begin(environment(name), session, lambda _: None)
        done: dict[str, Result] = {}
        for need in (need for check in checks.ALL for need in check.needs):
            if need.name not in {"group-claims", "group-role", *done}:
                done[need.name] = runner.attempt(need, world, done, {})
                assert done[need.name].status is Status.PASSED, done[need.name]
        world.group_keys = world.user_keys  # the emulator hands out no group's role
        return world

    return {name: prepared(name) for name in ("right", "loose")}


@pytest.fixture
def judge(worlds: dict[str, World]) -> Judge:
    """Run one check by name, its needs met, in a world that the arguments have changed."""

    def judged(
        name: str,
        *,
        of: str = "right",
        file: Changes | None = None,
        outputs: dict[str, str] | None = None,
        answers: Answers | None = None,
        prepare: Callable[[World], None] = lambda _: None,
        gaps: dict[str, Gap] | None = None,
    ) -> Result:
        world = copy.copy(worlds[of])
        world.environment, world.user = environment(of, file), copy.copy(world.user)
        world.made, world.secrets = Made(), set(world.secrets)
        world.outputs = Outputs(world.outputs.values | (outputs or {}))
        prepare(world)
        if answers:
            world.aws = Tampered(world.aws, answers)  # type: ignore[assignment]
        return runner.attempt(Check(named(name).function), world, {}, gaps or {})

    return judged


def named(name: str) -> Check:
    return next(check for check in (*checks.ALL, *checks.LAST) if check.name == name)
