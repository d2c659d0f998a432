"""`python -m ops`: what a person or a pipeline runs around a deploy."""

from __future__ import annotations

import signal
import sys

import typer

from config.errors import ConfigError
from ops.errors import OpsError
from ops.local.cli import app as local
from ops.verify.cli import verify

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(local, name="local")
app.command()(verify)


def main() -> None:
    """Exit codes: 0 all is well, 1 a finding or a failure, 2 a wrong call, 130 interrupted."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)  # so that children are ended on any way out
    try:
        app()
    except (ConfigError, OpsError) as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        sys.exit(f"\n{error.strerror or error}: {error.filename or ''}")


if __name__ == "__main__":
    main()
