"""Rules of our own (gatehouse.guard), in CloudFormation Guard's language: what no public tool checks."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cloudformation_validate import (
    CompositeEngine,
    CompositeEngineConfig,
    TemplateContent,
    file_to_external_rule_source,
)

from ops.templates import Template

GUARD = Path(__file__).with_name("gatehouse.guard")
GUARD_RULES = set(re.findall(r"^rule (\w+)", GUARD.read_text(), re.MULTILINE))


class Finding(NamedTuple):
    rule: str
    place: str
    """stack/logical id"""
    text: str


@functools.cache
def _engine() -> CompositeEngine:
    return CompositeEngine(CompositeEngineConfig(guard_rules=[file_to_external_rule_source(str(GUARD))]))


def guard(templates: dict[str, Template]) -> Iterator[Finding]:
    """What breaks the rules."""
    engine = _engine()
    for stack, template in templates.items():
        for found in engine.validate_template(TemplateContent(json.dumps(template), name=stack)).diagnostics:
            for rule in GUARD_RULES & set(re.split(r"\W", found.rule_id)):
                yield Finding(rule, f"{stack}/{found.entity.logical_id if found.entity else ''}", found.message)
