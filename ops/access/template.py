"""The template with an environment's identity pool, synthesized, its intrinsic functions read as text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from config.names import Names
from ops.errors import OpsError

ROOT = Path(__file__).resolve().parents[2]
Resources = dict[str, Any]
"""Logical id -> resource, without intrinsic functions."""


def synthesized(environment: str) -> Resources:
    """What `cdk synth` would write for the identity pool of an environment, or of an example (`examples/spa`)."""
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"] | {"env": environment}
    with TemporaryDirectory() as outdir:
        settings = {**os.environ, "CDK_OUTDIR": outdir, "CDK_CONTEXT_JSON": json.dumps(context)}
        settings["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(
            [sys.executable, "-O", "app.py"], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise OpsError(done.stderr.strip())
        stack = Names(environment.rpartition("/")[2]).identity_pool_stack
        return read(json.loads((Path(outdir) / f"{stack}.template.json").read_text(encoding="utf-8")))


def read(template: dict[str, Any]) -> Resources:
    """A resource reads as its logical id, a parameter as what follows `/gatehouse/<env>/` in its path in SSM."""
    parameters = template.get("Parameters", {}).items()
    published = {key: each.get("Default", key).split("/", 3)[-1] for key, each in parameters}
    resources: Resources = _text(template["Resources"], published)
    return resources


def of_type(resources: Resources, resource_type: str) -> list[dict[str, Any]]:
    """The properties of each resource of one type."""
    return [each.get("Properties", {}) for each in resources.values() if each["Type"] == resource_type]


def _text(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_text(part, names) for part in value]
    if not isinstance(value, dict):
        return value
    function = next(iter(value), "")
    if function in _FUNCTIONS:
        return _FUNCTIONS[function](_text(value[function], names), names)
    return {key: _text(part, names) for key, part in value.items()}


def _reference(name: str, names: dict[str, str]) -> str:
    return f"${{{name}}}" if name.startswith("AWS::") else names.get(name, name)


_FUNCTIONS: dict[str, Callable[[Any, dict[str, str]], str]] = {
    "Ref": _reference,
    "Fn::GetAtt": lambda of, _: ".".join(of),
    "Fn::Join": lambda of, _: str(of[0]).join(of[1]),
}
