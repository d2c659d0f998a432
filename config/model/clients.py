"""App clients. None has a secret: there is no key for one here, and a proof over every template says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from config.model.arns import ProjectArn, RoleArn
from config.model.base import Duration, Form, Lasts, Model, ResourceName
from config.model.branding import BrandingFolder, ManagedLoginBranding
from config.model.terms import Terms
from config.model.threat_protection import RiskConfiguration
from config.model.ui_customization import UiCustomization

AuthFlow = Literal[
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_TOKEN_EXCHANGE_IMPERSONATION",
    "ALLOW_TOKEN_EXCHANGE_DELEGATION",
]
AttributeName = Annotated[
    str, Form("^(custom:)?[A-Za-z0-9_-]{1,32}$", "the name of an attribute, such as email or custom:tenant")
]
Url = Annotated[
    str,
    Field(max_length=1024),
    Form(
        r"^[a-z][a-z0-9+.-]*://[^\p{C}\p{Z}#*]+$",
        "a URL that begins with a scheme in lower case and ://, without spaces, # and *, such as "
        "https://app.example.com/callback",
    ),
]
Scope = Annotated[str, Form("^[!#-[\\]-~]{1,256}$", "a scope, such as openid")]


def _without_a_secret(flow: Any) -> Any:
    if flow == "client_credentials":
        raise ValueError(
            "needs a client secret, and no client here has one: write code; "
            "let programs call with AWS credentials of their own (IAM) instead"
        )
    return flow


class OAuth(Model):
    """Sign-in through the pool's domain."""

    flows: Annotated[
        tuple[Annotated[Literal["code", "implicit"], BeforeValidator(_without_a_secret)], ...], Field(min_length=1)
    ] = ("code",)
    """AllowedOAuthFlows. Use code, with PKCE, since there is no secret. implicit puts tokens into addresses: for apps
    that can do no better."""

    callback_urls: Annotated[tuple[Url, ...], Field(min_length=1, max_length=100)]
    """Where codes may be sent: https, an app's own scheme, or http://localhost in an ephemeral environment."""
    default_redirect_uri: Url | None = None
    """One of callback_urls."""
    logout_urls: Annotated[tuple[Url, ...], Field(max_length=100)] = ()
    """Where the browser may go after signing out."""
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=50)] = ("openid", "email", "profile")
    """AllowedOAuthScopes: those of OpenID Connect, aws.cognito.signin.user.admin (users manage themselves),
    aws.cognito/dcr/register (whoever signs in may register clients, as user_pool.dcr_configuration says), and
    <identifier>/<scope> of resource_servers."""


class RefreshTokenRotation(Model):
    """Each refresh gives a new refresh token. Excludes ALLOW_REFRESH_TOKEN_AUTH, which is then left out."""

    retry_grace_period_seconds: Annotated[int, Field(ge=0, le=60)] = 10
    """How long the former token still works, for a client that lost the answer."""


class Analytics(Model):
    """Where Amazon Pinpoint collects what users do (AWS supports it until 30 October 2026)."""

    application_arn: ProjectArn | None = None
    """The Pinpoint project, in the pool's Region or in us-east-1. This, or the next three."""
    application_id: Annotated[str, Form("^[0-9a-fA-F]{1,64}$", "the id of a Pinpoint project")] | None = None
    """The Pinpoint project, in this account and Region."""
    role_arn: RoleArn | None = None
    """The role that lets Cognito write there."""
    external_id: (
        Annotated[str, Form("^[A-Za-z0-9_+=,.@:/-]{2,1224}$", "2 to 1224 of letters, digits and _+=,.@:/-")] | None
    ) = None
    """The external id that the role's trust asks for."""
    user_data_shared: bool = False
    """Whether events name the user."""


class Client(Model):
    """An app client, without a secret: browsers and phones can't keep one. Without one, Cognito doesn't let a server
    say where its users are (EnablePropagateAdditionalUserContextData): threat protection sees the server's address."""

    name: ResourceName | None = None
    """ClientName. Default: the key."""
    auth_flows: Annotated[tuple[AuthFlow, ...], Field(min_length=1)] = ("ALLOW_USER_SRP_AUTH",)
    """ExplicitAuthFlows; ALLOW_REFRESH_TOKEN_AUTH is added unless refresh_token_rotation is on. With
    ALLOW_TOKEN_EXCHANGE_IMPERSONATION this client may exchange a user's token for a narrower one (GetDerivedToken),
    with ALLOW_TOKEN_EXCHANGE_DELEGATION for one that also says who acts for the user."""
    access_token_validity: Annotated[Duration, Lasts("5m", "1d")] = timedelta(hours=1)
    """5m to 1d."""
    id_token_validity: Annotated[Duration, Lasts("5m", "1d")] = timedelta(hours=1)
    """5m to 1d."""
    refresh_token_validity: Annotated[Duration, Lasts("1h", "3650d")] = timedelta(days=30)
    """1h to 3650d."""
    auth_session_validity: Annotated[Duration, Lasts("3m", "15m")] = timedelta(minutes=3)
    """How long a user may take over one challenge: 3m to 15m."""
    refresh_token_rotation: RefreshTokenRotation | None = None
    """Each refresh gives a new refresh token. Default: off."""
    enable_token_revocation: bool = True
    """RevokeToken and sign-out end a stolen refresh token."""
    read_attributes: Annotated[tuple[AttributeName, ...], Field(min_length=1)] | None = None
    """What this client may read of its users. Default: every standard attribute and every custom one."""
    write_attributes: Annotated[tuple[AttributeName, ...], Field(min_length=1)] | None = None
    """What users may change about themselves with an access token. Default: the standard attributes, no custom one."""
    oauth: OAuth | None = None
    """Default: no hosted pages for this client."""
    supported_identity_providers: Annotated[tuple[str, ...], Field(min_length=1)] = ("COGNITO",)
    """Who may vouch for users: COGNITO (the pool itself), and names of identity_providers."""
    managed_login_branding: (
        Annotated[ManagedLoginBranding, BrandingFolder(max_files=41, max_bytes=1_000_000)] | None
    ) = None
    """Path of a folder in this repository with settings.json, as the branding editor exports it, and images named
    CATEGORY.MODE.type or CATEGORY.MODE.id.type, such as FORM_LOGO.LIGHT.svg. Default: Cognito's look."""
    ui_customization: UiCustomization | None = None
    """How the classic pages look for this client. Default: as domain.ui_customization says."""
    terms: Terms | None = None
    """Terms of use and privacy policy on managed login's sign-up page. Default: none."""
    analytics: Analytics | None = None
    """Send events to Amazon Pinpoint. Default: none."""
    sso_session_max_validity: Annotated[Duration, Lasts("0m", "90d")] | None = None
    """For how long after a sign-in this client takes part in a user's session without asking again: 0m (never) to
    90d. Needs user_pool.user_session_tracking. Default: Cognito's, 60m."""
    prevent_user_existence_errors: bool = True
    """Answer the same for a wrong password and an unknown user."""
    risk_configuration: RiskConfiguration | None = None
    """What to do about which risk, in this client. Default: as user_pool.threat_protection says."""
