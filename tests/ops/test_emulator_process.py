"""The emulator as a process: real ones, on free ports."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ops.aws import Target
from ops.errors import OpsError
from ops.local import server
from ops.local.emulator import ROOT, Emulator
from processes import lives, until

REGION = "eu-central-1"


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    one = Emulator(tmp_path / "made" / "emulator", port=0, attached=True)
    yield one
    one.stop()


def test_starts_is_adopted_and_stops(emulator: Emulator) -> None:
    said: list[str] = []
    running = emulator.start(REGION, said.append)
    assert emulator.start(REGION, said.append) == running
    assert said == [
        f"started at http://127.0.0.1:{running.port} (process {running.pid})",
        f"running at http://127.0.0.1:{running.port} (process {running.pid})",
    ]
    assert emulator.stop()
    assert not running.answers()
    assert not emulator.stop(), "it is stopped"


def test_listens_on_the_loopback_address_only(emulator: Emulator) -> None:
    port = emulator.start(REGION, str).port
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.2", port), timeout=1).close()


def test_checks_who_calls(emulator: Emulator) -> None:
    endpoint = emulator.start(REGION, str).endpoint
    with urllib.request.urlopen(f"{endpoint}/_ministack/health") as answer:
        assert json.load(answer)["auth"] == "enabled"


def test_takes_another_port_when_its_own_is_taken(emulator: Emulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        said: list[str] = []
        running = replace(emulator, port=taken).start(REGION, said.append)
    assert running.port != taken
    assert said == [f"started at {running.endpoint} (process {running.pid}; {taken} is taken)"]


def test_never_takes_the_process_of_a_recycled_id_for_the_emulator(emulator: Emulator) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as innocent:
        emulator.directory.mkdir(parents=True)
        emulator.record.write_text(json.dumps({"pid": innocent.pid, "port": 4566, "fingerprint": ""}))
        assert emulator.running() is None
        assert not emulator.stop()
        assert innocent.poll() is None
        innocent.communicate(b"\n")


def test_a_killed_emulator_is_followed_by_one_with_its_state(emulator: Emulator) -> None:
    first = emulator.start(REGION, str)
    parameters = Target(REGION, first.endpoint).session().client("ssm")
    parameters.put_parameter(Name="kept", Value="yes", Type="String")
    time.sleep(2)  # it writes its state every second
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: emulator.running() is None)
    second = emulator.start(REGION, str)
    parameters = Target(REGION, second.endpoint).session().client("ssm")
    assert parameters.get_parameter(Name="kept")["Parameter"]["Value"] == "yes"


@pytest.mark.parametrize(
    ("complete", "moved", "kept"), [(False, [], "old"), (True, [], "new"), (True, ["a.json"], "new")]
)
def test_a_state_is_saved_as_a_whole_or_not_at_all(tmp_path: Path, complete: bool, moved: list[str], kept: str) -> None:
    """Whenever the emulator is killed: the next one starts on one state, and never on parts of two."""
    following = server.following(tmp_path)
    following.mkdir()
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("new" if name in moved else "old")
        if name not in moved and (complete or name == "a.json"):
            (following / name).write_text("new")
    if complete:
        (following / server.COMPLETE).touch()
    server.commit(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(["a.json", "b.json"], kept)


def test_two_that_start_at_once_take_two_ports() -> None:
    with server.listen(0) as one, server.listen(one.getsockname()[1]) as other:
        assert one.getsockname()[1] != other.getsockname()[1]


@pytest.mark.parametrize("way", ["hangs", "is outdated"])
def test_one_that_does_not_serve_any_more_is_replaced(
    emulator: Emulator, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = replace(emulator, patience=1.0)
    first = impatient.start(REGION, str)
    if way == "hangs":
        os.kill(first.pid, signal.SIGSTOP)
    else:
        monkeypatch.setattr("ops.local.emulator._fingerprint", lambda *_: "another")
    said: list[str] = []
    second = impatient.start(REGION, said.append)
    assert second.pid != first.pid
    assert said[0] == "restarting: it is outdated or does not answer"
    until(lambda: not lives(first.pid))


def test_a_folder_that_cannot_be_written_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    emulator = Emulator(tmp_path / "file" / "emulator")
    with pytest.raises(OpsError) as refused, emulator.exclusive():
        pass
    assert str(refused.value) == (
        f"Can't write to {tmp_path}/file: File exists.\n"
        "  fix: remove what is in its place"
    )  # fmt: skip


@pytest.mark.parametrize("read_only", ["", "local", "local/cdk.out"])
def test_what_another_user_has_left_is_named_with_the_way_out(tmp_path: Path, read_only: str) -> None:
    """As nobody, since root may write anywhere."""
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:3]:
        parent.chmod(0o755)
    (tmp_path / "local" / "cdk.out").mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "local", tmp_path / "local" / "cdk.out"):
        folder.chmod(0o555 if folder == tmp_path / read_only else 0o777)
    script = f"""
