"""Judges every role of an environment's templates."""

from __future__ import annotations

from config.model import Environment
from config.names import Names
from ops.errors import OpsError
from ops.guard.judges import Case, mistakes
from ops.guard.report import Finding, Judged, Report
from ops.guard.roles import Role, roles
from ops.guard.statements import strangers
from ops.templates import Template

_TAUGHT = "give it a use that ops/guard/roles.py knows, or teach it that use; or remove the role"
_TRUST = "mend the trust where it is written; that of identities is by stacks/constructs/federated_role.py alone"
_ROLE = "let the role be as the environment's file says: stacks/constructs/federated_role.py makes it so"


def guard(config: Environment, templates: dict[str, Template]) -> Report:
    """Who may assume each role, as both judges see it, held against who should. OpsError without a judge, or with the
    templates of something else."""
    _check_stacks(config, templates)
    found = [role for stack, template in templates.items() for role in roles(stack, template, config)]
    doubts = {role.name: _doubts(role) for role in found}
    cases = {role.name: Case(role.trust, role.trustee) for role in found if role.trustee and _can_be_asked_for(role)}
    wrong = dict(zip(cases, mistakes(cases.values()), strict=True))
    return Report(
        config.name,
        [
            Judged(
                role.name,
                role.uses,
                str(role.trustee or "nobody knows"),
                len(cases[role.name].cells) if role.name in cases else 0,
                role.narrowing,
                [*doubts[role.name], *(Finding(role.name, str(each), _TRUST) for each in wrong.get(role.name, ()))],
            )
            for role in found
        ],
    )


def _check_stacks(config: Environment, templates: dict[str, Template]) -> None:
    names = Names(config.name)
    meant = {names.user_pool_stack, names.identity_pool_stack, *map(names.replica_stack, config.replicas)}
    if templates.keys() != meant:
        said = f"{', '.join(sorted(templates)) or 'nothing'}, and not of {', '.join(sorted(meant))}"
        fix = f"npx cdk synth -c env={config.name}, and name what it wrote"
        raise OpsError(f"These are templates of {said}", fix=fix)


def _can_be_asked_for(role: Role) -> bool:
    """Judges know statements that name principals and actions."""
    return all({"Principal", "Action"} <= statement.keys() for statement in role.trust["Statement"])


def _doubts(role: Role) -> list[Finding]:
    """What is wrong with a role before anybody asks for it."""
    unlike = [Finding(role.name, text, _ROLE) for text in role.unlike]
    if role.trustee:
        return [*unlike, *(Finding(role.name, text, _TRUST) for text in strangers(role.trust, role.trustee))]
    said = "nothing that the environment's file knows uses it"
    if role.uses:
        said = f"its uses ask for different callers: {', '.join(role.uses)}"
    return [Finding(role.name, f"who may assume it? {said}", _TAUGHT), *unlike]
