"""What `cdk synth -c env=...` says, and how it ends: the app itself, as the CDK's CLI starts it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CDK = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
PARTS = ("config", "stacks", "custom_resources", "triggers", "assets")
ADVISED = """\
region: eu-west-1
ephemeral: true
clients: {web: {}}
user_pool:
  feature_plan: PLUS
  password_policy: {minimum_length: 6}
"""
ADVICE = """\
advice: environments/dev.yaml:5:3: user_pool.feature_plan: PLUS is paid for each active user, and nothing here needs more than LITE
    fix: remove it (the plan is computed then), or write LITE
advice: environments/dev.yaml:6:21: user_pool.password_policy.minimum_length: Cognito takes 6, and every security benchmark asks for 8 or more
    fix: write 12
"""  # noqa: E501
REFUSED = """\
environments/wrong.yaml:3:34: user_pool.mfa.configuration: 'on' is not allowed
    fix: did you mean 'ON'? Write one of OFF, OPTIONAL, ON
1 problem found; nothing was synthesized.
"""
UNKNOWN = """\
environments: there is no environment 'dve'
    fix: did you mean 'dev'? These exist: dev, wrong
1 problem found; nothing was synthesized.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the app, with environments of its own."""
    project = tmp_path_factory.mktemp("project")
    for part in PARTS:
        shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", project)
    (project / "environments").mkdir()
    (project / "environments" / "dev.yaml").write_text(ADVISED)
    (project / "environments" / "wrong.yaml").write_text(
        "region: eu-west-1\nclients: {web: {}}\nuser_pool: {mfa: {configuration: 'on'}}\n"
    )
    return project


def synth(project: Path, **context: str) -> subprocess.CompletedProcess[str]:
    """The command of cdk.json, with what the CLI hands to it."""
    command = shlex.split(CDK["app"])
    assert command[0] == "python3"
    handed = {"CDK_CONTEXT_JSON": json.dumps(CDK["context"] | context), "CDK_OUTDIR": str(project / "cdk.out")}
    return subprocess.run(
        [sys.executable, *command[1:]],
        cwd=project,
        env=dict(os.environ) | handed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_advice_is_told_and_stops_nothing(project: Path) -> None:
    ended = synth(project, env="dev")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", ADVICE)
    assert (project / "cdk.out" / "gatehouse-dev-user-pool.template.json").is_file()


@pytest.mark.parametrize(
    ("context", "status", "told"),
    [
        ({"env": "wrong"}, 1, REFUSED),
        ({"env": "dve"}, 1, UNKNOWN),
        ({}, 2, "Which environment? Add -c env=NAME. These exist: dev, wrong\n"),
    ],
)
def test_tells_what_is_wrong_and_synthesizes_nothing(
    project: Path, context: dict[str, str], status: int, told: str
) -> None:
    shutil.rmtree(project / "cdk.out", ignore_errors=True)
    ended = synth(project, **context)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, "", told)
    assert not list((project / "cdk.out").glob("*.template.json"))
