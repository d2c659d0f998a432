"""The templates of every environment, each synthesized once per test process."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path

from app import build_app
from config import loader
from config.model import Environment
from ops.templates import Template

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = loader.names()
EXAMPLES = [f"examples/{name}" for name in loader.names(ROOT / "examples")]
CONTEXT: dict[str, object] = json.loads((ROOT / "cdk.json").read_text())["context"]


def synthesize(*environments: Environment) -> dict[str, Template]:
    """Stack name -> template, as `cdk synth` would write it (with the feature flags of cdk.json)."""
    with tempfile.TemporaryDirectory() as outdir:
        assembly = build_app(*environments, outdir=outdir, context=CONTEXT).synth()
        return {stack.stack_name: stack.template for stack in assembly.stacks}


def load(environment: str) -> Environment:
    """One of ENVIRONMENTS or EXAMPLES."""
    folder, _, name = environment.rpartition("/")
    return loader.load(name, ROOT / (folder or "environments"))


@functools.cache
def templates(environment: str) -> dict[str, Template]:
    """The templates of one of ENVIRONMENTS or EXAMPLES, by stack name. Treat them as read-only."""
    return synthesize(load(environment))


def all_templates() -> dict[str, Template]:
    """The templates of all environments and examples, by stack name."""
    return {stack: template for name in ENVIRONMENTS + EXAMPLES for stack, template in templates(name).items()}
