"""What is synthesized depends on the files of this repository alone."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from fresh_assembly import assembly
from synthesis import ENVIRONMENTS, ROOT, templates


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_templates_are_the_same_elsewhere_and_beside_other_environments(environment: str) -> None:
    for stack, template in templates(environment).items():
        elsewhere = json.loads(assembly()[f"{stack}.template.json"])
        assert elsewhere == template
        assert json.dumps(elsewhere) == json.dumps(template), f"{stack}: another order"


def test_a_synth_loads_no_client_of_aws() -> None:
    """It calls nobody. And each of these modules would take a tenth of its time, or more."""
    heavy = {"botocore.session", "aws_cdk.aws_lambda", "aws_cdk.aws_s3"}
    script = f"import app, sys; print(*{heavy} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
