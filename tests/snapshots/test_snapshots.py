"""What a pull request changes in AWS, to be read in its diff. `make snapshots` rewrites them."""

from __future__ import annotations

import json
import re

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from synthesis import ENVIRONMENTS, EXAMPLES, templates

ASSET_HASH = re.compile(r"[0-9a-f]{64}")


def file_name(environment: str) -> str:
    return environment.replace("/", "-")


@pytest.mark.parametrize("environment", ENVIRONMENTS + EXAMPLES, ids=file_name)
def test_the_templates_are_as_reviewed(environment: str, snapshot: SnapshotAssertion) -> None:
    for stack, template in templates(environment).items():
        # The hash of the Lambda code is all that is hidden: it says nothing to a reader, and the code has its own diff.
        readable = json.loads(ASSET_HASH.sub("<asset hash>", json.dumps(template)))
        assert readable == snapshot(name=stack, extension_class=JSONSnapshotExtension)
