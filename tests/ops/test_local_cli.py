"""The command line around the local emulator."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ops.errors import OpsError
from ops.local import cli
from ops.local.emulator import Emulator, Running


@pytest.mark.parametrize("command", ["up", "status", "env", "down"])
def test_each_command_shows_an_example(command: str) -> None:
    shown = CliRunner().invoke(cli.app, [command, "--help"])
    assert shown.exit_code == 0
    assert "Example: " in shown.output


def test_nothing_is_removed_without_a_yes() -> None:
    asked = CliRunner().invoke(cli.app, ["down"], input="n\n")
    assert asked.exit_code == 1
    assert asked.output.startswith("Remove the local user pool with all its users? [y/N]: n\n")


def test_a_step_that_fails_is_followed_by_how_to_go_on() -> None:
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
