"""Runs checks and says how each ended."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping
from pathlib import Path

from botocore.exceptions import ClientError

from ops.verify import errors
from ops.verify.check import Check
from ops.verify.emulator_gaps import Gap
from ops.verify.interruption import Stopped
from ops.verify.outcome import DoesNotApply, Failed, NotProvable, error_of
from ops.verify.report import Result, Status, redacted
from ops.verify.world import World

Ended = tuple[Status, str]


def attempt(check: Check, world: World, so_far: Mapping[str, Result], gaps: Mapping[str, Gap]) -> Result:
    """Run one check, if those it needs have passed. `gaps`: those that can't pass here, and why."""
    started = time.monotonic()
    needed = {need.name: so_far[need.name].status for need in check.needs}
    lacking = {name: status for name, status in needed.items() if status is not Status.PASSED}
    if lacking:
        applies = set(lacking.values()) != {Status.DOES_NOT_APPLY}
        status, detail = Status.NOT_RUN if applies else Status.DOES_NOT_APPLY, f"needs {', '.join(lacking)}"
    else:
        status, detail = _ended(check, world)
        if check.name in gaps:
            status, detail = _with_gap(gaps[check.name], check.name, status, detail, world)
    seconds = round(time.monotonic() - started, 3)
    return Result(check.theme, check.name, check.claim, status, redacted(detail, world.secrets), seconds)


def _ended(check: Check, world: World) -> Ended:
    try:
        return Status.PASSED, check(world)
    except NotProvable as error:
        return Status.NOT_PROVABLE, str(error)
    except DoesNotApply as error:
        return Status.DOES_NOT_APPLY, str(error)
    except Failed as error:
        return Status.FAILED, str(error)
    except (Stopped, errors.VerifyError):
        raise
    except Exception as error:
        if problem := errors.about_session(error):
            raise problem from error
        if isinstance(error, ClientError):
            code, message = error_of(error)
            return Status.FAILED, f"{error.operation_name} ended in {code} ({message})"
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Status.FAILED, f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"


def _with_gap(gap: Gap, name: str, status: Status, detail: str, world: World) -> Ended:
    if status is Status.FAILED and gap.explains(detail, world):
        return Status.NOT_PROVABLE, f"{gap.reason} (seen: {detail})"
    if status is Status.FAILED:
        return Status.FAILED, f"{detail}; it is known that {gap.reason}, but that looks otherwise"
    if status is Status.PASSED:
        return Status.FAILED, f"it passes on this emulator ({detail}): remove {name!r} from ops/verify/emulator_gaps.py"
    return status, detail
