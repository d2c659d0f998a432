"""The second judge: MiniStack's evaluator. The same cases as judge.mjs on stdin, [[allowed, ...], ...] on stdout.

Run by the Python of the emulator, so it imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ministack.core.iam_evaluator import EvalContext, evaluate, evaluate_trust_policy, parse_policy_document


def may_assume(trust: dict[str, Any], request: dict[str, Any]) -> bool:
    statements = [{**each, "Principal": _known(each["Principal"], request["kind"])} for each in trust["Statement"]]
    return bool(evaluate_trust_policy({**trust, "Statement": statements}, request["principal"], _context(request)))


def may_do(policy: dict[str, Any], session: dict[str, Any] | None, request: dict[str, Any]) -> bool:
    layers = [[parse_policy_document(_fill_in(each, request["context"]))] for each in (policy, session) if each]
    return bool(evaluate(_context(request), *layers).decision == "Allow")


def _context(request: dict[str, Any]) -> EvalContext:
    return EvalContext(
        principal_arn=request["principal"],
        principal_type=request.get("kind", "AssumedRole"),
        principal_account="",
        action=request["action"],
        resource_arn=request["resource"],
        region="",
        service_context={key.lower(): value for key, value in request["context"].items()},
    )


def _fill_in(policy: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """The evaluator leaves IAM's variables as they are."""
    text = json.dumps(policy)
    for key, value in context.items():
        if isinstance(value, str):
            text = text.replace(f"${{{key}}}", value)
    filled: dict[str, Any] = json.loads(text)
    return filled


def _known(principal: Any, kind: str) -> Any:
    """The principals of the caller's kind, as the evaluator knows callers: it compares no services, and providers only
    of web identities."""
    if isinstance(principal, str):
        return principal
    return {"AWS": principal.get(kind, []), "Federated": principal.get(kind, [])}


def verdicts(case: dict[str, Any]) -> list[bool]:
    if "trust" in case:
        return [may_assume(case["trust"], request) for request in case["requests"]]
    return [may_do(case["policy"], case["session"], request) for request in case["requests"]]


json.dump([verdicts(case) for case in json.load(sys.stdin)], sys.stdout)
