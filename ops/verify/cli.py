"""`.venv/bin/python -m ops verify`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def verify(
    env: Annotated[
        str, typer.Option("--env", metavar="NAME", help="The environment: environments/NAME.yaml.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Prove that a deployed environment does what its file says.

    Creates a throw-away user (or takes the one of verify.standing_user), signs
    in, follows the sign-in down to the AWS role behind it, tries what must be
    refused, and removes what it made. Nothing is sent to anyone.

    The region is the environment's; endpoint and credentials are found as the
    AWS CLI finds them.

    For example:
      .venv/bin/python -m ops verify --env local
      AWS_PROFILE=staging .venv/bin/python -m ops verify --env staging
      .venv/bin/python -m ops verify --env staging --json > verified.json

    Exit codes:
      0  nothing failed
      1  something failed
      2  could not start or go on: unknown environment, nothing deployed,
         no credentials, expired session
    """
    try:
        from botocore.exceptions import BotoCoreError

        from config import loader
        from config.errors import ConfigError
        from ops import aws
        from ops.errors import OpsError
        from ops.progress import step
        from ops.report import end
        from ops.verify.errors import SignalError
        from ops.verify.run import run

        environment = loader.load(env)
        session = aws.target(env).session()
        with step("verify") as say:
            report = run(environment, session, say=say)
            say(report.summary, well=report.ok)
    except KeyboardInterrupt:
        print("\nInterrupted; nothing was made yet.", file=sys.stderr)
        raise typer.Exit(130) from None
    except SignalError as stopped:
        print(stopped, file=sys.stderr)
        raise typer.Exit(128 + stopped.signal) from None
    except (ConfigError, OpsError, BotoCoreError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    end(report, as_json=as_json)
