"""Tags, as AWS takes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.base import Form

_TAG = Form(r"^[\p{L}\p{Z}\p{N}_.:/=+@-]*$", "letters, digits, spaces and _.:/=+@-")
TagKey = Annotated[str, Field(min_length=1, max_length=128), _TAG]
TagValue = Annotated[str, Field(max_length=256), _TAG]
