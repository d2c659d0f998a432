"""`.venv/bin/python -m ops guard`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def guard(
    env: Annotated[
        str, typer.Option("--env", metavar="NAME", help="environments/NAME.yaml, or examples/....", show_default=False)
    ],
    assembly: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="What `cdk synth` wrote, such as cdk.out. Default: synthesize it now."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Refuse templates whose roles would let in anybody but those they are for.

    Each role is classified by what uses it, and must hold what the environment's
    file grants to that, no more. Then two engines of IAM policies, which must
    agree, say of hundreds of requests for it whether the trust lets them in:
    other identity pools, guests, claims that are missing or look alike, other
    federations, services and accounts, and whoever the trust itself names.
    Nothing is asked of AWS.

    `make guard ENV=NAME` installs both engines first.

    For example:
      .venv/bin/python -m ops guard --env prod
      .venv/bin/python -m ops guard --env prod --assembly cdk.out --json

    Exit codes:
      0  each role lets in those it is for, and nobody else
      1  one doesn't, or nobody can say who it is for
      2  could not judge: unknown environment, another's assembly, no engine
    """
    from config import loader
    from config.errors import ConfigError
    from ops.errors import OpsError
    from ops.guard.run import guard as judged
    from ops.progress import step
    from ops.report import end
    from ops.templates import ROOT, assembled, synthesized

    folder, _, name = env.rpartition("/")
    try:
        with step("guard") as say:
            config = loader.load(name, ROOT / (folder or "environments"))
            say("reading the assembly" if assembly else "synthesizing")
            templates = assembled(assembly) if assembly else synthesized(env)
            say("asking the judges")
            report = judged(config, templates)
            say(report.summary, well=report.ok)
    except (ConfigError, OpsError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    end(report, as_json=as_json)
