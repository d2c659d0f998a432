"""The feature plan: computed where none is written; a dear one that nothing needs is pointed out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from config import advice, loader, plans
from config.model import Environment
from message_cases import Case, cases, write

ADVICE = cases("advice.txt")


def environment(**user_pool: Any) -> Environment:
    return Environment.model_validate(
        {"name": "dev", "region": "eu-west-1", "clients": {"web": {}}, "user_pool": user_pool}
    )


@pytest.mark.parametrize(
    ("user_pool", "plan"),
    [
        ({}, "LITE"),
        ({"password_policy": {"password_history_size": 1}}, "ESSENTIALS"),
        ({"password_policy": {"password_history_size": 1}, "feature_plan": "PLUS"}, "PLUS"),
    ],
)
def test_the_plan_is_the_one_written_or_the_cheapest_that_will_do(user_pool: dict[str, Any], plan: str) -> None:
    assert plans.chosen(environment(**user_pool)) == plan


def told(folder: Path, files: dict[str, str]) -> str:
    write(folder, files)
    return "\n".join(str(problem) for problem in loader.load_with_advice("dev", folder)[1])


@pytest.mark.parametrize("case", ADVICE, ids=lambda case: case.title)
def test_advice_is_given_where_it_helps_and_only_there(folder: Path, case: Case) -> None:
    assert told(folder, case.files) == case.message
    assert told(folder, case.mended) == ""


def test_every_advice_is_seen_given() -> None:
    assert {case.title.split(":")[0] for case in ADVICE} == {each.__name__ for each in advice.ALL}


@pytest.mark.parametrize("name", ["dev", "local", "prod", "staging"])
def test_nobody_needs_advice_about_what_we_deploy(name: str) -> None:
    assert loader.load_with_advice(name)[1] == []
