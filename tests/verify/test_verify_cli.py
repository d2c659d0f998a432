"""The command: exit codes, the way out of what can go wrong, and that an interrupted run cleans up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from botocore import exceptions as boto
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from config import loader
from ops import aws
from ops.verify import errors
from ops.verify.cli import verify
from verify_deployments import Changes, client, environment, pool_of, users

HERE = Path(__file__).parent
SCRIPT = """
import typer, verify_deployments
from config import loader
from ops.verify.cli import verify
loader.load = verify_deployments.environment
typer.run(verify)
"""
app = typer.Typer(pretty_exceptions_enable=False)
app.command()(verify)

Call = Callable[..., Any]


def variables(session: Any) -> dict[str, str]:
    """What a user of AWS sets to reach an emulator."""
    return {
        "AWS_ENDPOINT_URL": client(session, "ssm").meta.endpoint_url,
        "AWS_ACCESS_KEY_ID": "000000000000",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": "127.0.0.1",
    }


@pytest.fixture
def call(session: Any, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the command in this process, with `file` as what differs in the environment file."""

    def called(*arguments: str, file: Changes | None = None, **environ: str | None) -> Any:
        monkeypatch.setattr(loader, "load", lambda name: environment(name, file))
        for name in (name for name in list(os.environ) if name.startswith("AWS_")):
            monkeypatch.delenv(name)
        for name, value in (variables(session) | environ).items():
            if value:
                monkeypatch.setenv(name, value)
        return CliRunner().invoke(app, arguments)

    return called


def test_a_standing_user_is_taken_as_it_is_and_left_as_it_was(call: Call, session: Any) -> None:
    """Where there are no guests: the checks about them do not apply."""
    key = {"UserPoolId": pool_of(session), "Username": "standing@example.com"}
    cognito = client(session, "cognito-idp")
    cognito.admin_create_user(**key, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**key, Password="A standing passw0rd!", Permanent=True)
    cognito.admin_add_user_to_group(**key, GroupName="staff")
    client(session, "secretsmanager").create_secret(Name="verify", SecretString='{"password": "A standing passw0rd!"}')
    before = users(session)
    standing = {"standing_user": {"username": key["Username"], "password_secret": "verify"}}
    no_guests = {"allow_unauthenticated_identities": False, "guest_role": {"policy": []}}

    result = call("--env", "right", "--json", file={"verify": standing, "identity_pool": no_guests})

    report = json.loads(result.stdout)
    assert (result.exit_code, report["ok"], report["environment"], report["emulator"]) == (0, True, "right", True)
    details = {check["name"]: check["detail"] for check in report["results"]}
    assert details["user"] == "the standing user standing@example.com"
    assert details["group-claims"] == "staff"
    assert details["own-attributes"] == "it would change the standing user, where the pool lets it"
    inapplicable = {check["name"] for check in report["results"] if check["status"] == "not applicable"}
    assert {"authenticated-role", "role-allows", "guest-role", "guest-allows"} <= inapplicable
    assert users(session) == before


def test_a_finding_stands_in_the_table_and_again_at_its_end_and_ends_with_1(call: Call) -> None:
    result = call("--env", "right", file={"clients": {"web": {"id_token_validity": "5m"}}})
    assert result.exit_code == 1
    assert "validity of the id token in seconds is 3600, expected 300" in " ".join(result.stdout.split())
    assert "\x1b" not in result.stdout
    assert result.stderr.splitlines()[-1].startswith("!! verify ")
    named = result.stdout.strip().split("\n\n")[-2]
    assert named == "validity failed: validity of the id token in seconds is 3600, expected 300"


ELSEWHERE: Changes = {"account": "333333333333"}
NO_FLOW: Changes = {"clients": {name: {"auth_flows": ["ALLOW_CUSTOM_AUTH"]} for name in ("web", "server")}}
NO_KEYS = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        (
            "right",
            {"file": ELSEWHERE},
            (
                "These credentials are of account 000000000000; right is in 333333333333.\n"
                "  fix: set AWS_PROFILE to that of right"
            ),
        ),
        (
            "absent",
            {},
            "absent is not deployed in eu-central-1 of account 000000000000.\n  fix: cdk deploy --all -c env=absent",
        ),
        (
            "right",
            {"file": NO_FLOW},
            (
                "No client of right allows a flow that verify knows.\n"
                "  fix: add ALLOW_USER_SRP_AUTH to the auth_flows of one"
            ),
        ),
        (
            "right",
            NO_KEYS,
            "No AWS credentials: Unable to locate credentials\n  fix: aws sso login, or set AWS_PROFILE",
        ),
        ("right", NO_KEYS | {"AWS_PROFILE": "nobody"}, "The config profile (nobody) could not be found"),
    ],
)
def test_what_can_not_start_says_why_and_ends_with_2(name: str, more: dict[str, Any], says: str, call: Call) -> None:
    result = call("--env", name, **more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_an_environment_that_is_not_there_ends_with_2() -> None:
    result = CliRunner().invoke(app, ["--env", "nowhere"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no environment 'nowhere'" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("--env",), ("--environment", "dev")])
def test_a_wrong_call_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_help_has_examples() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    assert "python -m ops verify --env local" in shown
    assert "Exit codes:" in shown


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "as AWS says"}}, "GetParametersByPath")


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (error("ExpiredTokenException"), "Your AWS session has expired.\n  fix: aws sso login"),
        (boto.UnauthorizedSSOTokenError(), "Your AWS session has expired.\n  fix: aws sso login"),
        (
            error("UnrecognizedClientException"),
            "AWS does not know these credentials: as AWS says\n  fix: set AWS_PROFILE",
        ),
        (
            error("AccessDeniedException"),
            "These credentials may not read what was deployed: as AWS says\n  fix: use some",
        ),
        (boto.EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), '"http://127.0.0.1:1"\n  fix: make local'),
    ],
)
def test_every_usual_problem_has_a_way_out(problem: Exception, says: str) -> None:
    assert says in str(errors.about_start(problem, "dev"))


def test_an_unusual_problem_is_not_explained_away() -> None:
    assert errors.about_start(error("InternalFailure"), "dev") is None


def test_an_interrupt_before_anything_is_made_says_so(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(aws, "target", interrupt)
    result = call("--env", "right")
    assert (result.exit_code, result.stderr) == (130, "\nInterrupted; nothing was made yet.\n")


@pytest.fixture
def running(session: Any) -> Iterator[subprocess.Popen[str]]:
    """A run in a process of its own, which has made its user."""
    before = users(session)
    path = os.pathsep.join([str(HERE.parents[1]), str(HERE)])
    environ = variables(session) | {"PATH": os.environ["PATH"], "PYTHONPATH": path}
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "--env", "right"],
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        deadline = time.monotonic() + 30
        while users(session) == before:
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield child
    assert users(session) == before


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_removes_its_user(ending: signal.Signals, code: int, running: subprocess.Popen[str]) -> None:
    running.send_signal(ending)
    out, said = running.communicate(timeout=30)
    assert (running.returncode, out) == (code, "")
    assert said.splitlines()[-2].endswith(" s  interrupted")
    assert said.splitlines()[-1] == f"Interrupted by {ending.name}; all that it made is removed."
    assert "user verify-" not in said
