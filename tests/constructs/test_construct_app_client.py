from __future__ import annotations

from typing import Any

from config.model import resource_servers as model
from config.model.clients import Analytics, Client, OAuth, RefreshTokenRotation
from config.model.identity_providers import Saml
from rendering import rendered
from stacks.constructs.app_client import AppClient
from stacks.constructs.identity_provider import IdentityProvider
from stacks.constructs.resource_server import ResourceServer


def client(config: Client, *, ephemeral: bool = False) -> dict[str, Any]:
    resources = rendered(
        lambda stack: AppClient(
            stack,
            "web-app",
            config=config,
            user_pool_id="pool",
            custom_attributes=["tenant"],
            identity_providers={
                name: IdentityProvider(stack, name, config=Saml(metadata_url="https://a.example"), user_pool_id="pool")
                for name in ("Okta", "Other")
            },
            resource_servers={
                identifier: ResourceServer(stack, key, config=model.ResourceServer(), user_pool_id="pool")
                for key, identifier in (("orders", "https://orders.example"), ("others", "others"))
            },
            ephemeral=ephemeral,
        )
    )
    return dict(resources["ClientWebApp"])


def properties(config: Client) -> dict[str, Any]:
    return dict(client(config)["Properties"])


def test_never_has_a_secret() -> None:
    """Nor what Cognito gives to clients with a secret only."""
    rendered_as = properties(Client())
    assert rendered_as["GenerateSecret"] is False
    assert rendered_as["EnablePropagateAdditionalUserContextData"] is False


def test_is_kept_since_apps_hold_its_id() -> None:
    assert client(Client())["DeletionPolicy"] == "Retain"
    assert client(Client(), ephemeral=True)["DeletionPolicy"] == "Delete"


def test_users_may_write_no_custom_attribute_and_no_verified_flag_unless_named() -> None:
    """A user with an access token can change whatever the client may write: a role or tenant must not be in it."""
    written = properties(Client())["WriteAttributes"]
    assert "email" in written
    assert not [name for name in written if name.startswith("custom:") or name.endswith("_verified")]


def test_users_may_read_the_environments_attributes_but_not_the_owner_mark() -> None:
    read = properties(Client())["ReadAttributes"]
    assert {"email", "email_verified", "custom:tenant"} <= set(read)
    assert "custom:managed_by" not in read


def test_named_attributes_replace_the_defaults() -> None:
    rendered_as = properties(Client(read_attributes=("email",), write_attributes=("name",)))
    assert (rendered_as["ReadAttributes"], rendered_as["WriteAttributes"]) == (["email"], ["name"])


def test_refreshes_by_the_refresh_flow() -> None:
    assert properties(Client())["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


def test_rotation_takes_the_refresh_flow_away() -> None:
    """Cognito refuses the two together."""
    rendered_as = properties(Client(refresh_token_rotation=RefreshTokenRotation(retry_grace_period_seconds=20)))
    assert rendered_as["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"]
    assert rendered_as["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 20}


def test_validities_are_in_minutes() -> None:
    rendered_as = properties(Client.model_validate({"access_token_validity": "5m", "refresh_token_validity": "2d"}))
    assert (rendered_as["AccessTokenValidity"], rendered_as["RefreshTokenValidity"]) == (5, 2880)
    assert set(rendered_as["TokenValidityUnits"].values()) == {"minutes"}


def test_a_validity_that_is_no_whole_minute_is_in_seconds() -> None:
    """Each token has its own unit."""
    rendered_as = properties(
        Client.model_validate({"access_token_validity": "330s", "refresh_token_validity": "3601s"})
    )
    assert [rendered_as[f"{token}TokenValidity"] for token in ("Access", "Id", "Refresh")] == [330, 60, 3601]
    assert rendered_as["TokenValidityUnits"] == {
        "AccessToken": "seconds",
        "IdToken": "minutes",
        "RefreshToken": "seconds",
    }


def test_hides_which_users_exist() -> None:
    assert properties(Client())["PreventUserExistenceErrors"] == "ENABLED"
    assert properties(Client(prevent_user_existence_errors=False))["PreventUserExistenceErrors"] == "LEGACY"


def test_oauth_is_off_unless_given() -> None:
    rendered_as = properties(Client())
    assert rendered_as["AllowedOAuthFlowsUserPoolClient"] is False
    assert not {"AllowedOAuthFlows", "CallbackURLs", "LogoutURLs"} & set(rendered_as)


def test_oauth_is_the_code_grant_unless_told_otherwise() -> None:
    rendered_as = properties(Client(oauth=OAuth(callback_urls=("https://a.example/cb",))))
    assert rendered_as["AllowedOAuthFlows"] == ["code"]
    assert rendered_as["CallbackURLs"] == ["https://a.example/cb"]
    assert "LogoutURLs" not in rendered_as


def test_implicit_grants_are_there_for_those_who_ask() -> None:
    oauth = OAuth(flows=("code", "implicit"), callback_urls=("https://a.example/cb",))
    assert properties(Client(oauth=oauth))["AllowedOAuthFlows"] == ["code", "implicit"]


def test_waits_for_the_providers_and_apis_that_it_names_and_no_others() -> None:
    """Cognito refuses a client that names what is not there yet."""
    oauth = OAuth(callback_urls=("https://a.example/cb",), scopes=("openid", "https://orders.example/read"))
    waits = client(Client(supported_identity_providers=("COGNITO", "Okta"), oauth=oauth))
    assert waits["DependsOn"] == ["IdentityProviderOkta", "ResourceServerOrders"]
    assert waits["Properties"]["SupportedIdentityProviders"] == ["COGNITO", "Okta"]
    assert "DependsOn" not in client(Client())


def test_analytics_name_a_project() -> None:
    assert "AnalyticsConfiguration" not in properties(Client())
    rendered_as = properties(
        Client(analytics=Analytics(application_id="0a", role_arn="arn:aws:iam::111111111111:role/a"))
    )
    assert rendered_as["AnalyticsConfiguration"] == {
        "ApplicationId": "0a",
        "RoleArn": "arn:aws:iam::111111111111:role/a",
        "UserDataShared": False,
    }


def test_analytics_are_of_the_account_and_region_that_they_are_deployed_to() -> None:
    by_arn = Analytics(application_arn="arn:aws:mobiletargeting:${AWS::Region}:${AWS::AccountId}:apps/0a")
    by_id = Analytics(application_id="0a", role_arn="arn:aws:iam::${AWS::AccountId}:role/a")
    project = properties(Client(analytics=by_arn))["AnalyticsConfiguration"]["ApplicationArn"]
    role = properties(Client(analytics=by_id))["AnalyticsConfiguration"]["RoleArn"]
    region, account = {"Ref": "AWS::Region"}, {"Ref": "AWS::AccountId"}
    assert project == {"Fn::Join": ["", ["arn:aws:mobiletargeting:", region, ":", account, ":apps/0a"]]}
    assert role == {"Fn::Join": ["", ["arn:aws:iam::", account, ":role/a"]]}
