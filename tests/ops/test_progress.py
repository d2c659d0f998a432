"""What a person sees while something works, and when it fails."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops import progress
from ops.local.emulator import ROOT


def test_without_a_terminal_a_line_tells_how_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.step("deploy") as say:
        say("two stacks")
        say("")
    assert re.fullmatch(r"ok deploy {7}0\.\d s  two stacks\n", capsys.readouterr().err)


def test_without_a_terminal_only_what_takes_long_shows_life_and_the_latest_news(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert progress.QUIET_FOR == 10.0
    monkeypatch.setattr(progress, "QUIET_FOR", 0.8)
    with progress.step("deploy") as say:
        say("first")
        time.sleep(1.2)
        say("second")
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0::4] for line in lines] == [["..", "first"], ["ok", "second"]]


def test_what_fails_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), progress.step("deploy"):
        raise RuntimeError
    assert capsys.readouterr().err.startswith("!! deploy ")


def test_what_ends_without_success_is_marked_too(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.step("verify") as say:
        say("2 of 14 failed", well=False)
    assert capsys.readouterr().err.startswith("!! verify ")


def test_on_a_terminal_one_line_lives_in_colour() -> None:
    script = "import time\nfrom ops.progress import step\nwith step('deploy') as say:\n say('news')\n time.sleep(0.5)"
    here, there = pty.openpty()
    environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, stderr=there, env=environ, check=True)
    os.close(there)
    seen = ""
    with contextlib.suppress(OSError):  # the end of a terminal
        while said := os.read(here, 10_000).decode():
            seen += said
    os.close(here)
    assert seen.count("\r\x1b[2K") > 1
    assert seen.count("\n") == 1
    assert "\x1b[32mok\x1b[0m deploy" in seen


def test_a_step_of_the_makefile_that_fails_shows_the_end_of_its_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "it.log"
    assert progress.main("packages", str(log), sys.executable, "-c", "print('no space left'); raise SystemExit(7)") == 1
    said = capsys.readouterr().err
    assert "!! packages " in said
    assert said.endswith(f"exit code 7\n    no space left\n  log: {log}\n")
