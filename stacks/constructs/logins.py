"""The logins of the identity pool: what CloudFormation needs of each, and the names by which the rest knows it."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam

from config.model import logins as model
from config.names import pascal
from config.roles import DEVELOPER, OWN_POOL, PUBLIC
from constructs import Construct
from stacks.constructs.dynamic_reference import dynamic_reference
from stacks.constructs.pseudo import deploy_time

CognitoProvider = cognito.CfnIdentityPool.CognitoIdentityProviderProperty


@dataclass(frozen=True)
class Login:
    """One login by the names that Cognito gives it."""

    amr: str
    """As `amr` holds it, in a trust policy."""
    provider: str
    """As attributes for access control and role mappings name it."""


class Logins(Construct):
    """Every login; OIDC and SAML providers that the account lacks are added to it."""

    def __init__(
        self, scope: Construct, construct_id: str, *, config: model.Logins, user_pool: str, client_ids: dict[str, str]
    ) -> None:
        """`user_pool`: as a login, cognito-idp.<region>.amazonaws.com/<id>. `client_ids`: of its clients, by key."""
        super().__init__(scope, construct_id)
        others = config.user_pools
        self.user_pools = [
            *(_user_pool(user_pool, client_id) for client_id in client_ids.values()),
            *(_user_pool(other.provider_name, other.client_id) for other in others.values()),
        ]
        public = {key: provider for key, provider in PUBLIC.items() if getattr(config, key)}
        self.supported = {provider: _app(getattr(config, key)) for key, provider in public.items()}
        oidc = {
            **{key: Login(arn.partition("/")[2], deploy_time(arn)) for key, arn in config.oidc_provider_arns.items()},
            **{key: self._oidc(key, provider) for key, provider in config.oidc_providers.items()},
        }
        saml_arns = {
            **{key: deploy_time(arn) for key, arn in config.saml_provider_arns.items()},
            **{key: self._saml(key, provider) for key, provider in config.saml_providers.items()},
        }
        saml = {key: Login(arn, arn) for key, arn in saml_arns.items()}
        self.oidc_arns = [login.provider for login in oidc.values()]
        self.saml_arns = [login.provider for login in saml.values()]
        self.by_name = {
            OWN_POOL: Login(user_pool, user_pool),
            **{key: Login(other.provider_name, other.provider_name) for key, other in others.items()},
            **{key: Login(provider, provider) for key, provider in public.items()},
            **oidc,
            **saml,
            **({DEVELOPER: Login(config.developer.name, config.developer.name)} if config.developer else {}),
        }
        clients = {
            **{key: (user_pool, client_id) for key, client_id in client_ids.items()},
            **{key: (other.provider_name, other.client_id) for key, other in others.items()},
        }
        self.mapped = {
            **{key: login.provider for key, login in self.by_name.items()},
            **{key: ":".join(client) for key, client in clients.items()},
        }
        """What a role mapping names: for a user pool, one client of it."""

    def _oidc(self, key: str, config: model.OidcProvider) -> Login:
        provider = iam.CfnOIDCProvider(
            self,
            pascal(key),
            url=config.url,
            client_id_list=list(config.client_ids),
            thumbprint_list=list(config.thumbprints) or None,
        )
        return Login(config.url.removeprefix("https://"), provider.attr_arn)

    def _saml(self, key: str, config: model.SamlProvider) -> str:
        document = config.metadata_file
        return iam.CfnSAMLProvider(self, pascal(key), name=config.name, saml_metadata_document=document).attr_arn


def _app(app: str | model.TwitterApp) -> str:
    """Twitter's form is key;secret. The secret is resolved when CloudFormation deploys."""
    return app if isinstance(app, str) else f"{app.consumer_key};{dynamic_reference(app.consumer_secret)}"


def _user_pool(provider_name: str, client_id: str) -> CognitoProvider:
    return CognitoProvider(
        provider_name=provider_name,
        client_id=client_id,
        server_side_token_check=True,  # a user who was disabled or signed out gets no new keys
    )
