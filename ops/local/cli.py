"""`.venv/bin/python -m ops local ...`: Gatehouse in an AWS emulator on this machine."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ops.errors import OpsError

if TYPE_CHECKING:
    from ops.local.up import Standing

app = typer.Typer(
    no_args_is_help=True, help="Gatehouse in an AWS emulator on this machine: no account, Docker or Node needed."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]

NEXT = """Next:
  make local                                       after a change to environments/local.yaml: an update
  eval "$(.venv/bin/python -m ops local env)"      aims other AWS tools, in this shell, at the emulator
  .venv/bin/python -m ops verify --env local       shows what was verified, check by check
  .venv/bin/python -m ops local status             prints this again
  make local-down                                  stops the emulator and removes everything"""


@app.command()
def up(as_json: AsJson = False) -> None:
    """Start the emulator, deploy environments/local.yaml into it and print what stands. Run again, it is an update.

    Example: .venv/bin/python -m ops local up --json | jq -r '.values["user-pool-id"]'
    """
    from rich.console import Console

    from ops.local import up as local

    with telling_what_is_left():
        done, found = local.up(), local.standing()
    changed = [stack for stack, change in done.stacks.items() if change]
    if as_json:
        verified = {"ok": done.report.ok, "summary": done.report.summary}
        stacks = {"stacks": list(done.stacks), "changed": changed}
        print(json.dumps(dataclasses.asdict(found) | stacks | {"verified": verified}))
    else:
        news = f"Deployed {' and '.join(changed)}." if changed else "Nothing changed."
        print(f"\n{news}", _table(found), NEXT, sep="\n\n")
    if not done.report.ok:
        console = Console(stderr=True)
        done.report.show(console)
        if not changed:
            console.print("Nothing was deployed, and yet what stands is not as it should be: was it changed by hand?")
            console.print("  fix: make local-down, which removes it, then make local")
        raise typer.Exit(1)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Print what stands; exit code 1 if the emulator does not run.

    Example: .venv/bin/python -m ops local status
    """
    from ops.local.up import standing

    found = standing()
    print(json.dumps(dataclasses.asdict(found)) if as_json else _table(found))


@app.command()
def env() -> None:
    """Print what aims other AWS tools at the emulator, for a shell to read.

    Example: eval "$(.venv/bin/python -m ops local env)" && aws cognito-idp list-user-pools --max-results 9
    """
    from ops.aws import LOCAL, target

    print("unset AWS_PROFILE AWS_SESSION_TOKEN")
    print('export NO_PROXY="127.0.0.1${NO_PROXY:+,$NO_PROXY}"')
    for name, value in target(LOCAL).variables().items():
        print(f"export {name}={value}")


@app.command()
def down(
    keep: Annotated[bool, typer.Option("--keep", help="Only stop: the next `up` finds everything again.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Stop the emulator and remove what was deployed into it.

    Example: .venv/bin/python -m ops local down --keep
    """
    from ops.local.emulator import Emulator

    if not (keep or yes):
        typer.confirm("Remove the local user pool with all its users?", abort=True)
    print(Emulator().take_down(keep=keep))


@contextmanager
def telling_what_is_left() -> Iterator[None]:
    """However `up` ends early, it says what still runs and how to go on or stop."""
    from botocore.exceptions import BotoCoreError, ClientError

    from ops.local.emulator import Emulator
    from ops.verify.errors import SignalError

    try:
        yield
    except (KeyboardInterrupt, OpsError, BotoCoreError, ClientError) as error:
        emulator = Emulator()
        if emulator.running() and isinstance(error, OpsError) and error.fix:
            left = "The emulator still runs; `make local-down` stops it."
        elif emulator.running():
            left = "The emulator still runs: `make local` goes on from here, `make local-down` stops it."
        else:
            left = "Nothing is left running; `make local` goes on from here."
        if isinstance(error, KeyboardInterrupt | SignalError):
            print(f"\n{str(error) or 'Interrupted.'}\n{left}", file=sys.stderr)
            raise typer.Exit(130) from None
        told = error if isinstance(error, OpsError) else OpsError(f"The emulator: {error}", log=emulator.log)
        raise OpsError(f"{told}\n{left}") from error


def _table(found: Standing) -> str:
    rows = {"emulator": f"{found.endpoint} ({found.region})", **found.values, "local jwks-uri": found.local_jwks_uri}
    width = max(map(len, rows))
    return "\n".join(f"  {name:<{width}}  {value}" for name, value in rows.items())
