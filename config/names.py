"""Every derived name: stacks, SSM paths, logical ids. Other tools read the SSM paths: they are a contract."""

from __future__ import annotations

import re
from dataclasses import dataclass


def pascal(key: str) -> str:
    """`single-page-app` -> `SinglePageApp`, for logical ids."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[\W_]+", key))


@dataclass(frozen=True)
class Names:
    """The names of one environment."""

    environment: str

    @property
    def prefix(self) -> str:
        """Default name of the user pool and the identity pool."""
        return f"gatehouse-{self.environment}"

    @property
    def user_pool_stack(self) -> str:
        return f"{self.prefix}-user-pool"

    @property
    def identity_pool_stack(self) -> str:
        return f"{self.prefix}-identity-pool"

    def replica_stack(self, region: str) -> str:
        return f"{self.prefix}-replica-{region}"

    def parameter(self, name: str) -> str:
        """The SSM parameter of one output, such as `user-pool-id` or `clients/web/id`."""
        return f"/gatehouse/{self.environment}/{name}"

    def client_id(self, client: str) -> str:
        return self.parameter(f"clients/{client}/id")

    def group_role_arn(self, group: str) -> str:
        return self.parameter(f"groups/{group}/role-arn")

    def role_arn(self, role: str) -> str:
        return self.parameter(f"roles/{role}/role-arn")

    def seed_user_secret(self, user: str) -> str:
        """The Secrets Manager secret in which a seed user's password is generated."""
        return self.parameter(f"seed-users/{user}")
