"""A child process never outlives the one that runs it."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops import process
from ops.errors import OpsError
from ops.local.emulator import ROOT
from processes import lives

STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), grandchild.pid, flush=True)
time.sleep(600)
"""


def test_hears_and_logs_each_line_and_returns_the_exit_code(tmp_path: Path) -> None:
    heard: list[str] = []
    script = "import sys; print('one'); print('two', file=sys.stderr); sys.exit(3)"
    log = tmp_path / "logs" / "it.log"
    assert process.run([sys.executable, "-u", "-c", script], log=log, heard=heard.append) == 3
    assert heard == ["one", "two"]
    assert log.read_text() == "one\ntwo\n"
    assert process.tail(log, 1) == "    two"


def test_an_interrupt_ends_the_child_and_what_it_has_started(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from ops import process
process.PATIENCE = 0.5
log = Path({str(tmp_path)!r}) / "log"
process.run([{sys.executable!r}, "-c", {STUBBORN!r}], log=log, heard=lambda line: print(line, flush=True))
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout
        started = [int(each) for each in run.stdout.readline().split()]
        assert [lives(each) for each in started] == [True, True]
        run.send_signal(signal.SIGINT)
        run.wait(10)
    assert not any(lives(each) for each in started)


def test_what_makes_no_sense_any_more_is_ended(tmp_path: Path) -> None:
    started = time.monotonic()
    sleeper = [sys.executable, "-c", "import time; time.sleep(20)"]
    code = process.run(sleeper, log=tmp_path / "log", heard=str, makes_sense=lambda: False)
    assert code == -signal.SIGTERM
    assert time.monotonic() - started < 10


WRAPPER = '''
import subprocess, sys
patient = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: time.sleep(0.5) or sys.exit())
print("up", flush=True)
time.sleep(600)
"""
grandchild = subprocess.Popen([sys.executable, "-c", patient], close_fds=False, stdout=subprocess.PIPE)
grandchild.stdout.readline()
print(grandchild.pid, flush=True)
grandchild.wait()
'''
"""It ends at once when asked to, what it wraps a little later; as `.venv/bin/node` and node do."""


def wrapped(folder: Path) -> subprocess.Popen[bytes]:
    """A process that runs the wrapper, with a record."""
    script = f"""
from pathlib import Path
from ops import process
folder = Path({str(folder)!r})
command = [{sys.executable!r}, "-c", {WRAPPER!r}]
process.run(command, log=folder / "log", heard=lambda line: print(line, flush=True), record=folder / "pid")
"""
    return subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def test_an_interrupt_waits_for_what_a_wrapper_wraps(tmp_path: Path) -> None:
    with wrapped(tmp_path) as run:
        assert run.stdout
        grandchild = int(run.stdout.readline())
        run.send_signal(signal.SIGINT)
        run.wait(10)
    assert not lives(grandchild)


def test_what_a_killed_run_leaves_running_is_ended_by_the_next(tmp_path: Path) -> None:
    with wrapped(tmp_path) as run:
        assert run.stdout
        grandchild = int(run.stdout.readline())
        run.kill()
        run.wait(10)
    assert lives(grandchild)
    process.end_left(tmp_path / "pid")
    assert not lives(grandchild)
    assert process.run(["true"], log=tmp_path / "log", heard=str, record=tmp_path / "pid") == 0


def test_what_another_run_has_under_way_is_left_alone(tmp_path: Path) -> None:
    with wrapped(tmp_path) as run:
        assert run.stdout
        grandchild = int(run.stdout.readline())
        said = (tmp_path / "log").read_text()
        with pytest.raises(OpsError) as refused:
            process.run(["true"], log=tmp_path / "log", heard=str, record=tmp_path / "pid")
        assert lives(grandchild)
        assert (tmp_path / "log").read_text() == said
        run.send_signal(signal.SIGINT)
        run.wait(10)
    fix = "\n  fix: wait for it, or end it with Ctrl-C where it runs"
    assert str(refused.value) == f"Process {run.pid} is at the same work.{fix}"


def test_what_has_not_noted_its_process_id_yet_is_waited_for_and_ended(tmp_path: Path) -> None:
    record = tmp_path / "pid"
    with record.open("a+") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        late = ["/bin/sh", "-c", 'sleep 0.3; echo $$ > "$0"; exec sleep 600', record]
        child = subprocess.Popen(late, pass_fds=[kept.fileno()], start_new_session=True)
    process.end_left(record)
    assert child.wait(10) == -signal.SIGTERM


def test_a_child_notes_its_process_id_itself(tmp_path: Path) -> None:
    """So nobody can be killed between starting it and noting it."""
    said: list[str] = []
    script = "import os; print(os.getpid(), open('pid').read().strip())"
    process.run(
        [sys.executable, "-c", script], log=tmp_path / "log", heard=said.append, cwd=tmp_path, record=tmp_path / "pid"
    )
    assert len(set(said[0].split())) == 1


def test_a_record_alone_ends_nothing(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as innocent:
        (tmp_path / "pid").write_text(str(innocent.pid))
        process.end_left(tmp_path / "pid")
        assert innocent.poll() is None
        innocent.communicate(b"\n")
