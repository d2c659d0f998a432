"""Judges with packages of their own: {stack: template} on stdin, [[rule, stack/logical id, text], ...] on stdout.

Run by the Python of `.gatehouse/judges`, so it imports nothing of ours. What a judge can't read or can't do ends it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Finding = tuple[str, str, str]


def checkov(templates: dict[str, Any]) -> Iterator[Finding]:
    from checkov.cloudformation.runner import Runner  # noqa: PLC0415  # 3 s
    from checkov.runner_filter import RunnerFilter  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        for stack, template in templates.items():
            Path(folder, f"{stack}.json").write_text(json.dumps(template))
        report = Runner().run(folder, runner_filter=RunnerFilter(framework=["cloudformation"]))
    seen = {Path(check.file_path).stem for check in report.passed_checks + report.failed_checks}
    if report.parsing_errors or report.skipped_checks or seen != set(templates):
        sys.exit(f"checkov: not read: {report.parsing_errors}, {report.skipped_checks}, {set(templates) - seen}")
    for check in report.failed_checks:
        yield check.check_id, f"{Path(check.file_path).stem}/{check.resource.rpartition('.')[2]}", check.check_name


def cfripper(templates: dict[str, Any]) -> Iterator[Finding]:
    import pycfmodel  # noqa: PLC0415
    from cfripper.config.config import Config  # noqa: PLC0415
    from cfripper.config.pluggy.utils import get_all_rules  # noqa: PLC0415
    from cfripper.rule_processor import RuleProcessor  # noqa: PLC0415

    rules = get_all_rules()
    config = Config(rules=list(rules), aws_account_id="111111111111")
    processor = RuleProcessor(*(rule(config) for rule in rules.values()))
    for stack, template in templates.items():
        model = pycfmodel.parse(json.loads(first_address(json.dumps(template))))
        result = processor.process_cf_template(model.resolve({"AWS::AccountId": "111111111111"}), config)
        for failure in result.failures:
            for logical_id in failure.resource_ids:
                yield failure.rule, f"{stack}/{logical_id}", failure.reason


def first_address(template: str) -> str:
    """A range of addresses as its first one: pycfmodel makes a list of all that are in it, 2**96 of a /32 in IPv6."""
    return re.sub(r'"([\da-f.:]+)/\d+"', r'"\1"', template)


class Errors(logging.Handler):
    """A check that breaks is logged, and the judge goes on without it. So each error ends it here."""

    def emit(self, record: logging.LogRecord) -> None:
        raise SystemExit(record.getMessage())


def stay_offline(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook."""
    if event in {"socket.getaddrinfo", "socket.connect"}:
        raise PermissionError(f"{event} {arguments}: a judge asks nobody")


if __name__ == "__main__":
    sys.addaudithook(stay_offline)
    logging.basicConfig(level=logging.ERROR, handlers=[Errors(logging.ERROR)])
    judge = {"checkov": checkov, "cfripper": cfripper}[sys.argv[1]]
    json.dump(list(judge(json.load(sys.stdin))), sys.stdout)
