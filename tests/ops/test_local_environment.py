"""environments/local.yaml says of what is not in it that the emulator lacks it."""

from __future__ import annotations

import json
import re
import subprocess

from config import loader
from ops.local import emulator
from synthesis import ENVIRONMENTS, templates

TYPES = """
import json
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS
print(json.dumps([*_RESOURCE_HANDLERS]))
"""


def test_tells_which_types_the_emulator_lacks_and_no_other() -> None:
    code = [emulator.PYTHON, "-c", TYPES]
    there = set(json.loads(subprocess.run(code, check=True, capture_output=True, text=True).stdout.splitlines()[-1]))
    ours = {
        resource["Type"]
        for name in ENVIRONMENTS
        if name.startswith("everything")
        for template in templates(name).values()
        for resource in template["Resources"].values()
        if resource["Type"].startswith("AWS::Cognito::")
    }
    lacking = {kind.removeprefix("AWS::Cognito::") for kind in ours - there}
    comments = " ".join(re.findall("#.*", (loader.ENVIRONMENTS / "local.yaml").read_text()))
    every = {kind.removeprefix("AWS::Cognito::") for kind in ours}
    assert {word for word in re.findall(r"\w+", comments) if word in every} == lacking
