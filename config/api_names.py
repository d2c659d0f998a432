"""What Cognito's API and CloudFormation call otherwise than an environment file, or have and is left out on purpose."""

from __future__ import annotations

import re

from config.errors import KeyPath

NAME = "NAME"
"""Stands in a path for a name of the user's."""
_NONE_HAS_ONE = "remove it: no client here has a secret, which browsers and phones can't keep"
_EXPOSED = "; if a real one stood here, change it"
_OWN_POOL = "remove it: it is this environment's user pool"
_MESSAGES = "user_pool.verification_message"
_RISKS = "user_pool.threat_protection.risk_configuration"
_TERMS = "clients.NAME.terms.terms_of_use and clients.NAME.terms.privacy_policy"
_POOL = {
    "pool_name": "user_pool.name",
    "user_pool_name": "user_pool.name",
    "policies": "user_pool.password_policy and user_pool.sign_in.allowed_first_auth_factors",
    "minimum_length": "user_pool.password_policy.minimum_length",
    "require_lowercase": "user_pool.password_policy.require_lowercase",
    "require_uppercase": "user_pool.password_policy.require_uppercase",
    "require_numbers": "user_pool.password_policy.require_numbers",
    "require_symbols": "user_pool.password_policy.require_symbols",
    "password_history_size": "user_pool.password_policy.password_history_size",
    "temporary_password_validity_days": "user_pool.password_policy.temporary_password_validity_days",
    "sign_in_policy": "user_pool.sign_in.allowed_first_auth_factors",
    "allowed_first_auth_factors": "user_pool.sign_in.allowed_first_auth_factors",
    "lambda_config": "triggers",
    "alias_attributes": "user_pool.sign_in.alias_attributes",
    "username_attributes": "user_pool.sign_in.username_attributes",
    "username_configuration": "user_pool.sign_in.case_sensitive",
    "sms_verification_message": f"{_MESSAGES}.sms_message",
    "email_verification_message": f"{_MESSAGES}.email_message",
    "email_verification_subject": f"{_MESSAGES}.email_subject",
    "verification_message_template": _MESSAGES,
    "sms_authentication_message": "user_pool.sms.authentication_message",
    "mfa_configuration": "user_pool.mfa.configuration",
    "enabled_mfas": "user_pool.mfa.factors",
    "sms_mfa_configuration": "user_pool.mfa.factors",
    "software_token_mfa_configuration": "user_pool.mfa.factors",
    "email_mfa_configuration": "user_pool.mfa.email_subject and user_pool.mfa.email_message",
    "email_authentication_message": "user_pool.mfa.email_message",
    "email_authentication_subject": "user_pool.mfa.email_subject",
    "web_authn_configuration": "user_pool.web_authn",
    "relying_party_id": "user_pool.web_authn.relying_party_id",
    "user_verification": "user_pool.web_authn.user_verification",
    "factor_configuration": "user_pool.web_authn.factor_configuration",
    "web_authn_relying_party_id": "user_pool.web_authn.relying_party_id",
    "web_authn_user_verification": "user_pool.web_authn.user_verification",
    "web_authn_factor_configuration": "user_pool.web_authn.factor_configuration",
    "user_attribute_update_settings": "user_pool.attributes_require_verification_before_update",
    "email_configuration": "user_pool.email or user_pool.default_email",
    "sms_configuration": "user_pool.sms",
    "user_pool_tags": "tags",
    "admin_create_user_config": "user_pool.allow_admin_create_user_only and user_pool.invite_message",
    "schema": "user_pool.standard_attributes and user_pool.custom_attributes",
    "user_pool_add_ons": "user_pool.threat_protection",
    "advanced_security_mode": "user_pool.threat_protection.advanced_security_mode",
    "advanced_security_additional_flows": "user_pool.threat_protection.custom_auth_mode",
    "custom_auth_mode": "user_pool.threat_protection.custom_auth_mode",
    "risk_configuration": _RISKS,
    "account_takeover_risk_configuration": f"{_RISKS}.account_takeover",
    "compromised_credentials_risk_configuration": f"{_RISKS}.compromised_credentials",
    "risk_exception_configuration": f"{_RISKS}.risk_exception",
    "log_configurations": "user_pool.log_delivery",
    "token_session": "user_pool.user_session_tracking",
    "account_recovery_setting": "user_pool.account_recovery",
    "user_pool_tier": "user_pool.feature_plan",
    "key_configuration": "user_pool.kms_key_arn",
    "issuer_configuration": "user_pool.issuer_type",
}
_BY_PLACE = {
    (): _POOL,
    ("user_pool",): _POOL,
    ("user_pool", "custom_attributes", NAME): {
        "required": "remove it: Cognito can't require a custom attribute",
        "developer_only_attribute": (
            "remove it: what users may change is what stands in their client's write_attributes"
        ),
    },
    ("clients", NAME): {
        "user_pool_id": _OWN_POOL,
        "client_name": "clients.NAME.name",
        "generate_secret": f"{_NONE_HAS_ONE}; programs call with AWS credentials of their own (IAM)",
        "client_secret": f"{_NONE_HAS_ONE}{_EXPOSED}",
        "enable_propagate_additional_user_context_data": (
            "remove it: Cognito takes it only for a client with a secret, and no client here has one"
        ),
        "token_validity_units": "remove it: each validity is written with its unit, such as 15m",
        "explicit_auth_flows": "clients.NAME.auth_flows",
        "callback_urls": "clients.NAME.oauth.callback_urls",
        "logout_urls": "clients.NAME.oauth.logout_urls",
        "default_redirect_uri": "clients.NAME.oauth.default_redirect_uri",
        "allowed_oauth_flows": "clients.NAME.oauth.flows",
        "allowed_oauth_scopes": "clients.NAME.oauth.scopes",
        "allowed_oauth_flows_user_pool_client": "remove it: it is on for each client that has oauth",
        "analytics_configuration": "clients.NAME.analytics",
        "client_id": "remove it: Cognito chooses it",
        "sso_session": "clients.NAME.sso_session_max_validity",
        "account_takeover_risk_configuration": "clients.NAME.risk_configuration.account_takeover",
        "compromised_credentials_risk_configuration": "clients.NAME.risk_configuration.compromised_credentials",
        "risk_exception_configuration": "clients.NAME.risk_configuration.risk_exception",
        "links": _TERMS,
        "terms_name": _TERMS,
        "terms_source": "remove it: Cognito knows but one value",
        "enforcement": "remove it: Cognito knows but one value",
        "settings": "clients.NAME.managed_login_branding",
        "assets": "clients.NAME.managed_login_branding",
        "use_cognito_provided_values": "remove it: without managed_login_branding, the look is Cognito's",
        "css": "clients.NAME.ui_customization.css",
        "image_file": "clients.NAME.ui_customization.logo",
    },
    ("domain",): {
        "user_pool_id": _OWN_POOL,
        "domain": "domain.prefix or domain.custom.domain",
        "custom_domain_config": "domain.custom",
        "routing": "domain.custom.failover",
        "css": "domain.ui_customization.css",
        "image_file": "domain.ui_customization.logo",
    },
    ("identity_providers",): {
        "user_pool_id": _OWN_POOL,
        "provider_name": "remove it: a provider's name is its key",
        "provider_type": "remove it: the key above says it (google, facebook, ..., oidc, saml)",
        "acr_mapping": "remove it: it is for OpenID Connect providers (oidc)",
        "provider_details": "remove it, and write what stands in it beside it, in snake_case",
    },
    ("resource_servers", NAME): {"user_pool_id": _OWN_POOL},
    ("groups", NAME): {
        "user_pool_id": _OWN_POOL,
        "group_name": "groups.NAME.name",
        "role_arn": "remove it: a role is made for each group; write what it may do as policy",
    },
    ("identity_pool",): {
        "identity_pool_name": "identity_pool.name",
        "supported_login_providers": "identity_pool.logins",
        "developer_provider_name": "identity_pool.logins.developer.name",
        "open_id_connect_provider_arns": "identity_pool.logins.oidc_provider_arns",
        "cognito_identity_providers": "identity_pool.logins.clients and identity_pool.logins.user_pools",
        "saml_provider_arns": "identity_pool.logins.saml_provider_arns",
        "identity_pool_tags": "tags",
        "cognito_streams": "identity_pool.sync.streams",
        "push_sync": "identity_pool.sync.push",
        "cognito_events": "identity_pool.sync.sync_trigger",
        "unauthenticated_role": "identity_pool.guest_role",
    },
    ("seed_users", NAME): {
        "password": (
            f"remove it: it is generated in Secrets Manager, or is in the secret that password_secret names{_EXPOSED}"
        ),
    },
}
"""By the place where one would write it, or above: what Cognito calls it -> the key that it is here; or what to do."""


