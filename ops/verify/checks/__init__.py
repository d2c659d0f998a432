"""Everything that verify shows, in the order of a run: a later check may build on what an earlier one learned."""

from __future__ import annotations

from ops.verify.check import Check
from ops.verify.checks import aws_access, cleanup, groups, guests, other_pool, refusals, sign_in, sign_out, tokens

ALL: tuple[Check, ...] = (
    *sign_in.CHECKS,
    *tokens.CHECKS,
    *aws_access.CHECKS,
    *refusals.CHECKS,
    *other_pool.CHECKS,
    *guests.CHECKS,
    *groups.CHECKS,
    *sign_out.CHECKS,
)
LAST: tuple[Check, ...] = cleanup.CHECKS
"""Run whatever happened before."""
