"""External identity providers: whoever signs in there becomes a user of the pool."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from config.errors import KeyPath
from config.model.acr import AcrLevel, AcrValue
from config.model.base import Form, HttpsUrl, Model
from config.model.clients import AttributeName, Scope
from config.model.saml_metadata import SamlMetadata
from config.model.secrets import SecretReference

ProviderName = Annotated[
    str,
    Form(
        "^[A-Za-z0-9][A-Za-z0-9.-]{1,30}[A-Za-z0-9]$",
        "letters, digits, hyphens and dots, a letter or digit first and last, 3 to 32 characters",
    ),
]
"""It is in the usernames of those who sign in there (Okta_1234), so it can't be changed for them."""
Claim = Annotated[str, Field(max_length=2048), Form(r"^[^\p{C}]+$", "the name of a claim, such as email")]
IdpIdentifier = Annotated[
    str, Form("^[A-Za-z0-9_ +=.@-]{1,40}$", "letters, digits, spaces and _+=.@-, at most 40 characters")
]
OidcUrl = Annotated[
    str,
    Field(max_length=1024),
    Form(
        r"^https://[^\p{C}\p{Z}/?#:]+(:443)?([/?][^\p{C}\p{Z}#]*)?$",
        "a URL that starts with https://, without another port",
    ),
]
"""Cognito speaks https to port 443 alone.
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html"""
ProviderClientId = Annotated[
    str, Field(max_length=2048), Form("^[!-~]+$", "the id that the provider gave to this user pool, without spaces")
]
ProviderId = Annotated[str, Form("^[A-Za-z0-9]{1,64}$", "letters and digits, as Apple shows it")]

# Those that Cognito takes (CreateIdentityProvider: ProviderDetails).
GoogleScopes = Annotated[tuple[Literal["openid", "email", "profile"], ...], Field(min_length=1)]
FacebookScopes = Annotated[tuple[Literal["public_profile", "email"], ...], Field(min_length=1)]
AmazonScopes = Annotated[tuple[Literal["profile", "postal_code"], ...], Field(min_length=1)]
AppleScopes = Annotated[tuple[Literal["email", "name"], ...], Field(min_length=1)]


class _Provider(Model):
    attribute_mapping: dict[AttributeName, Claim] = {}
    """Attributes of the pool -> claims of the provider, written at each sign-in. Without email_verified -> a claim that
    says so, an address counts as unverified."""
    idp_identifiers: Annotated[tuple[IdpIdentifier, ...], Field(max_length=50)] = ()
    """Further names for the authorize endpoint's idp_identifier. A domain stands for its e-mail addresses."""


class _OAuthProvider(_Provider):
    client_id: ProviderClientId
    """The id of this user pool at the provider. No secret."""
    client_secret: SecretReference
    """Where the secret that belongs to it stands."""


class Google(_OAuthProvider):
    """Sign in with Google."""

    type: ClassVar = "Google"
    authorize_scopes: GoogleScopes = ("openid", "email", "profile")
    """What users are asked to share; Cognito takes no other."""


class Facebook(_OAuthProvider):
    """Sign in with Facebook."""

    type: ClassVar = "Facebook"
    authorize_scopes: FacebookScopes = ("public_profile", "email")
    """What users are asked to share; Cognito takes no other."""
    api_version: Annotated[str, Form(r"^v[0-9]{1,3}\.[0-9]$", "a version of Facebook's API, such as v21.0")] | None = (
        None
    )
    """Version of Facebook's Graph API. Default: Cognito's choice."""


class LoginWithAmazon(_OAuthProvider):
    """Login with Amazon."""

    type: ClassVar = "LoginWithAmazon"
    authorize_scopes: AmazonScopes = ("profile",)
    """What users are asked to share; Cognito takes no other."""


