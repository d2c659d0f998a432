"""`.venv/bin/python -m ops posture`."""

from __future__ import annotations

from typing import Annotated

import typer


def posture(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Ask prowler about the local deployment: its Cognito, IAM and Lambda checks.

    `make posture` installs prowler first. Only what the environment's stacks
    hold counts, and only this machine is asked. Each check passes or is
    explained in ops/posture/explained.py.

    For example:
      .venv/bin/python -m ops posture --json | jq '.verdicts[] | select(.ok | not)'

    Exit codes:
      0  each check passes or is explained, and each explanation is needed
      1  one is not, or there was nothing to ask about
    """
    from ops.posture.run import run
    from ops.progress import step
    from ops.report import end

    with step("posture") as say:
        report = run(say)
        say(report.summary, well=report.ok)
    end(report, as_json=as_json)
