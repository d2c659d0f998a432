"""The parts that need nothing but processes: each a function from a number of rounds to the rows of the report."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench.measure import ROOT, TOOLS, Row, Say, interleaved, output, seconds
from config import loader
from ops.errors import OpsError
from ops.local.emulator import PYTHON
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code

BENCH = ROOT / "bench"
SUBJECTS = BENCH / "subjects"
EMPTY, LEAN, AMPLIFY = "empty stack", "empty stack, as lean", "AmplifyAuth, like local"
"""LEAN is started as app.py is: without asserts and garbage collection."""
CDK_JSON = json.loads((ROOT / "cdk.json").read_text())
AS_IN_LAMBDA = {
    "PYTHONDONTWRITEBYTECODE": "1",  # the code is compiled each time, boto3 is not
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
}
APP = [sys.executable, *CDK_JSON["app"].split()[1:]]
"""As the CDK CLI runs it, with this Python."""


def synth(rounds: int, say: Say) -> list[Row]:
    """Each environment as the CDK CLI synthesizes it, an empty stack, and Amplify's construct, in JavaScript."""
    problem = install_for_comparison(say)
    with tempfile.TemporaryDirectory() as outdir:

        def app(*command: str | Path, **context: str) -> partial[float]:
            return partial(seconds, command, _as_the_cli_does(outdir, **context))

        subjects = {EMPTY: app(sys.executable, SUBJECTS / "empty.py"), LEAN: app(*APP[:-1], SUBJECTS / "empty.py")}
        subjects |= {name: app(*APP, env=name) for name in loader.names()}
        if not problem:
            subjects[AMPLIFY] = app(TOOLS / "node", SUBJECTS / "amplify.cjs")
        taken = interleaved(subjects, rounds, say)
    empty = taken[EMPTY]
    rows = [Row(EMPTY, "s", empty), Row(LEAN, "s", taken[LEAN], empty, against=EMPTY)]
    for name in loader.names():
        rows.append(Row(name, "s", taken[name], empty, against=EMPTY, aim=2 if name.startswith("everything") else 1.5))
        rows.append(Row(name, "s", taken[name], taken[LEAN], against=LEAN))
    if problem:
        return [*rows, Row(AMPLIFY, problem=problem)]
    rows.append(Row(AMPLIFY, "s", taken[AMPLIFY], empty, against=EMPTY))
    return [*rows, Row("local", "s", taken["local"], taken[AMPLIFY], against="Amplify")]


def scale(rounds: int, say: Say) -> list[Row]:
    """Apps of 1, 10 and 50 environments like dev, and what each further one costs."""
    sizes = (1, 10, 50)
    with tempfile.TemporaryDirectory() as outdir:
        command = (*APP[:-1], "-m", "bench.subjects.copies")
        environ = _as_the_cli_does(outdir)
        subjects = {str(size): partial(seconds, (*command, str(size)), environ) for size in sizes}
        taken = interleaved(subjects, rounds, say)
    rows = [Row(f"{size} x dev", "s", taken[str(size)]) for size in sizes]
    for few, many in ((1, 10), (10, 50)):
        pairs = zip(taken[str(few)], taken[str(many)], strict=True)
        each = [(more - less) / (many - few) * 1000 for less, more in pairs]
        rows.append(Row(f"each from {few} to {many}", "ms", each, aim=50))
    return rows


def asset(rounds: int, say: Say) -> list[Row]:
    """The Lambda function's code: its size, and its way to a first answer in a fresh interpreter, beside boto3's."""
    with tempfile.TemporaryDirectory() as directory:
        staged = Path(directory, "asset")
        stage_files(lifecycle_code(), staged)
        raw = sum(file.stat().st_size for file in staged.rglob("*") if file.is_file())
        zipped = Path(shutil.make_archive(str(staged), "zip", staged)).stat().st_size
        environ = AS_IN_LAMBDA | {"PYTHONPATH": str(staged)}
        commands = {
            what: (PYTHON, SUBJECTS / "first_event.py", what) for what in ("nothing", "handler", "event", "boto3")
        }
        taken = interleaved({what: partial(seconds, commands[what], environ) for what in commands}, rounds, say)
        peaks = {what: int(output(commands[what], environ).splitlines()[-1]) / 1e6 for what in ("event", "boto3")}
    ms = {what: [value * 1000 for value in values] for what, values in taken.items()}
    return [
        Row("code", "KB", [raw / 1000], aim=400),
        Row("code, zipped", "KB", [zipped / 1000], aim=400),
        Row("Python alone", "ms", ms["nothing"]),
        Row("handler imported", "ms", ms["handler"], ms["boto3"], against="boto3"),
        Row("first event answered", "ms", ms["event"], ms["boto3"], against="boto3"),
        Row("boto3 and the same clients", "ms", ms["boto3"]),
        Row("peak memory, first event", "MB", [peaks["event"]], [peaks["boto3"]], against="boto3"),
    ]


def _as_the_cli_does(outdir: str, **context: str) -> dict[str, str]:
    """How the CDK CLI passes an app what it was told."""
    return {"CDK_OUTDIR": outdir, "CDK_CONTEXT_JSON": json.dumps(CDK_JSON["context"] | context)}


def install_for_comparison(say: Say) -> str:
    """Amplify's construct, and with it the AWS SDK, unless they are there. Returns what went wrong."""
    installed = BENCH / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= (BENCH / "package-lock.json").stat().st_mtime:
        return ""
    say("installing Amplify's construct, for comparison: once, 340 MB")
    try:
        output([TOOLS / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=BENCH)
    except OpsError as error:
        return str(error)
    return ""
