"""Rules of external identity providers, and of the clients that take them."""

from __future__ import annotations

from collections.abc import Iterator

from config.errors import nearest
from config.gaps import certain
from config.model import Environment
from config.model.attributes import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from config.model.clients import Client
from config.model.identity_providers import SOCIAL, Provider, Saml
from config.rules.violation import Violation

OWN = "COGNITO"
"""What clients call the user pool's own users."""
USERNAME = {"Google": "sub", "Facebook": "id", "LoginWithAmazon": "user_id", "SignInWithApple": "sub", "OIDC": "sub"}
"""The claim that a username is made of, by the type of provider."""


def provider_names_differ(environment: Environment) -> Iterator[Violation]:
    """A pool has one provider of each name, and those of the social ones are set (CreateIdentityProvider:
    ProviderName) (CreateUserPoolClient: SupportedIdentityProviders)."""
    reserved = {name.lower(): name for name in (OWN, *(kind.type for kind in SOCIAL.values()))}
    for kind in ("oidc", "saml"):
        with certain:
            for name in getattr(environment.identity_providers, kind):
                if name.lower() in reserved:
                    what = f"{name!r} is the name of another provider, {reserved[name.lower()]}"
                    yield Violation(("identity_providers", kind, name), what, "choose another name")
    for name in environment.identity_providers.saml:
        if name in environment.identity_providers.oidc:
            what = f"{name!r} is also the name of an OIDC provider"
            yield Violation(("identity_providers", "saml", name), what, "choose another name")


def idp_identifiers_differ(environment: Environment) -> Iterator[Violation]:
    """An identifier leads to one provider (CreateIdentityProvider: IdpIdentifiers)."""
    seen: dict[str, str] = {}
    for path, name, provider in environment.identity_providers.all():
        with certain:
            for index, identifier in enumerate(provider.idp_identifiers):
                with certain:
                    other = seen.setdefault(identifier, name)
                    if other != name:
                        what = f"{identifier!r} is also an identifier of {other}"
                        yield Violation((*path, "idp_identifiers", index), what, "remove one of them")


def mapped_attributes_can_be_written(environment: Environment) -> Iterator[Violation]:
    """Cognito writes mapped attributes at each sign-in: they must be attributes of the pool, and mutable. No claim
    makes a username but that of which it is made anyway; one that SAML maps ends the sign-in
    (https://github.com/aws-samples/cloudfront-authorization-at-edge/issues/153).
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html"""
    pool = environment.user_pool
    custom = {f"custom:{name}": attribute for name, attribute in pool.custom_attributes.items()}
    immutable = {
        name for name, attribute in (*pool.standard_attributes.items(), *custom.items()) if not attribute.mutable
    }
    for path, _, provider in environment.identity_providers.all():
        with certain:
            for attribute, claim in provider.attribute_mapping.items():
                here = (*path, "attribute_mapping", attribute)
                if attribute == "username" and claim == USERNAME.get(provider.type):
                    continue
                if attribute == "username":
                    what = "Cognito makes the username itself, of the provider's name and its id of the user"
                    yield Violation(here, what, "remove it, or map the claim to preferred_username")
                elif attribute not in {*STANDARD_ATTRIBUTES, *VERIFIED_FLAGS, *custom}:
                    fix = "declare it under user_pool.custom_attributes, and write it as custom:<name>"
                    yield Violation(here, f"{attribute!r} is no attribute of this pool", fix)
                elif attribute in immutable:
                    what = f"{attribute!r} is immutable, and would be written at each sign-in"
                    yield Violation(here, what, "remove it, or make the attribute mutable (before the pool exists)")


def required_attributes_are_mapped(environment: Environment) -> Iterator[Violation]:
    """Nobody can come in from a provider without what the pool requires of every user.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html"""
    required = [name for name, attribute in environment.user_pool.standard_attributes.items() if attribute.required]
    for path, _, provider in environment.identity_providers.all():
        with certain:
            for attribute in required:
                if attribute not in provider.attribute_mapping:
                    what = f"lacks {attribute}, which the pool requires"
                    yield Violation((*path, "attribute_mapping"), what, f"add {attribute}: <the provider's claim>")


