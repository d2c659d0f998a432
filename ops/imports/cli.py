"""`.venv/bin/python -m ops import-status`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def import_status(
    env: Annotated[
        str, typer.Option("--env", metavar="NAME", help="The environment: environments/NAME.yaml.", show_default=False)
    ],
    start: Annotated[bool, typer.Option("--start", help="First start one that waits.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Show how the imports of user_imports stand: counts, and the lines that were not imported.

    A deployment follows an import for some minutes; a longer one goes on at
    Cognito. This shows how it ends. A pool runs one import at a time: one that
    came while another was long at work waits to be started, for a day. Without
    --start, reads only.

    For example:
      .venv/bin/python -m ops import-status --env dev
      .venv/bin/python -m ops import-status --env dev --json
      .venv/bin/python -m ops import-status --env dev --start

    Exit codes:
      0  everything is imported, or on its way
      1  a job has failed, waits to be started, or left somebody out
      2  could not look or start: unknown environment, nothing deployed, no
         credentials, another job at work
    """
    import json
    from dataclasses import asdict

    from botocore.exceptions import BotoCoreError, ClientError
    from rich.console import Console

    from config import loader
    from config.errors import ConfigError
    from ops import aws
    from ops.errors import OpsError
    from ops.imports.start import start as start_first
    from ops.imports.status import statuses, table

    try:
        environment, session = loader.load(env), aws.target(env).session()
        if start:
            start_first(environment, session)
        found = statuses(environment, session)
    except (ConfigError, OpsError, BotoCoreError, ClientError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    if as_json:
        print(json.dumps([asdict(each) for each in found], indent=2))
    else:
        Console().print(table(found))
    raise typer.Exit(0 if all(each.ok for each in found) else 1)