def answer(path: KeyPath) -> str:
    """What to do about a key that is Cognito's and not ours, or ours at another place; nothing about any other."""
    told = _told(path)
    if not told or told.startswith("remove"):
        return told
    above, _, key = told.rpartition(".")
    return f"it belongs under {above}" if key == path[-1] and " " not in told else f"it is called {told} here"


def meant(path: KeyPath) -> list[KeyPath]:
    """The keys that such a one is here."""
    told = _told(path)
    return [] if told.startswith("remove") else [tuple(key.split(".")) for key in re.split(" and | or ", told) if key]


def same(one: object, other: object) -> bool:
    """`CallbackURLs` and `callback_urls`."""
    return _plain(one) == _plain(other)


def _told(path: KeyPath) -> str:
    """Where the user's own names stand for NAME."""
    for place, names in _BY_PLACE.items():
        if _is_in(path, place):
            for name, told in names.items():
                if same(name, path[-1]):
                    return told.replace(NAME, str(path[1])) if NAME in place else told
    return ""


def _is_in(path: KeyPath, place: tuple[str, ...]) -> bool:
    """At the place or, but for the top, below it."""
    fits = all(key in (NAME, part) for key, part in zip(place, path, strict=False))
    return fits and (len(path) > len(place) if place else len(path) == 1)


def _plain(word: object) -> str:
    return re.sub("[^a-z0-9]", "", str(word).lower())
