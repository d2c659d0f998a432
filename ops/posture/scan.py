"""Prowler's Cognito, IAM and Lambda checks on one account: a JSON object a line, for posture.run to read.

Run by the Python of `.gatehouse/posture`, so it imports nothing of ours. It calls prowler's checks and not its command:
that one loads the SDKs of twenty clouds, some of which exist only as source.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import re
import sys
from typing import Any

from prowler.lib.check.utils import recover_checks_from_provider
from prowler.lib.logger import logger
from prowler.providers.aws.aws_provider import AwsProvider
from prowler.providers.common.models import Audit_Metadata

SERVICES = ("cognito", "iam", "awslambda")
HERE = ("127.0.0.1", "localhost")


class Errors(logging.Handler):
    """Prowler logs a call that failed, and goes on to judge what it didn't read. So each counts, once."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: dict[tuple[str, str], None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        cause = f": {record.exc_info[1]!r}" if record.exc_info else ""
        text = re.sub(r"\[\d+\]", "", record.getMessage() + cause)  # without line numbers of prowler's
        self.seen[record.module, text] = None


def main() -> None:
    sys.addaudithook(stay_here)
    errors = Errors()
    logger.handlers, logger.propagate = [errors], False
    logger.setLevel(logging.ERROR)
    checks = [
        (service, module.rpartition(".")[2])
        for service in SERVICES
        for module, _ in sorted(recover_checks_from_provider("aws", service))
    ]
    names = [check for _, check in checks]
    provider = AwsProvider(regions={os.environ["AWS_REGION"]})
    provider.audit_metadata = Audit_Metadata(
        services_scanned=0, expected_checks=names, completed_checks=0, audit_progress=0
    )
    for done, (service, check) in enumerate(checks, 1):
        say(check=check, findings=findings(service, check), done=f"{done} of {len(checks)}")
    say(errors=[{"check": module, "text": text} for module, text in errors.seen])


def findings(service: str, check: str) -> list[dict[str, str]]:
    """What one check says of each resource."""
    try:
        module = importlib.import_module(f"prowler.providers.aws.services.{service}.{check}.{check}")
        reports = getattr(module, check)().execute()
    except Exception:  # noqa: BLE001 - whatever it is, it is told
        logger.exception(check)
        return []
    return [{"status": each.status, "arn": each.resource_arn, "text": each.status_extended} for each in reports]


def say(**values: object) -> None:
    print(json.dumps(values), flush=True)


def stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: nothing but this machine is looked up or connected to."""
    if event == "socket.getaddrinfo" and arguments[0] not in HERE:
        raise PermissionError(f"{arguments[0]} is not this machine")
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in HERE:
        raise PermissionError(f"{arguments[1][0]} is not this machine")


if __name__ == "__main__":
    main()
