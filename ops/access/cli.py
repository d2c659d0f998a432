"""`.venv/bin/python -m ops access`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def access(
    env: Annotated[
        str, typer.Option("--env", metavar="NAME", help="environments/NAME.yaml, or examples/....", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the picture as SVG.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the picture as a page.")] = None,
) -> None:
    """Show who may become what: each role of the identity pool, who may have it, and what it may do.

    Read from the synthesized template, so it shows what would be deployed.
    Nothing is asked of AWS.

    For example:
      python -m ops access --env prod
      python -m ops access --env prod --html access.html
      python -m ops access --env examples/mobile

    Exit codes:
      0  shown, or written
      1  the environment can't be synthesized, or a file can't be written
      2  a wrong call, such as one without --env
    """
    import json
    from dataclasses import asdict

    from rich.console import Console

    from ops.access.picture import page
    from ops.access.picture import svg as drawn
    from ops.access.roles import roles
    from ops.access.table import table
    from ops.access.template import identity_pool, read
    from ops.templates import synthesized

    found = roles(read(identity_pool(synthesized(env))))
    if svg:
        svg.write_text(drawn(found), encoding="utf-8")
    if html:
        html.write_text(page(env, found), encoding="utf-8")
    if as_json:
        print(json.dumps([asdict(role) for role in found], indent=2))
    elif not (svg or html):
        Console().print(table(found))
