"""App clients. None has a secret: there is no key for one here, and a proof over every template says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Duration, Form, Model, ResourceName

AuthFlow = Literal[
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
]
AttributeName = Annotated[
    str, Form("^(custom:)?[A-Za-z0-9_-]{1,32}$", "the name of an attribute, such as email or custom:tenant")
]
Url = Annotated[
    str,
    Field(max_length=1024),
    Form(r"^[a-z][a-z0-9+.-]*://[^\p{C}\p{Z}#*]+$", "a URL without # and *, such as https://app.example.com/callback"),
]
Scope = Annotated[str, Form("^[!#-[\\]-~]{1,256}$", "a scope, such as openid")]


class OAuth(Model):
    """Sign-in through the pool's domain: authorization code grant only (with PKCE, since there is no secret)."""

    callback_urls: Annotated[tuple[Url, ...], Field(min_length=1, max_length=100)]
    """Where codes may be sent: https, an app's own scheme, or http://localhost in an ephemeral environment."""
    default_redirect_uri: Url | None = None
    """One of callback_urls."""
    logout_urls: Annotated[tuple[Url, ...], Field(max_length=100)] = ()
    """Where the browser may go after signing out."""
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=50)] = ("openid", "email", "profile")
    """AllowedOAuthScopes."""


class RefreshTokenRotation(Model):
    """Each refresh gives a new refresh token. Excludes ALLOW_REFRESH_TOKEN_AUTH, which is then left out."""

    retry_grace_period_seconds: Annotated[int, Field(ge=0, le=60)] = 10
    """How long the former token still works, for a client that lost the answer."""


class Client(Model):
    """An app client, without a secret."""

    name: ResourceName | None = None
    """ClientName. Default: the key."""
    auth_flows: Annotated[tuple[AuthFlow, ...], Field(min_length=1)] = ("ALLOW_USER_SRP_AUTH",)
    """ExplicitAuthFlows; ALLOW_REFRESH_TOKEN_AUTH is added unless refresh_token_rotation is on."""
    access_token_validity: Duration = timedelta(hours=1)
    """5m to 1d."""
    id_token_validity: Duration = timedelta(hours=1)
    """5m to 1d."""
    refresh_token_validity: Duration = timedelta(days=30)
    """1h to 3650d."""
    auth_session_validity: Duration = timedelta(minutes=3)
    """How long a user may take over one challenge: 3m to 15m."""
    refresh_token_rotation: RefreshTokenRotation | None = None
    """Each refresh gives a new refresh token. Default: off."""
    enable_token_revocation: bool = True
    """RevokeToken and sign-out end a stolen refresh token."""
    read_attributes: tuple[AttributeName, ...] | None = None
    """Default: every standard attribute and every custom attribute of this environment."""
    write_attributes: tuple[AttributeName, ...] | None = None
    """What users may change about themselves with an access token. Default: the standard attributes, no custom one."""
    oauth: OAuth | None = None
    """Default: no hosted pages for this client."""
    prevent_user_existence_errors: bool = True
    """Answer the same for a wrong password and an unknown user."""
