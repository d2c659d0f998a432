"""Where an identity may have signed in: the logins of the identity pool."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.arns import OidcProviderArn, SamlProviderArn
from config.model.base import Form, Key, Model
from config.model.files import TextFile
from config.model.secrets import SecretReference

AppId = Annotated[
    str, Form("^[A-Za-z0-9_./-]{1,128}$", "the id that the provider gave the app: letters, digits and _./-")
]


class OtherUserPool(Model):
    """An app client of a user pool that another stack, account or Region owns."""

    provider_name: Annotated[
        str,
        Form(
            r"^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-z0-9-]+_[0-9A-Za-z]+$",
            "the user pool as a login, such as cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI",
        ),
    ]
    """The user pool as a login: its issuer without https://."""
    client_id: Annotated[str, Form("^[A-Za-z0-9_]{1,128}$", "the id of an app client")]
    """Whose ID tokens are accepted."""


class OidcProvider(Model):
    """An OIDC provider that this environment adds to the account's (AWS::IAM::OIDCProvider)."""

    url: Annotated[
        str,
        Field(max_length=255),
        Form(r"^https://[A-Za-z0-9.-]+(/[A-Za-z0-9/_.~-]*)?$", "the issuer's https:// URL, without a port"),
    ]
    """The issuer, exactly as its tokens name it: with a slash at the end if they do."""
    client_ids: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=255)], ...], Field(min_length=1, max_length=100)
    ]
    """Audiences whose tokens are accepted."""
    thumbprints: Annotated[
        tuple[Annotated[str, Form("^[0-9A-Fa-f]{40}$", "40 hexadecimal digits")], ...], Field(max_length=5)
    ] = ()
    """SHA-1 thumbprints of the issuer's certificate authority. Default: IAM finds out itself."""


class TwitterApp(Model):
    """A Twitter app."""

    consumer_key: Annotated[str, Form("^[A-Za-z0-9._/-]{1,64}$", "letters, digits and ._/-")]
    """The app's API key."""
    consumer_secret: SecretReference
    """Where Secrets Manager keeps the app's API secret."""


class SamlProvider(Model):
    """A SAML provider that this environment adds to the account's (AWS::IAM::SAMLProvider)."""

    name: Annotated[str, Form("^[A-Za-z0-9._-]{1,128}$", "letters, digits and ._-")]
    """Its name in the account, and so the end of its ARN. It can't be changed without a new provider."""
    metadata_file: Annotated[str, TextFile(suffixes=(".xml",), max_bytes=500_000)]
    """The metadata document that the provider issues: a path in this repository."""


class DeveloperProvider(Model):
    """Developer-authenticated identities: your backend vouches for users (GetOpenIdTokenForDeveloperIdentity)."""

    name: Annotated[str, Form("^[A-Za-z0-9._-]{1,128}$", "letters, digits and ._-")]
    """DeveloperProviderName, such as login.example.com. It can't be changed once set."""
    passes_principal_tags: bool = False
    """The backend passes PrincipalTags along: the trust of roles then allows sts:TagSession."""


class Logins(Model):
    """Whose sign-ins the identity pool accepts."""

    clients: Annotated[tuple[Key, ...], Field(min_length=1)] | None = None
    """Which of this environment's clients. Their ID tokens count, and the user pool is asked each time whether the
    user still may. Default: all."""
    user_pools: dict[Key, OtherUserPool] = {}
    """Clients of other user pools, by a name of your choice."""
    amazon: AppId | None = None
    """Login with Amazon: the app's id."""
    facebook: AppId | None = None
    """Facebook: the app's id."""
    google: AppId | None = None
    """Google: the client id of the app."""
    apple: AppId | None = None
    """Sign in with Apple: the services id."""
    twitter: TwitterApp | None = None
    """Twitter: the app's key and where its secret is."""
    oidc_provider_arns: dict[Key, OidcProviderArn] = {}
    """OIDC providers that the account has, by a name of your choice."""
    oidc_providers: dict[Key, OidcProvider] = {}
    """OIDC providers to add to the account, by a name of your choice. An account has one for each issuer."""
    saml_provider_arns: dict[Key, SamlProviderArn] = {}
    """SAML providers that the account has, by a name of your choice."""
    saml_providers: dict[Key, SamlProvider] = {}
    """SAML providers to add to the account, by a name of your choice."""
    developer: DeveloperProvider | None = None
    """Developer-authenticated identities. Default: none."""
