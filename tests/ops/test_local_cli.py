"""The command line around the local emulator."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ops.errors import OpsError
from ops.local import cli, up
from ops.local.emulator import Emulator, Running
from ops.verify.report import Report, Result, Status


@pytest.mark.parametrize("command", ["up", "status", "env", "down"])
def test_each_command_shows_an_example(command: str) -> None:
    shown = CliRunner().invoke(cli.app, [command, "--help"])
    assert shown.exit_code == 0
    assert "Example: " in shown.output


def test_nothing_is_removed_without_a_yes() -> None:
    asked = CliRunner().invoke(cli.app, ["down"], input="n\n")
    assert asked.exit_code == 1
    assert asked.output.startswith("Remove the local user pool with all its users? [y/N]: n\n")


def test_a_step_that_fails_is_followed_by_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Emulator, "running", lambda _: None)
    with pytest.raises(OpsError) as told, cli.telling_what_is_left():
        raise OpsError("No room.", fix="make some")
    assert str(told.value) == "No room.\n  fix: make some\nNothing is left running; `make local` goes on from here."


@pytest.mark.parametrize(
    ("fix", "left"),
    [
        ("", "The emulator still runs: `make local` goes on from here, `make local-down` stops it."),
        ("make local-down, then make local", "The emulator still runs; `make local-down` stops it."),
    ],
)
def test_only_where_nothing_is_to_be_mended_make_local_goes_on_by_itself(
    fix: str, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Emulator, "running", lambda _: Running(1, 2, ""))
    with pytest.raises(OpsError) as told, cli.telling_what_is_left():
        raise OpsError("Another Region.", fix=fix)
    assert str(told.value).splitlines()[-1] == left


@pytest.mark.parametrize("changed", [True, False])
def test_what_nothing_was_deployed_to_and_does_not_verify_is_to_be_made_anew(
    changed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = Result("pool", "pool", "there is a user pool", Status.FAILED, "there is none", 0.0)
    failed = Report("local", "eu-central-1", "http://127.0.0.1:1", emulator=True, results=(none,), seconds=1.0)
    monkeypatch.setattr(up, "up", lambda: up.Outcome({"stack": changed}, failed))
    monkeypatch.setattr(up, "standing", lambda: up.Standing("http://127.0.0.1:1", "eu-central-1", {}, ""))
    ended = CliRunner().invoke(cli.app, ["up"])
    assert ended.exit_code == 1
    assert ("fix: make local-down, which removes it, then make local" in ended.stderr) is not changed
