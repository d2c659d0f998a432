"""Custom resources, beside the CDK's own two ways to make them: its Provider framework, and AwsCustomResource."""

from __future__ import annotations

import json
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from bench.measure import ROOT, TOOLS, Row, Say, interleaved, output, seconds
from bench.parts import AS_IN_LAMBDA, BENCH, SUBJECTS, install_for_comparison
from ops.errors import OpsError
from ops.local.emulator import PYTHON
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code

PROVIDER, SINGLE = "Provider", "AwsCustomResource"
SHOWN = ("local", "everything")


def custom_resources(rounds: int, say: Say) -> list[Row]:
    """How many functions an environment has for them, and would have; code and cold start; calls of an update that
    changes nothing, which writes nothing."""
    say("asking each for an update that changes nothing")
    tests = ROOT / "tests" / "custom_resources"
    path = f"{ROOT}:{tests.parent}"
    ours = json.loads(output([sys.executable, tests / "counts.py"], {"PYTHONPATH": path}))
    with tempfile.TemporaryDirectory() as directory:
        theirs = json.loads(output([sys.executable, SUBJECTS / "rivals.py"], {"CDK_OUTDIR": directory}))
        rows = [*_functions(ours["environments"], theirs), *_code(theirs)]
        try:
            rows += _cold_starts({name: found["code"] for name, found in theirs.items()}, rounds, say)
        except OpsError as error:
            rows.append(Row("cold start", problem=str(error)))
    calls = ours["calls"]
    rows += [Row(f"no change, reads: {name}", "", [reads]) for name, (reads, _) in calls.items()]
    return [*rows, Row("no change, writes: all of them", "", [sum(writes for _, writes in calls.values())], aim=0)]


def _functions(environments: dict[str, dict[str, int]], theirs: dict[str, Any]) -> list[Row]:
    """One a privilege set; with Provider, so many for each; of AwsCustomResource one a stack, with all rights."""
    rows = []
    for name in SHOWN:
        functions, stacks = (float(environments[name][each]) for each in ("functions", "stacks"))
        rows.append(Row(f"functions of {name}", "", [functions]))
        for rival, count in ((PROVIDER, functions), (SINGLE, stacks)):
            rows.append(Row(f"with {rival}", "", [count * theirs[rival]["functions"]], [functions], against="ours"))
    return rows


def _code(theirs: dict[str, Any]) -> list[Row]:
    rows = []
    for name, found in theirs.items():
        size = sum(file.stat().st_size for file in Path(found["code"]).rglob("*") if file.is_file())
        rows.append(Row(f"code of {name}", "KB", [size / 1000]))
    return rows


def _cold_starts(code: dict[str, str], rounds: int, say: Say) -> list[Row]:
    if problem := install_for_comparison(say):
        raise OpsError(problem)
    with tempfile.TemporaryDirectory() as directory:
        stage_files(lifecycle_code(), Path(directory))
        python = AS_IN_LAMBDA | {"PYTHONPATH": directory}
        node = {"NODE_PATH": str(BENCH / "node_modules")}
        started = {
            "Python alone": ((PYTHON, SUBJECTS / "first_event.py", "nothing"), python),
            "ours": ((PYTHON, SUBJECTS / "first_event.py", "event"), python),
            "Node alone": ((TOOLS / "node", SUBJECTS / "imported.cjs", "nothing", ""), node),
            **{name: ((TOOLS / "node", SUBJECTS / "imported.cjs", name, code[name]), node) for name in code},
        }
        taken = interleaved({name: partial(seconds, *how) for name, how in started.items()}, rounds, say)
        peaks = {name: int(output(*how).splitlines()[-1]) / 1e6 for name, how in started.items()}
    rows = [Row(f"cold start: {name}", "ms", [each * 1000 for each in values]) for name, values in taken.items()]
    return rows + [Row(f"peak memory: {name}", "MB", [value]) for name, value in peaks.items()]
