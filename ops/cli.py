"""The commands of `.venv/bin/python -m ops`."""

from __future__ import annotations

import typer

from ops.access.cli import access
from ops.guard.cli import guard
from ops.imports.cli import import_status
from ops.local.cli import app as local
from ops.posture.cli import posture
from ops.verify.cli import verify

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What a person or a pipeline runs around a deploy.",
)
app.add_typer(local, name="local")
app.command()(verify)
app.command()(guard)
app.command()(access)
app.command()(posture)
app.command("import-status")(import_status)
