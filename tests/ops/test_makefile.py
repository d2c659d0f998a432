"""The Makefile's setup, in a project whose lock files are empty: what it makes, when it makes it anew, what it says."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.local.emulator import ROOT, Emulator
from processes import lives, until

LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-emulator.txt",
    "requirements-judges.txt",
    "package-lock.json",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up once; the path has a space in it."""
    folder = tmp_path_factory.mktemp("a project")
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "ops").mkdir()
    for name in ("__init__", "errors", "process", "progress"):
        shutil.copy(ROOT / "ops" / f"{name}.py", folder / "ops")
    for name in LOCKS:
        (folder / name).touch()
    npm = folder / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text('#!/bin/sh\necho "$*" >> npm.log\nmkdir -p node_modules\n')
    npm.chmod(0o755)
    made = make(folder, "setup")
    assert made.returncode == 0, made.stderr
    return folder


def make(project: Path, *arguments: str, first: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run make; `first` is a folder to put in front of the PATH."""
    path = [first, project / "bin", Path(sys.executable).resolve().parent, Path("/usr/bin"), Path("/bin")]
    return subprocess.run(
        ["make", *arguments],
        cwd=project,
        env={"PATH": os.pathsep.join(str(each) for each in path if each), "PIP_CONFIG_FILE": os.devnull} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_sets_up_without_the_development_tools_of_node(project: Path) -> None:
    assert (project / ".venv" / "bin" / "python").exists()
    assert (project / ".gatehouse" / "emulator" / "bin" / "python").exists()
    assert "--ignore-scripts" in (project / "npm.log").read_text()
    assert (project / "npm.log").read_text().rstrip().endswith("--omit=dev")


def test_does_nothing_when_nothing_changed(project: Path) -> None:
    again = make(project, "setup")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("lock", "step"),
    [("requirements.txt", "packages"), ("requirements-emulator.txt", "emulator"), ("package-lock.json", "cdk")],
)
def test_a_changed_lock_file_is_installed_into_what_is_there(project: Path, lock: str, step: str) -> None:
    kept = project / ".venv" / "kept"
    kept.touch()
    time.sleep(0.02)  # file times are that coarse
    os.utime(project / lock)
    assert [line.split()[1] for line in make(project, "setup").stderr.splitlines() if line.startswith("ok")] == [step]
    assert kept.exists()


def test_the_ruin_of_an_interrupted_run_is_made_anew(project: Path) -> None:
    (project / ".venv" / ".installed").unlink()
    ruin = project / ".venv" / "half a package"
    ruin.touch()
    assert make(project, "setup").returncode == 0
    assert not ruin.exists()


@pytest.fixture
def setting_up(project: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`make setup` in a process group of its own, at work in npm, and npm's process id."""
    npm = project / "bin" / "npm"
    quick = npm.read_text()
    npm.write_text("#!/bin/sh\necho $$ > npm.pid\nexec sleep 600\n")
    noted = project / "npm.pid"
    noted.unlink(missing_ok=True)
    (project / "node_modules" / ".cdk").unlink()
    environ = {
        "PATH": os.pathsep.join([str(npm.parent), str(Path(sys.executable).resolve().parent), os.environ["PATH"]])
    }
    with subprocess.Popen(
        ["make", "setup"], cwd=project, env=environ, stderr=subprocess.DEVNULL, start_new_session=True
    ) as run:
        until(lambda: noted.exists() and noted.read_text().endswith("\n"))
        yield run, int(noted.read_text())
        npm.write_text(quick)
    assert make(project, "setup").returncode == 0
    assert not lives(int(noted.read_text()))


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_setup_leaves_nothing_running(
    setting_up: tuple[subprocess.Popen[bytes], int], ending: signal.Signals
) -> None:
    run, npm = setting_up
    os.killpg(run.pid, ending)
    run.wait(10)
    until(lambda: not lives(npm))


def test_what_a_killed_setup_leaves_running_is_ended_by_the_next(
    setting_up: tuple[subprocess.Popen[bytes], int],
) -> None:
    run, npm = setting_up
    os.killpg(run.pid, signal.SIGKILL)
    run.wait(10)
    assert lives(npm)


def test_what_a_killed_setup_leaves_running_is_ended_by_taking_down(
    setting_up: tuple[subprocess.Popen[bytes], int], project: Path
) -> None:
    run, npm = setting_up
    os.killpg(run.pid, signal.SIGKILL)
    run.wait(10)
    Emulator(project / ".gatehouse" / "local").take_down()
    assert not lives(npm)


def test_an_environment_of_another_python_is_made_anew(project: Path) -> None:
    (project / ".gatehouse" / "python").write_text("/usr/local/bin/python3.99 Python 3.99.0\n")
    left = project / ".venv" / "left"
    left.touch()
    assert make(project, "setup").returncode == 0
    assert not left.exists()
    assert make(project, "setup").stderr == ""


def test_a_step_that_fails_says_why_and_is_tried_again(project: Path) -> None:
    (project / "requirements-emulator.txt").write_text("there-is-no-such-package==1.0 --hash=sha256:00\n")
    failed = make(project, "setup", PIP_NO_INDEX="1")
    assert failed.returncode == 2
    assert "!! emulator " in failed.stderr
    assert "No matching distribution found for there-is-no-such-package==1.0" in failed.stderr
    assert "  log: .gatehouse/logs/emulator.log" in failed.stderr
    (project / "requirements-emulator.txt").write_text("")
    assert make(project, "setup").returncode == 0


def test_a_python_that_is_too_old_is_named_with_the_way_out(project: Path) -> None:
    old = project / "bin" / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    refused = make(project, "setup", "PYTHON=python3.9")
    assert refused.returncode == 2
    assert refused.stderr.startswith(
        "Python 3.11 or newer is needed, and none of these is: python3.9\n"
        "  fix: install it, or name it: make PYTHON=/path/to/python3 ...\n"
    )


def test_a_folder_that_cannot_be_written_is_named_with_the_way_out(project: Path, tmp_path: Path) -> None:
    shutil.copy(project / "Makefile", tmp_path)
    (tmp_path / ".gatehouse").symlink_to("/not/there")  # as root, nothing else is in the way
    refused = make(tmp_path, ".gatehouse/python")
    assert refused.returncode == 2
    assert refused.stderr.startswith(
        f"Can't write to {tmp_path}/.gatehouse: it, or the folder it stands in, is another's, or may only be read\n"
        f"""  fix: sudo chown -R "$(id -un)" '{tmp_path}' && chmod -R u+rwX '{tmp_path}'\n"""
    )


def test_a_virtual_environment_that_is_switched_on_is_not_what_the_project_builds_on(project: Path) -> None:
    switched_on = make(project, "setup", first=project / ".venv" / "bin")
    assert (switched_on.returncode, switched_on.stderr) == (0, "")
    assert (project / ".gatehouse" / "python").read_text().startswith(f"{Path(sys.executable).resolve()} Python 3.")


def test_help_lists_every_target() -> None:
    listed = make(ROOT, "help").stdout
    for target in ("help", "local", "local-down", "setup", "test", "check", "synth", "snapshots", "lock"):
        assert f"make {target} " in listed
