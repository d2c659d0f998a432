"""`.venv/bin/python -m ops`: runs a command, and says in one place how commands end."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Exit codes: 0 all is well, 1 a finding or a failure, 2 a wrong call, 130 interrupted."""
    try:
        from config.errors import ConfigError
        from ops.cli import app
        from ops.errors import OpsError, about_file
    except ModuleNotFoundError as lacking:
        sys.exit(f"{sys.executable} has no {lacking.name}.\n  fix: make setup, then .venv/bin/python -m ops ...")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)  # so that children are ended on any way out
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has had enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (ConfigError, OpsError) as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        sys.exit(f"\n{about_file(error)}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # before a command could take note of it
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(130)
