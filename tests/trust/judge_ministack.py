"""The second judge: MiniStack's evaluator. [{trust, requests}, ...] on stdin, [[allowed, ...], ...] on stdout.

Run by the Python of the emulator, so it imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ministack.core.iam_evaluator import EvalContext, evaluate_trust_policy


def allowed(trust: dict[str, Any], request: dict[str, Any]) -> bool:
    statements = [{**each, "Principal": _known(each["Principal"], request["kind"])} for each in trust["Statement"]]
    context = EvalContext(
        principal_arn=request["principal"],
        principal_type=request["kind"],
        principal_account="",
        action=request["action"],
        resource_arn="*",
        region="",
        service_context={key.lower(): value for key, value in request["context"].items()},
    )
    return bool(evaluate_trust_policy({**trust, "Statement": statements}, request["principal"], context))


def _known(principal: Any, kind: str) -> Any:
    """The principals of the caller's kind, as the evaluator knows callers: it compares no services, and providers only
    of web identities."""
    if isinstance(principal, str):
        return principal
    return {"AWS": principal.get(kind, []), "Federated": principal.get(kind, [])}


cases = json.load(sys.stdin)
json.dump([[allowed(case["trust"], request) for request in case["requests"]] for case in cases], sys.stdout)
