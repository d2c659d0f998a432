from __future__ import annotations

import base64
from typing import Any

from config.model.branding import Asset, ManagedLoginBranding
from config.model.clients import Client, OAuth
from config.model.domain import CustomDomain, Domain
from config.model.terms import Terms
from config.model.ui_customization import UiCustomization
from rendering import rendered
from stacks.constructs.pages import add_pages

CERTIFICATE = "arn:aws:acm:us-east-1:111111111111:certificate/a"
OAUTH = OAuth(callback_urls=("https://a.example/",))
STYLE = UiCustomization.model_construct(css=".label-customizable {}", logo=None)


def pages(config: Domain, client: Client | None = None, *, ephemeral: bool = False) -> dict[str, Any]:
    return rendered(
        lambda stack: add_pages(
            stack,
            config=config,
            clients={"web": client or Client()},
            client_ids={"web": "id"},
            user_pool_id="pool",
            user_pool_arn="arn",
            tags={},
            ephemeral=ephemeral,
        )
    )


def test_a_prefix_and_a_domain_of_ones_own_stand_side_by_side() -> None:
    resources = pages(Domain(prefix="a", custom=CustomDomain(domain="a.b.example", certificate_arn=CERTIFICATE)))
    assert {key: each["Properties"]["Domain"] for key, each in resources.items()} == {
        "UserPoolDomain": "a",
        "UserPoolDomainCustom": "a.b.example",
    }
    own = resources["UserPoolDomainCustom"]["Properties"]
    assert own["CustomDomainConfig"] == {"CertificateArn": CERTIFICATE, "SecurityPolicy": "TLS_V1_2_2021"}
    assert "Routing" not in own


def test_domains_are_kept_since_apps_go_there() -> None:
    config = Domain(prefix="a", custom=CustomDomain(domain="a.b.example", certificate_arn=CERTIFICATE))
    assert {each["DeletionPolicy"] for each in pages(config).values()} == {"Retain"}
    assert {each["DeletionPolicy"] for each in pages(config, ephemeral=True).values()} == {"Delete"}


def test_managed_login_gives_each_client_with_oauth_a_look() -> None:
    """Without one there are no pages at all."""
    config = Domain(prefix="a", managed_login_version=2)
    assert pages(config, Client(oauth=OAUTH))["BrandingWeb"]["Properties"] == {
        "UserPoolId": "pool",
        "ClientId": "id",
        "UseCognitoProvidedValues": True,
        "ReturnMergedResources": False,
    }
    assert list(pages(config)) == ["UserPoolDomain"]
    assert list(pages(Domain(prefix="a"), Client(oauth=OAUTH))) == ["UserPoolDomain"]


def test_branding_is_settings_and_images() -> None:
    logo = Asset(category="FORM_LOGO", color_mode="DARK", extension="PNG", resource_id="a", content=b"\x89PNG")
    look = ManagedLoginBranding(settings={"components": {"primaryButton": {"lightMode": {}}}}, assets=(logo,))
    client = Client.model_construct(oauth=OAUTH, managed_login_branding=look)
    branding = pages(Domain(prefix="a", managed_login_version=2), client)["BrandingWeb"]["Properties"]
    assert branding["UseCognitoProvidedValues"] is False
    assert branding["Settings"] == look.settings
    assert branding["Assets"] == [
        {
            "Category": "FORM_LOGO",
            "ColorMode": "DARK",
            "Extension": "PNG",
            "ResourceId": "a",
            "Bytes": base64.b64encode(b"\x89PNG").decode(),
        }
    ]


def test_terms_are_two_documents() -> None:
    terms = Terms(
        terms_of_use={"default": "https://a.example/"},
        privacy_policy={"default": "https://b.example/", "german": "https://b.example/de"},
    )
    resources = pages(Domain(prefix="a", managed_login_version=2), Client(oauth=OAUTH, terms=terms))
    documents = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::Cognito::Terms"]
    assert {each["TermsName"]: each["Links"] for each in documents} == {
        "terms-of-use": {"cognito:default": "https://a.example/"},
        "privacy-policy": {"cognito:default": "https://b.example/", "cognito:german": "https://b.example/de"},
    }


def test_style_sheets_are_for_one_client_or_all_and_wait_for_the_domain() -> None:
    """Cognito takes them only once there is one."""
    config = Domain.model_construct(prefix="a", custom=None, managed_login_version=1, ui_customization=STYLE)
    client = Client.model_construct(oauth=OAUTH, terms=None, managed_login_branding=None, ui_customization=STYLE)
    styles = {key: each for key, each in pages(config, client).items() if key.startswith("UiCustomization")}
    assert {key: each["Properties"]["ClientId"] for key, each in styles.items()} == {
        "UiCustomization": "ALL",
        "UiCustomizationWeb": "id",
    }
    assert {tuple(each["DependsOn"]) for each in styles.values()} == {("UserPoolDomain",)}
