"""The logins of an identity pool, by the names that an environment's file gives them: read from the config, and from
the providers that the template makes; not from where the stacks read them."""

from __future__ import annotations

from typing import NamedTuple

from config.model import Environment
from config.roles import DEVELOPER, OWN_POOL, PUBLIC
from ops.guard.matrix import REGION
from ops.templates import PSEUDO_PARAMETERS, Template, resolve, resources


class Login(NamedTuple):
    amr: str
    """What `amr` holds of those who came by it."""
    provider: str
    """What attributes for access control name it by."""


def logins(template: Template, config: Environment) -> dict[str, Login]:
    """Every login that a role's trust may name."""
    named = config.identity_pool.logins
    pool = f"cognito-idp.{REGION}.amazonaws.com/UserPoolIdPublished"
    same = {
        OWN_POOL: pool,
        **{key: each.provider_name for key, each in named.user_pools.items()},
        **{key: provider for key, provider in PUBLIC.items() if getattr(named, key)},
        **({DEVELOPER: named.developer.name} if named.developer else {}),
        **{key: deployed(arn) for key, arn in named.saml_provider_arns.items()},
        **{key: _made(template, "SAML", Name=each.name) for key, each in named.saml_providers.items()},
    }
    return {
        **{key: Login(name, name) for key, name in same.items()},
        **{key: Login(arn.partition("/")[2], deployed(arn)) for key, arn in named.oidc_provider_arns.items()},
        **{
            key: Login(each.url.removeprefix("https://"), _made(template, "OIDC", Url=each.url))
            for key, each in named.oidc_providers.items()
        },
    }


def tagging(template: Template, config: Environment) -> set[str]:
    """Those whose sessions carry principal tags: of the developer's alone only the file says so."""
    mapped = resources(template, "AWS::Cognito::IdentityPoolPrincipalTag").values()
    providers = {resolve(each["Properties"]["IdentityProviderName"]) for each in mapped}
    developer = config.identity_pool.logins.developer
    return {key for key, login in logins(template, config).items() if login.provider in providers} | (
        {DEVELOPER} if developer and developer.passes_principal_tags else set()
    )


def deployed(text: str) -> str:
    """As an environment's file has it -> as AWS sees it."""
    for name, value in PSEUDO_PARAMETERS.items():
        text = text.replace(f"${{{name}}}", value)
    return text


def _made(template: Template, kind: str, **properties: str) -> str:
    """The ARN of the provider that the template makes with these properties; of none, a name that nothing has."""
    made = resources(template, f"AWS::IAM::{kind}Provider").items()
    return next(
        (f"{key}.Arn" for key, each in made if properties.items() <= resolve(each["Properties"]).items()),
        f"the {kind} provider {properties}, which is not there",
    )
