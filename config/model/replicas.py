"""Replicas of the user pool in other Regions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Model
from config.model.messages import Ses, SmsSender
from config.model.tags import TagKey, TagValue
from config.model.triggers import Triggers


class Replica(Model):
    """A replica of the user pool: its users can sign in there while the pool's own Region can't answer. What is set
    here is the replica's own; all else follows the user pool."""

    status: Literal["ACTIVE", "INACTIVE"] = "INACTIVE"
    """Whether users can sign in there."""
    email: Ses | None = None
    """Send e-mail through SES. Default: as user_pool.email or default_email; where that names no Region, by the
    identity in this one."""
    sms: SmsSender | None = None
    """Send SMS; the texts are the user pool's. Default: as user_pool.sms."""
    triggers: Triggers | None = None
    """The functions that run there. Default: those of `triggers`; for code of this repository they are made there,
    too."""
    user_pool_tags_at_create: Annotated[dict[TagKey, TagValue], Field(max_length=50)] = {}
    """Tags of the replica from its first moment, where an organisation asks for it. A change makes another replica; the
    environment's tags are on it anyway, a moment later."""
