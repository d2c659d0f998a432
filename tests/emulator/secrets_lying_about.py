"""An attack: who may read only what many may read looks for a password there."""

from __future__ import annotations

import json
from collections.abc import Callable

from victim import Ending, Victim


def templates(victim: Victim) -> list[object]:
    cloudformation = victim.client("cloudformation")
    stacks = cloudformation.get_paginator("describe_stacks").paginate().search("Stacks[].StackName")
    return [cloudformation.get_template(StackName=stack)["TemplateBody"] for stack in stacks]


def outputs(victim: Victim) -> list[object]:
    return list(victim.client("cloudformation").get_paginator("describe_stacks").paginate().search("Stacks[].Outputs"))


def parameters(victim: Victim) -> list[object]:
    pages = victim.client("ssm").get_paginator("get_parameters_by_path")
    return list(pages.paginate(Path=victim.names.parameter(""), Recursive=True))


def functions(victim: Victim) -> list[object]:
    return list(victim.client("lambda").get_paginator("list_functions").paginate().search("Functions"))


def logs(victim: Victim) -> list[object]:
    client = victim.client("logs")
    groups = client.get_paginator("describe_log_groups").paginate().search("logGroups[].logGroupName")
    return [event for group in groups for event in client.filter_log_events(logGroupName=group)["events"]]


def password_in(read: Callable[[Victim], list[object]], victim: Victim) -> Ending:
    password = victim.seed_password
    as_json = json.dumps(password)[1:-1]
    spellings = (password, as_json, json.dumps(as_json)[1:-1])  # JSON may hold JSON
    found = [json.dumps(each, default=str) for each in read(victim)]
    assert found, f"there are no {read.__name__} at all"
    seen = [text for text in found if any(spelling in text for spelling in spellings)]
    return Ending(bool(seen), f"alice's password in {len(seen)} of {len(found)} {read.__name__}")
