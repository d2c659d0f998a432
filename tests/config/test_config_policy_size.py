"""The one rule whose example is too long to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from config import loader


def environment(resources: int) -> str:
    listed = ", ".join(f"'arn:aws:s3:::a-bucket/{number:08}'" for number in range(resources))
    return f"""region: eu-west-1
clients: {{web: {{}}}}
identity_pool:
  authenticated_role:
    policy:
      - {{Effect: Allow, Action: "s3:GetObject", Resource: [{listed}]}}
"""


def test_a_policy_that_iam_would_refuse_for_its_size_is_refused(told: Callable[..., str]) -> None:
    message = told(environment(400))
    assert message.startswith("environments/dev.yaml:5:5: identity_pool.authenticated_role.policy: has ")
    assert "characters; IAM takes 10240 for a role\n    fix: use wildcards" in message


def test_a_policy_that_fits_is_accepted(folder: Path) -> None:
    (folder / "dev.yaml").write_text(environment(60))
    assert len(loader.load("dev", folder).identity_pool.authenticated_role.policy[0].Resource) == 60
