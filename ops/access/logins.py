"""The logins of the identity pool, in words."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ops.access.template import Resources, of_type

NOBODY = "no login"
"""How guests come."""


class Logins:
    """Each login of the pool, by every way in which a mapping or a trust spells it."""

    def __init__(self, resources: Resources) -> None:
        self._spelled: dict[str, list[str]] = defaultdict(list)
        for pool in of_type(resources, "AWS::Cognito::IdentityPool"):
            self._add(pool, resources)

    @property
    def all(self) -> list[str]:
        return list(dict.fromkeys(login for logins in self._spelled.values() for login in logins))

    def named(self, spelling: str) -> list[str]:
        """A user pool stands for all of its clients. What the pool doesn't know is shown as it is spelled."""
        return self._spelled.get(spelling, [spelling])

    def _add(self, pool: dict[str, Any], resources: Resources) -> None:
        for each in pool.get("CognitoIdentityProviders", ()):
            provider, client = each["ProviderName"], each["ClientId"]
            user_pool = provider.rpartition("/")[2].replace("user-pool-id", "user pool")
            name = f"{user_pool}, client {client.removeprefix('clients/').removesuffix('/id')}"
            for spelling in (provider, f"{provider}:{client}"):
                self._spelled[spelling].append(name)
        developer = [pool["DeveloperProviderName"]] if "DeveloperProviderName" in pool else []
        for name in (*pool.get("SupportedLoginProviders", ()), *developer):
            self._spelled[name] = [name]
        for arn in (*pool.get("OpenIdConnectProviderARNs", ()), *pool.get("SamlProviderARNs", ())):
            made_here = resources.get(arn.removesuffix(".Arn"), {}).get("Properties", {})
            name = made_here.get("Url", "").removeprefix("https://") or made_here.get("Name") or arn.partition("/")[2]
            for spelling in (arn, name):
                self._spelled[spelling] = [name]
