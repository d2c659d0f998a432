"""Judges every role of an environment's templates."""

from __future__ import annotations

from config.model import Environment
from ops.guard.judges import Case, mistakes
from ops.guard.report import Finding, Judged, Report
from ops.guard.roles import Role, roles
from ops.templates import Template

_TAUGHT = "give it a use that ops/guard/roles.py knows, or teach it that use; or remove the role"
_TRUST = "mend the trust where it is written; that of identities is by stacks/constructs/federated_role.py alone"
_CONDITION = "write it into the trust as identity_pool and groups say; stacks/constructs/federated_role.py does"


def guard(config: Environment, templates: dict[str, Template]) -> Report:
    """Who may assume each role, as both judges see it, held against who should. OpsError without a judge."""
    found = [role for stack, template in templates.items() for role in roles(stack, template, config)]
    cases = {role.name: Case(role.trust, role.trustee) for role in found if role.trustee}
    wrong = dict(zip(cases, mistakes(cases.values()), strict=True))
    asked = {name: len(case.cells) for name, case in cases.items()}
    return Report(
        config.name,
        [
            Judged(
                role.name,
                role.uses,
                str(role.trustee or "nobody knows"),
                asked.get(role.name, 0),
                role.narrowing,
                [*_doubts(role), *(Finding(role.name, str(answer), _TRUST) for answer in wrong.get(role.name, ()))],
            )
            for role in found
        ],
    )


def _doubts(role: Role) -> list[Finding]:
    """What is wrong with a role before anybody asks for it."""
    lacking = [Finding(role.name, f"its trust lacks the condition {each}", _CONDITION) for each in role.lacking]
    if role.trustee:
        return lacking
    said = "nothing that the environment's file knows uses it"
    if role.uses:
        said = f"its uses ask for different callers: {', '.join(role.uses)}"
    return [Finding(role.name, f"who may assume it? {said}", _TAUGHT), *lacking]