def saml_metadata_come_from_one_place(environment: Environment) -> Iterator[Violation]:
    """MetadataURL or MetadataFile (CreateIdentityProvider: ProviderDetails)."""
    for name, provider in environment.identity_providers.saml.items():
        with certain:
            if bool(provider.metadata_url) == bool(provider.metadata_file):
                what = "has two sources of metadata" if provider.metadata_url else "has no metadata"
                fix = "write metadata_url (which Cognito renews by itself) or metadata_file"
                yield Violation(("identity_providers", "saml", name), what, fix)


def oidc_asks_for_openid(environment: Environment) -> Iterator[Violation]:
    """Without openid it is no OpenID Connect request. https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"""
    for name, provider in environment.identity_providers.oidc.items():
        with certain:
            if "openid" not in provider.authorize_scopes:
                path = ("identity_providers", "oidc", name, "authorize_scopes")
                yield Violation(path, "lacks openid", "add openid")


def providers_of_clients_exist(environment: Environment) -> Iterator[Violation]:
    """A client takes providers of its pool (CreateUserPoolClient: SupportedIdentityProviders)."""
    known = [OWN, *(name for _, name, _ in environment.identity_providers.all())]
    for key, client in environment.clients.items():
        with certain:
            for index, name in enumerate(client.supported_identity_providers):
                with certain:
                    if name not in known:
                        fix = f"{nearest(name, known)}, or declare it under identity_providers"
                        path = ("clients", key, "supported_identity_providers", index)
                        yield Violation(path, f"there is no identity provider {name!r}", fix)


def providers_have_pages(environment: Environment) -> Iterator[Violation]:
    """External providers are reached through the pool's OAuth endpoints alone (CreateIdentityProvider)."""
    for key, client in environment.clients.items():
        with certain:
            if not client.oauth and any(name != OWN for name in client.supported_identity_providers):
                path = ("clients", key, "supported_identity_providers")
                what = "external providers are reached by OAuth alone, and this client has none"
                yield Violation(path, what, "add oauth, or leave only COGNITO")


def _taken(environment: Environment) -> Iterator[tuple[str, Client, str, Provider]]:
    """Each client with each external provider that it takes."""
    for _, name, provider in environment.identity_providers.all():
        for key, client in environment.clients.items():
            with certain:
                if name in client.supported_identity_providers:
                    yield key, client, name, provider


def mapped_attributes_are_writable(environment: Environment) -> Iterator[Violation]:
    """A client must be able to write what its providers map (CreateUserPoolClient: WriteAttributes)."""
    for key, client, name, provider in _taken(environment):
        with certain:
            writable = STANDARD_ATTRIBUTES if client.write_attributes is None else client.write_attributes
            lacking = [
                each for each in provider.attribute_mapping if each not in {*writable, *VERIFIED_FLAGS, "username"}
            ]
            if lacking:
                what = f"lacks {', '.join(lacking)}, which {name} maps: nobody could sign in through it"
                fix = f"add {', '.join(lacking)}, or remove it from the mapping"
                yield Violation(("clients", key, "write_attributes"), what, fix)


def unsolicited_sign_ins_stay_among_saml(environment: Environment) -> Iterator[Violation]:
    """A client with an IdP-initiated SAML provider takes no other kind, not even the pool itself.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-session-initiation.html"""
    for key, client, name, provider in _taken(environment):
        with certain:
            saml = environment.identity_providers.saml
            others = [each for each in client.supported_identity_providers if each not in saml]
            if isinstance(provider, Saml) and provider.idp_init and others:
                path = ("clients", key, "supported_identity_providers")
                what = f"{', '.join(others)} can't be beside {name}, which has idp_init"
                yield Violation(path, what, "give SAML providers with idp_init a client of their own")


RULES = (
    provider_names_differ,
    idp_identifiers_differ,
    mapped_attributes_can_be_written,
    required_attributes_are_mapped,
    saml_metadata_come_from_one_place,
    oidc_asks_for_openid,
    providers_of_clients_exist,
    providers_have_pages,
    mapped_attributes_are_writable,
    unsolicited_sign_ins_stay_among_saml,
)
