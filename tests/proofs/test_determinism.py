"""What is synthesized depends on the files of this repository alone."""

from __future__ import annotations

import json

import pytest

from fresh_assembly import assembly
from synthesis import ENVIRONMENTS, templates


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_templates_are_the_same_elsewhere_and_beside_other_environments(environment: str) -> None:
    for stack, template in templates(environment).items():
        elsewhere = json.loads(assembly()[f"{stack}.template.json"])
        assert elsewhere == template
        assert json.dumps(elsewhere) == json.dumps(template), f"{stack}: another order"
