from __future__ import annotations

from typing import Any

import pytest

from config.model.identity_providers import (
    Facebook,
    Google,
    LoginWithAmazon,
    Oidc,
    OidcEndpoints,
    Provider,
    Saml,
    SignInWithApple,
)
from config.model.secrets import SecretReference
from rendering import only, rendered
from stacks.constructs.identity_provider import IdentityProvider

SECRET = SecretReference(secret="example", key="value", version=32 * "1")
RESOLVED = f"{{{{resolve:secretsmanager:example:SecretString:value::{32 * '1'}}}}}"


def properties(config: Provider) -> dict[str, Any]:
    resources = rendered(lambda stack: IdentityProvider(stack, "My.Idp", config=config, user_pool_id="pool"))
    assert list(resources) == ["IdentityProviderMyIdp"]
    return only(resources, "AWS::Cognito::UserPoolIdentityProvider")


@pytest.mark.parametrize(
    ("config", "kind", "details"),
    [
        (
            Google(client_id="a", client_secret=SECRET),
            "Google",
            {"client_id": "a", "client_secret": RESOLVED, "authorize_scopes": "openid email profile"},
        ),
        (
            Facebook(client_id="a", client_secret=SECRET),
            "Facebook",
            {"client_id": "a", "client_secret": RESOLVED, "authorize_scopes": "public_profile, email"},
        ),
        (
            LoginWithAmazon(client_id="a", client_secret=SECRET, authorize_scopes=("profile", "postal_code")),
            "LoginWithAmazon",
            {"client_id": "a", "client_secret": RESOLVED, "authorize_scopes": "profile postal_code"},
        ),
        (
            SignInWithApple(client_id="a", team_id="T", key_id="K", private_key=SECRET),
            "SignInWithApple",
            {
                "client_id": "a",
                "team_id": "T",
                "key_id": "K",
                "private_key": RESOLVED,
                "authorize_scopes": "email name",
            },
        ),
        (
            Oidc(client_id="a", client_secret=SECRET, oidc_issuer="https://a.example"),
            "OIDC",
            {
                "client_id": "a",
                "client_secret": RESOLVED,
                "authorize_scopes": "openid email profile",
                "oidc_issuer": "https://a.example",
                "attributes_request_method": "GET",
            },
        ),
        (
            Saml(metadata_url="https://a.example/saml"),
            "SAML",
            {
                "MetadataURL": "https://a.example/saml",
                "IDPSignout": "false",
                "IDPInit": "false",
                "EncryptedResponses": "false",
            },
        ),
    ],
)
def test_details_are_those_that_the_api_documents(config: Provider, kind: str, details: dict[str, str]) -> None:
    rendered_as = properties(config)
    assert (rendered_as["ProviderName"], rendered_as["ProviderType"]) == ("My.Idp", kind)
    assert rendered_as["ProviderDetails"] == details
    assert not {"AttributeMapping", "IdpIdentifiers"} & rendered_as.keys()


def test_endpoints_stand_in_for_discovery() -> None:
    endpoints = {name: f"https://a.example/{name}" for name in OidcEndpoints.model_fields}
    config = Oidc(
        client_id="a",
        client_secret=SECRET,
        oidc_issuer="https://a.example",
        endpoints=OidcEndpoints.model_validate(endpoints),
    )
    assert endpoints.items() <= properties(config)["ProviderDetails"].items()


def test_attributes_are_mapped() -> None:
    config = Saml(
        metadata_url="https://a.example/", attribute_mapping={"custom:team": "team"}, idp_identifiers=("a.example",)
    )
    assert properties(config)["AttributeMapping"] == {"custom:team": "team"}
    assert properties(config)["IdpIdentifiers"] == ["a.example"]
