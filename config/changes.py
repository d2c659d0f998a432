"""What a change of a setting costs, where it can't be made in place. A key's entry holds for those below it, too."""

from __future__ import annotations

_NEVER = "refused; it takes a new pool, and every user anew."

CHANGES = {
    "account": "deploys anew in the other account; what stands stays where it is.",
    "region": "deploys anew in the other Region; what stands stays where it is.",
    "user_pool.sign_in.username_attributes": _NEVER,
    "user_pool.sign_in.alias_attributes": _NEVER,
    "user_pool.sign_in.case_sensitive": _NEVER,
    "user_pool.standard_attributes": _NEVER,
    "user_pool.custom_attributes": "more can be added; to change or remove one takes a new pool.",
    "replicas.NAME": "another NAME is a new replica.",
    "replicas.NAME.user_pool_tags_at_create": "replaces the replica.",
    "domain.prefix": "replaces the domain.",
    "domain.custom.domain": "replaces the domain.",
    "identity_providers.oidc.NAME": "another NAME is a new provider, and whoever signs in there a new user.",
    "identity_providers.saml.NAME": "another NAME is a new provider, and whoever signs in there a new user.",
    "resource_servers.NAME": "another NAME is a new resource server; change the identifier, too, if one is written.",
    "resource_servers.NAME.identifier": "replaces the resource server; its scopes have other names then.",
    "clients.NAME": "another NAME is a new client, with another id.",
    "groups.NAME": "another NAME is a new group, without members; change the name, too, if one is written.",
    "groups.NAME.name": "another name is a new group, without members.",
    "identity_pool.logins.oidc_providers.NAME": "another NAME is a new provider; remove the former before.",
    "identity_pool.logins.oidc_providers.NAME.url": "replaces the provider.",
    "identity_pool.logins.saml_providers.NAME": "another NAME is a new provider; change the name, too.",
    "identity_pool.logins.saml_providers.NAME.name": "replaces the provider.",
    "identity_pool.logins.developer.name": "refused; it takes a new identity pool, and every identity anew.",
    "seed_users.NAME": "another NAME is a new user; change the username, too.",
    "seed_users.NAME.username": "another username is a new user.",
}
"""NAME stands for any key of a mapping. Whatever is not here is changed in place. Both are tested over the templates:
tests/coverage/test_changes.py."""
