"""Fifteen attacks (attacks.py) on a deployed environment, which withstands; and on the same made bad, by one mistake
(mistakes.py) after the other, which falls to each of their parts as soon as its mistake is made, and no sooner."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from attacks import ALIKE, PARTS, Part
from cloud import REGION, Cloud, copy_of_the_app
from mistakes import MISTAKES, Mistake
from settings import described
from victim import Ending, Victim

NAME = "besieged"
FILE: dict[str, Any] = {
    "extends": "base",
    "account": "000000000000",
    "region": REGION,
    "ephemeral": True,
    "user_pool": {
        "custom_attributes": {"role": {"type": "String", "max_length": 16}},
        "attributes_require_verification_before_update": ["email"],
        "sms": {},
        "mfa": {"factors": ["SOFTWARE_TOKEN_MFA", "SMS_MFA"]},
        "threat_protection": {"advanced_security_mode": "ENFORCED"},
    },
    "triggers": {"pre_token_generation": {"code": "triggers/pre_token_generation", "lambda_version": "V2_0"}},
    "domain": {"prefix": f"gatehouse-{NAME}"},
    "clients": {
        "web": {"oauth": {"callback_urls": ["https://app.example.com/callback"]}},
        "other": {"auth_flows": ["ALLOW_USER_SRP_AUTH"], "refresh_token_rotation": {}},
    },
    "groups": {"auditors": {"precedence": 20}},
    "identity_pool": {"ambiguous_role_resolution": "Deny"},
    "seed_users": {
        "alice": {"username": "alice@example.com", "attributes": {"email": "alice@example.com", "email_verified": True}}
    },
}


DECIDED = [part for part in PARTS if part.name not in ALIKE]


@dataclass(frozen=True)
class Siege:
    """How each part ended, by name."""

    good: dict[str, Ending]
    """In the environment as deployed."""
    before: dict[str, Ending]
    """Just before its mistake was made."""
    after: dict[str, Ending]
    """Just after that; those that are ALIKE, at the end."""


@pytest.fixture(scope="module")
def siege(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    app = copy_of_the_app(tmp_path_factory.mktemp("besieged"))
    (app / "environments" / f"{NAME}.yaml").write_text(json.dumps(FILE))
    cloud.deploy(NAME, app)
    victim, parts = Victim(NAME, cloud), {part.name: part for part in PARTS}
    settings = described(victim)

    def tried(names: Iterable[str]) -> dict[str, Ending]:
        return {name: parts[name](victim, settings) for name in names if name in parts}

    siege = Siege(good=tried(parts), before={}, after={})
    for mistake in MISTAKES:
        siege.before.update(tried(mistake.opens))
        mistake.make(victim, settings)
        settings = described(victim)
        siege.after.update(tried(mistake.opens))
    siege.after.update(tried(ALIKE))
    yield siege
    victim.client("cloudformation").delete_stack(StackName="helpful")
    cloud.destroy(NAME, app)


@pytest.mark.parametrize("part", DECIDED, ids=str)
def test_the_environment_withstands(part: Part, siege: Siege) -> None:
    assert not siege.good[part.name].won, siege.good[part.name]


@pytest.mark.parametrize(
    ("mistake", "part"), [pytest.param(m, part, id=f"{m} - {part}") for m in MISTAKES for part in m.opens]
)
def test_each_mistake_opens_what_was_closed_until_then(mistake: Mistake, part: str, siege: Siege) -> None:
    assert not siege.before[part].won, siege.before[part]
    assert siege.after[part].won, f"with {mistake}: {siege.after[part]}"


@pytest.mark.parametrize("part", [part for part in PARTS if part.name in ALIKE], ids=str)
def test_what_ends_alike_here_does_so_as_is_known(part: Part, siege: Siege) -> None:
    known = ALIKE[part.name]
    for ending in (siege.good[part.name], siege.after[part.name]):
        assert re.fullmatch(known.seen, str(ending), re.DOTALL), f"{ending}: is it still so that {known.reason}?"


def test_each_part_is_opened_by_one_mistake_or_known_to_end_alike() -> None:
    known = [*(part for mistake in MISTAKES for part in mistake.opens), *ALIKE]
    assert sorted(known) == sorted(part.name for part in PARTS)


def test_each_of_the_fifteen_attacks_is_decided() -> None:
    assert {part.name.split()[0] for part in DECIDED} == {f"S{number}" for number in range(1, 16)}
