"""Sessions of users, tracked by the service."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.base import Model


class UserSessionTracking(Model):
    """How many sessions a user may have. Client by client, sso_session_max_validity says how long one is reused."""

    max_per_user: Annotated[int, Field(ge=1, le=100)] = 20
    """TokenSession.MaxPerUser: one more sign-in ends the session that was not used for longest."""
