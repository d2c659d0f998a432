"""Where users meet the pool in a browser: the domain, and how each client's pages look there."""

from __future__ import annotations

from config.model import domain as model
from config.model.clients import Client
from config.names import pascal
from constructs import Construct
from stacks.constructs.classic_logos import ClassicLogos
from stacks.constructs.domain import Domain
from stacks.constructs.managed_login_branding import ManagedLoginBranding
from stacks.constructs.terms import Terms, TermsLinks
from stacks.constructs.ui_customization import UiCustomization


def add_pages(
    scope: Construct,
    *,
    config: model.Domain,
    clients: dict[str, Client],
    client_ids: dict[str, str],
    user_pool_id: str,
    user_pool_arn: str,
    ephemeral: bool,
    tags: dict[str, str],
) -> Domain:
    """Add the domain and the looks of its pages. `clients` and `client_ids` by key."""
    domain = Domain(scope, "UserPoolDomain", config=config, user_pool_id=user_pool_id, ephemeral=ephemeral)
    terms = []
    classic = [("ALL", "UiCustomization", config.ui_customization)]
    for key, client in clients.items():
        client_id = client_ids[key]
        classic.append((client_id, f"UiCustomization{pascal(key)}", client.ui_customization))
        if client.oauth and config.managed_login_version == model.MANAGED_LOGIN:
            branding = client.managed_login_branding
            ManagedLoginBranding(scope, key, config=branding, user_pool_id=user_pool_id, client_id=client_id)
        if client.terms:
            terms.append(Terms(scope, key, config=client.terms, user_pool_id=user_pool_id, client_id=client_id))
    TermsLinks(scope, "TermsLinks", terms=terms, user_pool_id=user_pool_id, user_pool_arn=user_pool_arn, tags=tags)
    needs: list[Construct] = [domain]
    for client_id, construct_id, look in classic:
        if look:
            style = UiCustomization(scope, construct_id, config=look, user_pool_id=user_pool_id, client_id=client_id)
            style.node.add_dependency(domain)
            needs.append(style)
    ClassicLogos(
        scope,
        "ClassicLogos",
        looks={
            construct_id.replace("UiCustomization", "ClassicLogo"): (client_id, look)
            for client_id, construct_id, look in classic
            if look
        },
        domain=config.prefix or (config.custom.domain if config.custom else ""),
        user_pool_id=user_pool_id,
        user_pool_arn=user_pool_arn,
        needs=needs,
        tags=tags,
    )
    return domain
