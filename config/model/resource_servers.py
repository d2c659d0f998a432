"""Resource servers: APIs of yours, and the scopes that a token can be given for them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.base import Form, Model

_NAME = Form("^[A-Za-z0-9_ +=,.@-]{1,256}$", "letters, digits, spaces and _+=,.@-, at most 256 characters")
ScopeName = Annotated[
    str, Form("^[!#-.0-[\\]-~]{1,256}$", "ASCII without spaces, quotes, slashes and backslashes, such as orders.read")
]
ScopeDescription = Annotated[str, Field(max_length=256), Form(r"^[^\p{C}]+$", "one line of text")]


class ResourceServer(Model):
    """An API of yours. In tokens and in a client's scopes, its scopes are <identifier>/<scope>."""

    identifier: (
        Annotated[
            str,
            Form(
                "^[!#-[\\]-~]{1,256}$", "ASCII without spaces, quotes and backslashes, such as https://api.example.com"
            ),
        ]
        | None
    ) = None
    """What the API is called in scopes. A change makes a new resource server. Default: the key."""
    name: Annotated[str, _NAME] | None = None
    """What the API is called in the console. Default: the key."""
    scopes: Annotated[dict[ScopeName, ScopeDescription], Field(max_length=100)] = {}
    """Scope -> what it allows, in a sentence."""
