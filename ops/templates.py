"""The templates of an environment, synthesized or as they stand in a cloud assembly; and their intrinsic functions,
worked out offline: a policy or a value as AWS would see it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ops.errors import OpsError

ROOT = Path(__file__).resolve().parents[1]
Template = dict[str, Any]
PSEUDO_PARAMETERS = {
    "AWS::AccountId": "111111111111",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::URLSuffix": "amazonaws.com",
}


def synthesized(environment: str) -> dict[str, Template]:
    """Stack name -> what `cdk synth` would write for an environment, or for an example (`examples/spa`).
    OpsError where it would not."""
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"] | {"env": environment}
    with TemporaryDirectory() as outdir:
        settings = {**os.environ, "CDK_OUTDIR": outdir, "CDK_CONTEXT_JSON": json.dumps(context), "PATH": tool_path()}
        done = subprocess.run(
            [sys.executable, "-O", "app.py"], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise OpsError(done.stderr.strip())
        return assembled(Path(outdir))


def assembled(assembly: Path) -> dict[str, Template]:
    """Stack name -> its template, of a cloud assembly such as cdk.out. OpsError where the folder is none."""
    try:
        artifacts = json.loads((assembly / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
        return {
            name: json.loads((assembly / artifact["properties"]["templateFile"]).read_text(encoding="utf-8"))
            for name, artifact in artifacts.items()
            if artifact["type"] == "aws:cloudformation:stack"
        }
    except (OSError, ValueError, KeyError) as error:
        what = f"{assembly}: not a cloud assembly: {error}"
        raise OpsError(what, fix="name the folder that `cdk synth` wrote, such as cdk.out") from None


def tool_path() -> str:
    """PATH with the project's own Node first, whether or not its virtual environment is active."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


def resources(template: Template, resource_type: str) -> dict[str, Any]:
    """The resources of one type, by logical id."""
    return {key: value for key, value in template["Resources"].items() if value["Type"] == resource_type}


def resolve(value: Any, names: Mapping[str, str] = PSEUDO_PARAMETERS) -> Any:
    """`value` without intrinsic functions. What `names` does not hold stands for itself, by its logical id
    (`UserPool`, `UserPool.Arn`); OpsError of a function that nobody taught it."""
    if isinstance(value, list):
        return [resolve(part, names) for part in value]
    if not isinstance(value, dict):
        return value
    function = next(iter(value), "")
    if function in _FUNCTIONS:
        return _FUNCTIONS[function](value[function], names)
    if function.startswith("Fn::"):
        raise OpsError(f"{function} can't be worked out offline", fix="teach it to ops/templates.py, or do without it")
    return {key: resolve(part, names) for key, part in value.items()}


def _substitute(of: str | list[Any], names: Mapping[str, str]) -> str:
    """`${Name}` is looked up; `${!Name}` is CloudFormation's way to write a literal `${Name}`."""
    text, more = (of, {}) if isinstance(of, str) else of
    known: dict[str, str] = {**names, **resolve(more, names)}

    def value(found: re.Match[str]) -> str:
        return f"${{{found[2]}}}" if found[1] else known.get(found[2], found[2])

    return re.sub(r"\$\{(!?)([^}]+)\}", value, text)


_FUNCTIONS: dict[str, Callable[[Any, Mapping[str, str]], str]] = {
    "Ref": lambda name, names: names.get(name, name),
    "Fn::GetAtt": lambda of, names: names.get(".".join(of), ".".join(of)),
    "Fn::Join": lambda of, names: str(of[0]).join(resolve(of[1], names)),
    "Fn::Sub": _substitute,
}
