"""User pool groups. Each has an IAM role that its members receive from the identity pool."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.roles import Role


class Group(Role):
    """A group and what its members may do in AWS."""

    precedence: Annotated[int, Field(ge=0, le=2**31 - 1)]
    """Whose role wins for a user in several groups: the lowest. Must differ between groups."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What the group is for."""