import os
from ops.local.emulator import Emulator, OpsError, Path
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with Emulator(Path({str(tmp_path)!r}) / "local").exclusive(): pass
except OpsError as error:
    print(error)
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    ours = tmp_path / ("local" if read_only else "")
    assert said.stdout == (
        f"Can't write to {tmp_path / read_only}: Permission denied.\n"
        f'  fix: sudo chown -R "$(id -un)" {ours} && chmod -R u+rwX {ours}\n'
    ), said.stderr


def test_another_region_is_refused_since_the_roles_of_both_would_collide(emulator: Emulator) -> None:
    running = emulator.start(REGION, str)
    with pytest.raises(OpsError) as refused:
        emulator.start("eu-west-1", str)
    assert str(refused.value) == (
        "What stands in the emulator was deployed in eu-central-1, not eu-west-1: its roles would collide.\n"
        "  fix: make local-down, which removes it, then make local"
    )
    assert running.answers()
    emulator.take_down()
    assert emulator.start("eu-west-1", str).answers()


def test_an_emulator_that_cannot_start_says_why_and_where_its_log_is(emulator: Emulator) -> None:
    (emulator.directory / "tmp").parent.mkdir(parents=True)
    (emulator.directory / "tmp").touch()
    with pytest.raises(OpsError) as failed:
        emulator.start(REGION, str)
    assert str(failed.value).startswith("The emulator did not start:\n")
    assert "FileExistsError" in str(failed.value)
    assert str(failed.value).endswith(f", which removes what was deployed\n  log: {emulator.log}")


def test_an_emulator_that_is_not_installed_names_the_command_that_does(emulator: Emulator) -> None:
    with pytest.raises(OpsError, match=r"^The emulator is not installed.\n  fix: make setup$"):
        replace(emulator, python=Path("/not/there")).start(REGION, str)


def test_two_at_once_are_refused_and_the_first_is_named(emulator: Emulator) -> None:
    with emulator.exclusive(), pytest.raises(OpsError) as refused, emulator.exclusive():
        pass
    assert str(refused.value) == (
        f"Another `make local` or `make local-down` is at work (process {os.getpid()}).\n"
        "  fix: wait for it, or end it with Ctrl-C where it runs"
    )


def test_being_asked_after_while_it_starts_does_not_keep_it_from_starting(emulator: Emulator) -> None:
    emulator.directory.mkdir(parents=True)
    with emulator.record.open("w") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        release = threading.Timer(0.6, fcntl.flock, (asking, fcntl.LOCK_UN))
        release.start()
        assert emulator.start(REGION, str).answers()
        release.join()


def test_taking_it_down_leaves_nothing_unless_asked_to(emulator: Emulator) -> None:
    running = emulator.start(REGION, str)
    assert emulator.take_down(keep=True) == "The emulator is stopped."
    until(lambda: not lives(running.pid))
    assert (emulator.directory / "state").exists()
    assert emulator.take_down() == "No emulator was running; what was deployed is removed."
    assert not emulator.directory.exists()


def test_taking_it_down_ends_what_a_killed_run_has_left_running(emulator: Emulator) -> None:
    emulator.directory.mkdir(parents=True)
    script = f"""
from ops.local.emulator import Emulator, Path, process
emulator = Emulator(Path({str(emulator.directory)!r}))
process.run(["sh", "-c", "echo $$; sleep 600"], log=emulator.log, heard=print, record=emulator.cli_record)
"""
    with subprocess.Popen([sys.executable, "-uc", script], cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert run.stdout
        left = int(run.stdout.readline())
        run.kill()
    assert lives(left)
    emulator.take_down()
    assert not lives(left)


def test_an_attached_one_ends_with_its_starter(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from ops.local.emulator import Emulator
Emulator(Path({str(tmp_path)!r}) / "emulator", port=0, attached=True).start({REGION!r}, str)
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    until(lambda: Emulator(tmp_path / "emulator").running() is None)
