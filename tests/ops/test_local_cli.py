"""The command line around the local emulator."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ops.errors import OpsError
from ops.local import cli


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
    assert str(told.value).startswith("No room.\n  fix: make some\n")
    assert "`make local` goes on from here" in str(told.value)
