"""How commands that judge something show what they found, and end."""

from __future__ import annotations

from typing import NoReturn, Protocol

import typer
from rich.console import Console
from rich.table import Table


class Report(Protocol):
    """What a command found."""

    @property
    def ok(self) -> bool: ...

    def to_json(self) -> str: ...

    def show(self, console: Console) -> None: ...


def end(report: Report, *, as_json: bool) -> NoReturn:
    """Show it to a person or a machine. Exit code 0 if it is well, else 1."""
    if as_json:
        print(report.to_json())
    else:
        report.show(Console())
    raise typer.Exit(0 if report.ok else 1)


def two_columns() -> Table:
    """How something stands, and what; without lines around it."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    return table
