#!/usr/bin/env python3
"""`cdk synth -c env=NAME`: environments/NAME.yaml -> that environment's stacks.

The only reader of CDK context; nothing below it looks anywhere else for settings.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from threading import Thread

import jsii  # noqa: F401 - before the thread starts, which would only be in its way

if __name__ == "__main__":
    gc.disable()  # a synth ends before its garbage matters, and looking for it costs a sixteenth of the time
    # The CDK's import waits for its Node process to read the CDK: long enough to import all of config meanwhile.
    Thread(target=import_module, args=("config.loader",)).start()

from aws_cdk import App

from config import loader
from config.errors import ConfigError
from config.model import Environment
from stacks.environment import add_environment


def build_app(*environments: Environment, outdir: str | None = None, context: dict[str, object] | None = None) -> App:
    """An app with the stacks of the given environments. Templates depend on nothing but the arguments."""
    # The template rules that CDK would run here, slowly, in every synth, run in `make check` over every environment.
    app = App(analytics_reporting=False, builtin_cloud_formation_validation=False, outdir=outdir, context=context)
    for environment in environments:
        add_environment(app, environment)
    return app


def main() -> int:
    """Synthesize the environment named by `-c env=NAME`, or an example: `-c env=examples/NAME`."""
    app = build_app()
    name = app.node.try_get_context("env")
    if not name:
        print(f"Which environment? Add -c env=NAME. These exist: {', '.join(loader.names())}", file=sys.stderr)
        return 2
    try:
        folder, _, name = name.rpartition("/")
        environment, advice = loader.load_with_advice(name, loader.ENVIRONMENTS.parent / (folder or "environments"))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    for problem in advice:
        print(f"advice: {problem}", file=sys.stderr)
    add_environment(app, environment)
    app.synth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
