"""The same as a table."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from ops.access.roles import Right, Role


def table(roles: list[Role]) -> Table:
    """A row for each role."""
    drawn = Table(show_lines=True)
    for title in ("Role", "Who may have it", "What it may do"):
        drawn.add_column(title, overflow="fold")
    for role in roles:
        chosen = [f"{choice.how}\n  after {', '.join(choice.logins)}" for choice in role.chosen_by] or [
            f"given by NOTHING\n  lets in after {', '.join(role.logins)}"
        ]
        managed = [f"what the managed policy {arn} allows" for arn in role.managed_policies]
        rights = [_said(right) for right in role.rights] + managed or ["nothing"]
        drawn.add_row(
            *(escape("\n".join(lines)) for lines in ([role.name], [role.who, *role.conditions, *chosen], rights))
        )
    return drawn


def _said(right: Right) -> str:
    reaches = "".join(f"\n  {reach.whose}: {reach.resource}" for reach in right.reaches)
    conditions = "".join(f"\n  if {condition}" for condition in right.conditions)
    return f"{right.effect} {', '.join(right.actions)}{reaches}{conditions}"
