"""An external identity provider of the user pool."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model.identity_providers import Facebook, Google, LoginWithAmazon, Oidc, Provider, Saml, SignInWithApple
from config.names import pascal
from constructs import Construct
from stacks.constructs.dynamic_reference import dynamic_reference


class IdentityProvider(Construct):
    """A provider; what it shares of a user is written into the user's attributes at each sign-in."""

    def __init__(self, scope: Construct, name: str, *, config: Provider, user_pool_id: str) -> None:
        super().__init__(scope, f"IdentityProvider{pascal(name)}")
        self.resource = cognito.CfnUserPoolIdentityProvider(
            self,
            "Default",
            user_pool_id=user_pool_id,
            provider_name=name,
            provider_type=config.type,
            provider_details=_details(config),
            attribute_mapping=config.attribute_mapping or None,
            idp_identifiers=list(config.idp_identifiers) or None,
        )


def _details(config: Provider) -> dict[str, str]:
    """ProviderDetails: whatever CreateIdentityProvider documents for the type, in its words; all values are text."""
    if isinstance(config, Saml):
        return _saml(config)
    details = {"client_id": config.client_id, "authorize_scopes": _scopes(config)}
    if isinstance(config, SignInWithApple):
        details |= {"team_id": config.team_id, "key_id": config.key_id}
        return details | {"private_key": dynamic_reference(config.private_key)}
    details["client_secret"] = dynamic_reference(config.client_secret)
    if isinstance(config, Facebook) and config.api_version:
        details["api_version"] = config.api_version
    if isinstance(config, Oidc):
        details |= {"oidc_issuer": config.oidc_issuer, "attributes_request_method": config.attributes_request_method}
        details |= config.endpoints.model_dump() if config.endpoints else {}
    return details


def _scopes(config: Google | Facebook | LoginWithAmazon | SignInWithApple | Oidc) -> str:
    return (", " if isinstance(config, Facebook) else " ").join(config.authorize_scopes)


def _saml(config: Saml) -> dict[str, str]:
    details = {
        "MetadataURL": config.metadata_url,
        "MetadataFile": config.metadata_file,
        "IDPSignout": _switch(on=config.idp_signout),
        "IDPInit": _switch(on=config.idp_init),
        "EncryptedResponses": _switch(on=config.encrypted_responses),
        "RequestSigningAlgorithm": config.request_signing_algorithm,
    }
    return {key: value for key, value in details.items() if value is not None}


def _switch(*, on: bool) -> str:
    return "true" if on else "false"
