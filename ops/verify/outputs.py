"""The outputs of a deployed environment, as its stacks publish them in SSM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from config.model import Environment
from config.names import Names
from ops.verify.outcome import Failed


@dataclass(frozen=True)
class Outputs:
    """Values by name, such as `user-pool-id` or `clients/web/id`."""

    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        if name not in self.values:
            raise Failed(f"the output {name} is missing from SSM")
        return self.values[name]

    @property
    def user_pool_id(self) -> str:
        return self["user-pool-id"]

    @property
    def identity_pool_id(self) -> str:
        return self["identity-pool-id"]

    def client_id(self, client: str) -> str:
        return self[f"clients/{client}/id"]

    def group_role_arn(self, group: str) -> str:
        return self[f"groups/{group}/role-arn"]


def read(environment: Environment, ssm: Any) -> Outputs:
    """Everything under the environment's path."""
    prefix = Names(environment.name).parameter("")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=prefix.rstrip("/"), Recursive=True)
    return Outputs(
        {found["Name"].removeprefix(prefix): found["Value"] for page in pages for found in page["Parameters"]}
    )


def expected(environment: Environment) -> list[str]:
    """The names that this environment's stacks publish."""
    return [
        *("user-pool-id", "user-pool-arn", "issuer", "jwks-uri"),
        *(f"clients/{client}/id" for client in environment.clients),
        *(["domain"] if environment.domain else []),
        *(["domain-cloudfront-distribution"] if environment.domain and environment.domain.custom else []),
        *("identity-pool-id", "authenticated-role-arn"),
        *(["guest-role-arn"] if environment.identity_pool.allow_unauthenticated_identities else []),
        *(f"groups/{group}/role-arn" for group in environment.groups),
        *(f"roles/{role}/role-arn" for role in environment.identity_pool.roles),
    ]
