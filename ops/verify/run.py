"""A whole verification: every check, and afterwards no trace of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from config import roles
from config.model import Environment
from ops.verify import checks, errors, outputs, runner
from ops.verify.clients import Clients
from ops.verify.emulator_gaps import GAPS
from ops.verify.errors import SignalError, VerifyError
from ops.verify.interruption import Interruption, Stopped
from ops.verify.report import Report, Result
from ops.verify.sign_in import flow_of
from ops.verify.world import World


def run(environment: Environment, session: Any, *, say: Callable[[str], None] = lambda _: None) -> Report:
    """Try everything there is to try, and remove what that made.

    `session` is a boto3 session of the account and region. Raises VerifyError where there is nothing to try, and
    SignalError after SIGINT, SIGTERM or SIGHUP.
    """
    started = time.monotonic()
    interruption = Interruption(say)
    world = begin(environment, session, interruption.checkpoint)
    gaps = GAPS if world.aws.emulator else {}
    results: dict[str, Result] = {}
    problem: VerifyError | None = None
    with interruption.noted():
        for group, announce in ((checks.ALL, interruption.checkpoint), (checks.LAST, say)):
            try:
                for check in group:
                    announce(check.claim)
                    results[check.name] = runner.attempt(check, world, results, gaps)
            except Stopped:
                continue
            except VerifyError as error:
                problem = problem or error
    left = _left(world)
    if problem:
        raise VerifyError(f"{problem}{left}")
    if interruption.signal:
        say("interrupted")
        raise SignalError(interruption.signal, left)
    where = (environment.name, environment.region, world.aws.endpoint, world.aws.emulator)
    return Report(*where, tuple(results.values()), round(time.monotonic() - started, 3))


def begin(environment: Environment, session: Any, say: Callable[[str], None]) -> World:
    """A world in which no check has run yet."""
    try:
        aws = Clients(session)
        account = aws("sts").get_caller_identity()["Account"]
        found = outputs.read(environment, aws("ssm"))
    except Exception as error:
        if problem := errors.about_start(error, environment.name):
            raise problem from error
        raise
    if environment.account not in (None, account):
        raise VerifyError(
            f"These credentials are of account {account}; {environment.name} is in {environment.account}.",
            fix=f"set AWS_PROFILE to that of {environment.name}",
        )
    if "user-pool-id" not in found.values:
        raise VerifyError(
            f"{environment.name} is not deployed in {environment.region} of account {account}.",
            fix="make local" if environment.name == "local" else f"cdk deploy --all -c env={environment.name}",
        )
    return World(environment, found, aws, say, _client(environment))


def _client(environment: Environment) -> str:
    """The client to sign in through: the one configured, else the best that the identity pool accepts."""
    if environment.verify.client:
        return environment.verify.client
    accepted = roles.accepted_clients(environment)
    flows = {name: flow_of(client) for name, client in environment.clients.items()}
    usable: list[str] = [name for name in (*accepted, *environment.clients) if flows[name]]
    if not usable:
        raise VerifyError(
            f"No client of {environment.name} allows a flow that verify knows.",
            fix="add ALLOW_USER_SRP_AUTH to the auth_flows of one",
        )
    by_srp = [name for name in usable if flows[name] == "USER_SRP_AUTH"]
    return (by_srp or usable)[0]


def _left(world: World) -> str:
    made = world.made
    users = (f"user {name} of {world.outputs.user_pool_id}" for name in made.users)
    names = [*users, *(f"identity {name}" for name in made.identities)]
    names += (f"identity pool {name}" for name in made.identity_pools)
    return f"\n  left behind: {', '.join(names)}" if names else ""
