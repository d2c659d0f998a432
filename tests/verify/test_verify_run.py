"""Whole runs against the emulator: what is shown, what is left, and that nothing secret gets out."""

from __future__ import annotations

import copy
import io
import json
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from config.model import Environment
from ops.aws import Target
from ops.verify import run as verify
from ops.verify.checks import cleanup
from ops.verify.emulator_gaps import GAPS
from ops.verify.errors import VerifyError
from ops.verify.interruption import Interruption, Stopped
from ops.verify.outputs import Outputs
from ops.verify.report import Report, Status
from ops.verify.users import is_throwaway
from ops.verify.world import World
from verify_deployments import REGION, Tampered, TamperedClient, client, environment, pool_of, refuse, users

NOT_APPLICABLE = {
    "second-factor", "refresh-rotation", "no-group-no-keys", "role-separates-users", "guests-refused", "no-device-left",
}  # fmt: skip
SECRET = {
    "IdToken",
    "AccessToken",
    "RefreshToken",
    "SecretKey",
    "SessionToken",
    "Password",
    "TemporaryPassword",
    "PASSWORD",
}


@dataclass
class Run:
    """One run and what could be seen of it."""

    report: Report
    said: list[str]
    secrets: set[str] = field(default_factory=set)
    """All that were sent or received."""

    def named(self, status: Status) -> set[str]:
        return {result.name for result in self.report.results if result.status is status}

    @property
    def table(self) -> str:
        console = Console(width=200, file=io.StringIO(), record=True)
        self.report.show(console)
        return console.export_text()


def run(session: Any, name: str, file: dict[str, Any] | None = None) -> Run:
    listening = Target(REGION, client(session, "ssm").meta.endpoint_url).session()
    said: list[str] = []
    secrets: set[str] = set()

    def gather(found: Any) -> None:
        for key, value in found.items() if isinstance(found, dict) else ():
            secrets.update({value} if key in SECRET else ())
            gather(value)

    listening.events.register("provide-client-params.*.*", lambda params, **_: gather(params))
    listening.events.register("after-call.*.*", lambda parsed, **_: gather(parsed))
    return Run(verify.run(environment(name, file), listening, say=said.append), said, secrets)


@pytest.fixture(scope="session")
def right(session: Any) -> Run:
    return run(session, "right")


@pytest.fixture(scope="session")
def loose(session: Any) -> Run:
    return run(session, "loose")


def test_a_right_deployment_shows_all_that_the_emulator_can_show(right: Run) -> None:
    assert right.report.ok
    assert right.named(Status.FAILED) == set()
    assert right.named(Status.NOT_PROVABLE) == set(GAPS) - NOT_APPLICABLE
    assert right.named(Status.NOT_RUN) == {"group-allows", "group-denies"}
    assert right.named(Status.DOES_NOT_APPLY) == NOT_APPLICABLE
    assert right.report.summary == "35 passed, 10 not provable here, 2 not run, 6 not applicable"


def test_a_deployment_that_is_too_permissive_fails_where_it_is_and_nowhere_else(loose: Run) -> None:
    assert not loose.report.ok
    assert loose.named(Status.FAILED) == {
        "unknown-user", "foreign-client", "closed-flows", "role-denies", "guest-denies", "guest-as-role",
        "other-identity-pool",
    }  # fmt: skip


def test_every_step_is_announced(right: Run) -> None:
    assert right.said == [result.claim for result in right.report.results]


@pytest.mark.parametrize("name", ["right", "loose"])
def test_no_password_token_or_key_gets_out(
    name: str, request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]
) -> None:
    done: Run = request.getfixturevalue(name)
    everything = "\n".join([done.report.to_json(), done.table, repr(done.report), *done.said, *capfd.readouterr()])
    assert len(done.secrets) > 20
    assert not [secret for secret in done.secrets if secret in everything]


def test_a_secret_in_an_error_is_blotted_out(judge: Callable[..., Any]) -> None:
    def echo(**asked: Any) -> Any:
        raise ValueError(f"can't take {asked['AccessToken']}")

    result = judge("get-user", answers={"get_user": echo})
    assert result.status is Status.FAILED
    assert result.detail.startswith("ValueError: can't take [secret] (test_verify_run.py:")


def test_json_and_table_say_the_same(right: Run) -> None:
    said = json.loads(right.report.to_json())
    assert (said["ok"], said["environment"], said["region"], said["emulator"]) == (True, "right", REGION, True)
    assert [(check["name"], check["status"]) for check in said["results"]] == [
        (result.name, result.status) for result in right.report.results
    ]
    table = right.table
    assert all(result.name in table and result.claim in table for result in right.report.results)