class SignInWithApple(_Provider):
    """Sign in with Apple."""

    type: ClassVar = "SignInWithApple"
    client_id: ProviderClientId
    """The services id at Apple. No secret."""
    team_id: ProviderId
    """Team id at Apple."""
    key_id: ProviderId
    """Id of the key."""
    private_key: SecretReference
    """Where the key stands: what is in Apple's .p8 file."""
    authorize_scopes: AppleScopes = ("email", "name")
    """What users are asked to share; Cognito takes no other."""


class OidcEndpoints(Model):
    """The four addresses that are otherwise discovered."""

    authorize_url: OidcUrl
    """Where users sign in."""
    token_url: OidcUrl
    """Where codes become tokens."""
    attributes_url: OidcUrl
    """The userInfo endpoint."""
    jwks_uri: OidcUrl
    """The provider's public keys."""


class Oidc(_OAuthProvider):
    """Any OpenID Connect provider."""

    type: ClassVar = "OIDC"
    oidc_issuer: OidcUrl
    """The issuer; without endpoints, the others are discovered below it, at /.well-known/openid-configuration."""
    authorize_scopes: Annotated[tuple[Scope, ...], Field(min_length=1)] = ("openid", "email", "profile")
    """What is asked of the provider; with openid."""
    attributes_request_method: Literal["GET", "POST"] = "GET"
    """How userInfo is asked."""
    endpoints: OidcEndpoints | None = None
    """For a provider without discovery. Default: discovered."""
    acr_mapping: dict[AcrLevel, AcrValue] = {}
    """Levels of authentication -> what this provider calls them, for step-up across providers. Default: none."""


class Saml(_Provider):
    """Any SAML 2.0 provider."""

    type: ClassVar = "SAML"
    metadata_url: HttpsUrl | None = None
    """Where the provider publishes its metadata: Cognito renews them by itself. This, or metadata_file."""
    metadata_file: Annotated[str, SamlMetadata(suffixes=(".xml",), max_bytes=131_072)] | None = None
    """Path of the metadata in this repository, at most 128 KB."""
    idp_signout: bool = False
    """Single logout: signing out here signs out there as well."""
    idp_init: bool = False
    """Accept sign-ins that begin at the provider, which anybody can forge a start of: leave it off if you can."""
    encrypted_responses: bool = False
    """Take encrypted assertions only."""
    request_signing_algorithm: Literal["rsa-sha256"] | None = None
    """Sign the requests to the provider. Default: unsigned."""


SOCIAL: dict[str, type[Google | Facebook | LoginWithAmazon | SignInWithApple]] = {
    "google": Google,
    "facebook": Facebook,
    "login_with_amazon": LoginWithAmazon,
    "sign_in_with_apple": SignInWithApple,
}
"""Of each of these there is one, whose name is its type."""
Provider = Google | Facebook | LoginWithAmazon | SignInWithApple | Oidc | Saml


class IdentityProviders(Model):
    """Who else may vouch for users. A client takes those in its supported_identity_providers."""

    google: Google | None = None
    """Google. Clients name it Google."""
    facebook: Facebook | None = None
    """Facebook. Clients name it Facebook."""
    login_with_amazon: LoginWithAmazon | None = None
    """Amazon. Clients name it LoginWithAmazon."""
    sign_in_with_apple: SignInWithApple | None = None
    """Apple. Clients name it SignInWithApple."""
    oidc: dict[ProviderName, Oidc] = {}
    """OpenID Connect providers by name."""
    saml: dict[ProviderName, Saml] = {}
    """SAML providers by name."""

    def all(self) -> Iterator[tuple[KeyPath, str, Provider]]:
        """Each provider, with the path of its setting and its name."""
        for key, kind in SOCIAL.items():
            social: Google | Facebook | LoginWithAmazon | SignInWithApple | None = getattr(self, key)
            if social is not None:
                yield ("identity_providers", key), kind.type, social
        for key, named in (("oidc", self.oidc), ("saml", self.saml)):
            for name, provider in named.items():
                yield ("identity_providers", key, name), name, provider
