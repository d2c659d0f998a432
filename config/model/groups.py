"""User pool groups. Each has an IAM role that its members receive from the identity pool."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.base import Form
from config.model.roles import Role

GroupName = Annotated[
    str,
    Field(max_length=128),
    Form(r"^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$", "letters, digits and signs, without spaces, at most 128 characters"),
]


class Group(Role):
    """A group and what its members may do in AWS."""

    name: GroupName | None = None
    """GroupName: what tokens hold in cognito:groups. Default: the key, by which all else in this file names it."""
    precedence: Annotated[int, Field(ge=0, le=2**31 - 1)]
    """Whose role wins for a user in several groups: the lowest. Must differ between groups."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What the group is for."""