def test_a_run_deletes_what_a_killed_one_left_and_nobody_else(session: Any, worlds: dict[str, World]) -> None:
    cognito, pool = client(session, "cognito-idp"), pool_of(session)
    mark = {"Name": "family_name", "Value": "gatehouse-verify"}

    def created(email: str, *attributes: dict[str, str]) -> str:
        given = [{"Name": "email", "Value": email}, *attributes]
        return str(cognito.admin_create_user(UserPoolId=pool, Username=email, UserAttributes=given)["User"]["Username"])

    left = created("verify-0123456789abcdef@example.com", mark)
    young = created("verify-0123456789abcde0@example.com", mark)
    real = {created("verify-fedcba9876543210@example.com"), created("anna@example.com", mark)}

    def paginator(operation: str) -> Any:
        def paginate(**asked: Any) -> Any:
            for page in cognito.get_paginator(operation).paginate(**asked):
                for user in page["Users"]:
                    user["UserCreateDate"] -= timedelta(hours=2 if user["Username"] in {left, *real} else 0)
                yield page

        return SimpleNamespace(paginate=paginate)

    world = copy.copy(worlds["right"])
    world.aws = Tampered(world.aws, {"get_paginator": paginator})  # type: ignore[assignment]
    before = users(session)
    try:
        assert cleanup.no_earlier_user_left(world) == f"deleted {left}"
        assert before - users(session) == {left}
    finally:
        for name in users(session) & {left, young, *real}:
            cognito.admin_delete_user(UserPoolId=pool, Username=name)


def test_a_throwaway_user_bears_the_mark_by_which_a_later_run_knows_it(worlds: dict[str, World], session: Any) -> None:
    mine = f'email = "{worlds["right"].user.username}"'
    (found,) = client(session, "cognito-idp").list_users(UserPoolId=pool_of(session), Filter=mine)["Users"]
    assert is_throwaway(found)


class Expiring:
    """A session that AWS takes for expired from the first operation on which only administrators call."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.expired = dict.fromkeys(("admin_initiate_auth", "admin_delete_user"), refuse("ExpiredTokenException"))

    def client(self, service: str, **more: Any) -> Any:
        return TamperedClient(self.session.client(service, **more), self.expired)


def test_a_session_that_expires_ends_the_run_and_says_what_is_left(session: Any) -> None:
    before = users(session)
    with pytest.raises(VerifyError) as ended:
        verify.run(environment("right"), Expiring(session))
    left = users(session) - before
    for username in left:
        client(session, "cognito-idp").admin_delete_user(UserPoolId=pool_of(session), Username=username)
    assert len(left) == 1
    assert "Your AWS session has expired.\n  fix: aws sso login" in str(ended.value)
    assert re.search(r"\n  left behind: user verify-[0-9a-f]{16}@example\.com of eu-central-1_\w+", str(ended.value))


def test_a_signal_is_noted_between_two_steps() -> None:
    said: list[str] = []
    interruption = Interruption(said.append)
    with interruption.noted():
        interruption.checkpoint("one")
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(Stopped):
            interruption.checkpoint("two")
    assert said == ["one", "stopping: cleaning up"]
    assert interruption.signal == signal.SIGTERM
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


ADMIN, SRP, CUSTOM = ({"auth_flows": [f"ALLOW_{flow}_AUTH"]} for flow in ("ADMIN_USER_PASSWORD", "USER_SRP", "CUSTOM"))


@pytest.mark.parametrize(
    ("clients", "accepted", "more", "chosen"),
    [
        ({"server": ADMIN, "other": SRP, "web": SRP}, ["server", "web"], {}, "web"),
        ({"server": ADMIN, "other": SRP}, ["server"], {}, "other"),
        ({"custom": CUSTOM, "server": ADMIN}, ["server"], {}, "server"),
        ({"web": SRP, "other": SRP}, ["web"], {"verify": {"client": "other"}}, "other"),
    ],
)
def test_signs_in_through_the_configured_client_or_the_best_one(
    clients: dict[str, Any], accepted: list[str], more: dict[str, Any], chosen: str
) -> None:
    file = {
        "name": "e",
        "region": REGION,
        "clients": clients,
        "identity_pool": {"logins": {"clients": accepted}},
    } | more
    assert verify._client(Environment.model_validate_json(json.dumps(file), strict=True)) == chosen


@pytest.mark.parametrize("emulator", [True, False])
def test_keys_come_from_the_output_or_from_the_emulator(emulator: bool, judge: Callable[..., Any]) -> None:
    def moved(world: World) -> None:
        published = f"{world.aws.endpoint}/{world.outputs.user_pool_id}/.well-known/jwks.json"
        nowhere = "http://127.0.0.1:1"
        world.outputs = Outputs(world.outputs.values | {"jwks-uri": f"{nowhere}/keys" if emulator else published})
        clients: Any = Tampered(world.aws, {})
        clients.emulator, clients.endpoint = emulator, clients.endpoint if emulator else nowhere
        world.aws = clients

    assert judge("signatures", prepare=moved).status is Status.PASSED


def test_keys_that_are_not_there_are_a_failure(judge: Callable[..., Any]) -> None:
    def moved(world: World) -> None:
        clients: Any = Tampered(world.aws, {})
        clients.endpoint = "http://127.0.0.1:1"
        world.aws = clients

    result = judge("signatures", prepare=moved)
    assert result.status is Status.FAILED
    assert result.detail.startswith("no keys at http://127.0.0.1:1/eu-central-1_")
