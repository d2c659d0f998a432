"""Every resource that owns settings of something bigger, as the contract and the state machine see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from custom_resources.request import Properties, Resource
from custom_resources.user_pool.client_registration import DynamicClientRegistration
from fake_cognito import DCR_DEFAULTS, OTHER_POOL, POOL, FakeCognito

Wish = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """`wishes`: properties in the form that CloudFormation hands over, the first two of them of one identity and the
    last of another. `as_wished`: whether the service has what they say; without properties, whether it has none."""

    name: str
    make: Callable[[FakeCognito], Resource]
    wishes: tuple[Wish, ...]
    refused: Wish
    as_wished: Callable[[FakeCognito, Properties], bool]
    is_gone: Callable[[FakeCognito, Properties], bool]
    own: Callable[[Any], None]
    """Takes out of a state what the resource owns, for comparing the rest."""
    drift: Callable[[FakeCognito], None]


def _dcr(**changes: Any) -> Wish:
    block = {"EnableStatus": "Enabled", "OpenDcrEnabled": "false", "AuthenticatedGrantTypes": ["code"]}
    return {"UserPoolId": POOL, "DcrConfiguration": block | changes}


def _dcr_as_wished(fake: FakeCognito, properties: Properties) -> bool:
    declared = dict(properties["DcrConfiguration"])
    declared["OpenDcrEnabled"] = declared["OpenDcrEnabled"] == "true"
    return bool(fake.pools[properties["UserPoolId"]].settings.get("DcrConfiguration") == DCR_DEFAULTS | declared)


def _dcr_is_gone(fake: FakeCognito, properties: Properties) -> bool:
    block = fake.pools[properties["UserPoolId"]].settings.get("DcrConfiguration", {"EnableStatus": "Disabled"})
    return bool(block["EnableStatus"] == "Disabled")


def _dcr_own(state: Any) -> None:
    for settings in state.values():
        settings.pop("DcrConfiguration", None)


def _dcr_drift(fake: FakeCognito) -> None:
    fake.pools[POOL].settings["DcrConfiguration"] = DCR_DEFAULTS | {"OpenDcrEnabled": True}


CLIENT_REGISTRATION = Subject(
    name="CognitoDynamicClientRegistration",
    make=lambda fake: DynamicClientRegistration(fake.api()),
    wishes=(
        _dcr(),
        _dcr(OpenDcrEnabled="true", AllowedScopes=["notes/read"]),
        _dcr(AuthenticatedGrantTypes=[]),
        _dcr() | {"UserPoolId": OTHER_POOL},
    ),
    refused=_dcr(EnableStatus="On"),
    as_wished=_dcr_as_wished,
    is_gone=_dcr_is_gone,
    own=_dcr_own,
    drift=_dcr_drift,
)

SUBJECTS = (CLIENT_REGISTRATION,)
