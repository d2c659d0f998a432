"""The model against Cognito's own API, as botocore describes it: it may be narrower, but never wider."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, get_args

import botocore.session
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from cognito_api import api_takes, service, shape
from config import advice, plans, rules
from config.model import (
    Environment,
    arns,
    clients,
    domain,
    groups,
    identity_pool,
    identity_providers,
    logins,
    messages,
    resource_servers,
    roles,
    sync,
    threat_protection,
    user_pool,
)
from config.model.base import EmailAddress, HttpsUrl, Key, SecretName, Username, written
from config.model.regions import Region
from config.model.secrets import SecretReference
from config.model.tags import TagKey, TagValue
from config.rules import clients as client_rules
from config.rules import roles as role_rules
from config.rules import users
from config.rules.user_pool import MAX_SCHEMA_ENTRIES


def setting(model: type[BaseModel], name: str) -> Any:
    """The type of a field, with its constraints."""
    return Annotated[model.model_fields[name].annotation, model.model_fields[name]]


def takes(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def choices(annotation: Any) -> set[str]:
    """Every string of every Literal within a type."""
    if isinstance(annotation, str):
        return {annotation}
    return {choice for part in get_args(annotation) for choice in choices(part)}


@pytest.mark.parametrize(
    ("kind", "api"),
    [
        (setting(user_pool.PasswordPolicy, "minimum_length"), "PasswordPolicyMinLengthType"),
        (setting(user_pool.PasswordPolicy, "password_history_size"), "PasswordHistorySizeType"),
        (setting(user_pool.PasswordPolicy, "temporary_password_validity_days"), "TemporaryPasswordValidityDaysType"),
        (setting(clients.RefreshTokenRotation, "retry_grace_period_seconds"), "RetryGracePeriodSecondsType"),
        (setting(groups.Group, "precedence"), "PrecedenceType"),
    ],
)
def test_takes_no_number_that_the_api_refuses(kind: Any, api: str) -> None:
    low, high = (shape(api).metadata.get(bound) for bound in ("min", "max"))
    if high is None:
        stated = "maximum <code>Precedence</code> value is <code>2^31-1</code>"
        assert stated in shape("CreateGroupRequest").members["Precedence"].documentation
        high = 2**31 - 1
    assert takes(kind, high)
    assert not takes(kind, high + 1)
    assert not takes(kind, low - 1)


@pytest.mark.parametrize(
    ("key", "unit", "api"),
    [
        ("access_token_validity", timedelta(seconds=1), "AccessTokenValidityType"),
        ("id_token_validity", timedelta(seconds=1), "IdTokenValidityType"),
        ("refresh_token_validity", timedelta(seconds=1), "RefreshTokenValidityType"),
        ("auth_session_validity", timedelta(minutes=1), "AuthSessionValidityType"),
    ],
)
def test_takes_no_validity_that_the_api_refuses(key: str, unit: timedelta, api: str) -> None:
    def violations(validity: timedelta) -> list[str]:
        settings = {"web": {key: written(validity)}}
        environment = Environment.model_validate({"name": "dev", "region": "eu-west-1", "clients": settings})
        return [violation.what for violation in rules.check(environment)]

    low, high = (shape(api).metadata[bound] * unit for bound in ("min", "max"))
    assert violations(high) == []
    assert violations(high + timedelta(minutes=1))
    assert violations(max(low - unit, timedelta(0)))


@pytest.mark.parametrize(
    ("kind", "item", "api"),
    [
        (setting(clients.OAuth, "callback_urls"), "https://example.com/", "CallbackURLsListType"),
        (setting(clients.OAuth, "logout_urls"), "https://example.com/", "LogoutURLsListType"),
        (setting(clients.OAuth, "scopes"), "openid", "ScopeListType"),
        (setting(identity_providers.Saml, "idp_identifiers"), "example.com", "IdpIdentifiersListType"),
        (threat_protection.IpRanges, "192.0.2.0/24", "BlockedIPRangeListType"),
        (threat_protection.IpRanges, "192.0.2.0/24", "SkippedIPRangeListType"),
    ],
)
def test_takes_no_list_longer_than_the_api_does(kind: Any, item: str, api: str) -> None:
    longest = shape(api).metadata["max"]
    assert takes(kind, (item,) * longest)
    assert not takes(kind, (item,) * (longest + 1))


def test_rules_know_the_limits_of_the_api() -> None:
    assert shape("SchemaAttributesListType").metadata["max"] == MAX_SCHEMA_ENTRIES
    assert shape("AttributeValueType").metadata["max"] == users.MAX_VALUE_LENGTH
    assert shape("cognito-identity.RoleMappingMap").metadata["max"] == role_rules.MAX_ROLE_MAPPINGS
    assert "can have as many as 50 tags" in service("cognito-idp").operation_model("TagResource").documentation
    assert not takes(setting(Environment, "tags"), {f"t{number}": "" for number in range(51)})


def test_knows_the_scope_that_registers_clients() -> None:
    assert f"<code>{client_rules.REGISTER}</code> scope" in shape("DcrConfigurationType").documentation


def arn(identity: str) -> str:
    return f"arn:aws:ses:eu-west-1:111111111111:identity/{identity}"


def as_it_is(text: str) -> str:
    return text


CERTIFICATE = "arn:aws:acm:us-east-1:111111111111:certificate/0a-1b"
PROJECT = "arn:aws:mobiletargeting:eu-west-1:111111111111:apps/0a1b"
CODE, INVITATION = "Use {####}", "Be {username} with {####}"
TEXTS: list[tuple[Any, str, str, Callable[[str], str]]] = [
    (setting(user_pool.UserPool, "name"), "UserPoolNameType", "My pool", as_it_is),
    (setting(clients.Client, "name"), "ClientNameType", "My app", as_it_is),
    (setting(identity_pool.IdentityPool, "name"), "cognito-identity.IdentityPoolName", "My pool", as_it_is),
    (identity_pool.Claim, "cognito-identity.ClaimName", "custom:team", as_it_is),
    (setting(identity_pool.MappingRule, "value"), "cognito-identity.ClaimValue", "audit", as_it_is),
    (identity_pool.TagName, "iam.tagKeyType", "team", as_it_is),
    (setting(logins.DeveloperProvider, "name"), "cognito-identity.DeveloperProviderName", "login.example", as_it_is),
    (logins.AppId, "cognito-identity.IdentityProviderId", "com.example.app", as_it_is),
    (setting(sync.CognitoStreams, "stream_name"), "kinesis.StreamName", "changes", as_it_is),
    (setting(roles.OwnItems, "table"), "dynamodb.TableName", "notes", as_it_is),
    (setting(logins.SamlProvider, "name"), "iam.SAMLProviderNameType", "agency", as_it_is),
    (setting(logins.OidcProvider, "url"), "iam.OpenIDConnectProviderUrlType", "https://example.com/a", as_it_is),
    (setting(roles.NamedRole, "description"), "iam.roleDescriptionType", "Those who may", as_it_is),
    (user_pool.CustomAttributeName, "CustomAttributeNameType", "tenant", as_it_is),
    (Key, "GroupNameType", "admins", as_it_is),
    (groups.GroupName, "GroupNameType", "eu_Admins!", as_it_is),
    (setting(groups.Group, "description"), "DescriptionType", "Those who may", as_it_is),
    (Username, "UsernameType", "alice", as_it_is),
    (user_pool.RelyingPartyId, "RelyingPartyIdType", "example.com", as_it_is),
    (clients.Url, "RedirectUrlType", "https://example.com/", as_it_is),
    (clients.Scope, "ScopeType", "openid", as_it_is),
    (clients.AttributeName, "ClientPermissionType", "custom:tenant", as_it_is),
    (setting(domain.Domain, "prefix"), "DomainType", "my-domain", as_it_is),
    (setting(domain.CustomDomain, "certificate_arn"), "ArnType", CERTIFICATE, as_it_is),
    (setting(domain.Failover, "primary_route53_health_check_id"), "HealthCheckIdType", "ab-12", as_it_is),
    (identity_providers.ProviderName, "ProviderNameTypeV2", "My.Idp-1", as_it_is),
    (identity_providers.IdpIdentifier, "IdpIdentifierType", "example.com", as_it_is),
    (clients.AttributeName, "AttributeMappingKeyType", "custom:tenant", as_it_is),
    (identity_providers.Claim, "StringType", "email", as_it_is),
    (setting(resource_servers.ResourceServer, "identifier"), "ResourceServerIdentifierType", "https://a.b", as_it_is),
    (setting(resource_servers.ResourceServer, "name"), "ResourceServerNameType", "My API", as_it_is),
    (resource_servers.ScopeName, "ResourceServerScopeNameType", "orders.read", as_it_is),
    (resource_servers.ScopeDescription, "ResourceServerScopeDescriptionType", "See orders", as_it_is),
    (HttpsUrl, "LinkUrlType", "https://example.com/", as_it_is),
    (setting(clients.Analytics, "application_arn"), "ArnType", PROJECT, as_it_is),
    (setting(clients.Analytics, "application_id"), "HexStringType", "0a1b", as_it_is),
    (setting(clients.Analytics, "role_arn"), "ArnType", "arn:aws:iam::111111111111:role/a", as_it_is),
    (setting(clients.Analytics, "external_id"), "StringType", "gatehouse", as_it_is),
    (messages.Subject, "EmailVerificationSubjectType", "Welcome", as_it_is),
    (messages.Subject, "EmailVerificationSubjectByLinkType", "Welcome", as_it_is),
    (messages.Subject, "EmailMfaSubjectType", "Welcome", as_it_is),
    (messages.CodeEmail, "EmailVerificationMessageType", CODE, as_it_is),
    (messages.CodeEmail, "EmailMfaMessageType", CODE, as_it_is),
    (messages.LinkEmail, "EmailVerificationMessageByLinkType", "Go {##there##}", as_it_is),
    (messages.CodeSms, "SmsVerificationMessageType", CODE, as_it_is),
    (messages.InviteEmail, "EmailInviteMessageType", INVITATION, as_it_is),
    (messages.InviteSms, "SmsInviteMessageType", INVITATION, as_it_is),
    (EmailAddress, "EmailAddressType", "no-reply@example.com", as_it_is),
    (
        setting(messages.EumsSms, "origination_identity"),
        "ArnType",
        "arn:aws:sms-voice:eu-west-1:111111111111:pool/a",
        as_it_is,
    ),
    (messages.Subject, "EmailNotificationSubjectType", "Hello", as_it_is),
    (messages.NotificationBody, "EmailNotificationBodyType", "Hello you", as_it_is),
    (arns.LogGroupArn, "ArnType", "arn:aws:logs:eu-west-1:111111111111:log-group:/a/b", as_it_is),
    (arns.DestinationArn, "S3ArnType", "arn:aws:s3:::sign-ins", as_it_is),
    (setting(messages.Ses, "configuration_set"), "SESConfigurationSet", "cognito", as_it_is),
    (setting(messages.Ses, "identity"), "ArnType", "example.com", arn),
    (TagKey, "TagKeysType", "team", as_it_is),
    (TagValue, "TagValueType", "blue", as_it_is),
    (TagKey, "iam.tagKeyType", "team", as_it_is),
    (TagValue, "iam.tagValueType", "blue", as_it_is),
    (SecretName, "secretsmanager.NameType", "my/secret", as_it_is),
    (setting(SecretReference, "version"), "secretsmanager.SecretVersionIdType", 4 * "89ab-def", as_it_is),
]
"""A type of ours, the API's, a value that both take, and what becomes of it."""

LATIN = [chr(code) for code in range(256)]
BY_CATEGORY = {unicodedata.category(chr(code)): chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000}
CHARACTERS = [*LATIN, "\u2028", "\u200d", "\ufe0f", "\u00a0", *BY_CATEGORY.values()]


@pytest.mark.parametrize(("kind", "api", "sample", "becomes"), TEXTS, ids=[row[1] for row in TEXTS])
def test_takes_no_text_that_the_api_refuses(kind: Any, api: str, sample: str, becomes: Callable[[str], str]) -> None:
    adapter, theirs = TypeAdapter(kind), shape(api)
    half = len(sample) // 2
    variants = {
        sample,
        "",
        *(sample[:at] + character + sample[at:] for at in (0, half, len(sample)) for character in CHARACTERS),
        *(sample[:half] + sample[half] * more + sample[half:] for more in (64, 128, 256, 512, 2048, 20000)),
        *(sample[:-less] for less in range(1, len(sample))),
    }
    taken = []
    for text in variants:
        try:
            adapter.validate_python(text)
        except ValidationError:
            continue
        taken.append(text)
    assert sample in taken
    assert [text for text in taken if not api_takes(theirs, becomes(text))] == []


OF_OUR_OWN = {"guests_are_asked_for", "login_names_differ", "verify_has_a_client", "logical_ids_differ"}
"""Rules between keys of these files alone."""


USER_POOLS = {*service("cognito-idp").operation_names, *service("cognito-idp").shape_names}


def cited(source: str) -> list[tuple[str, list[str]]]:
    """(CreateUserPool: Schema) -> CreateUserPool, [Schema]; (AttributeType) -> AttributeType, []."""
    found = []
    for text in re.findall(r"\(([A-Z][^()]*)\)", " ".join(source.split())):
        name, _, members = text.partition(": ")
        found += [(name, members.split(", "))] if members else [(part, []) for part in name.split(", ")]
    return found


SOURCES = {
    **{function.__name__: function.__doc__ or "" for function in (*rules.ALL, *advice.ALL)},
    **{need.what: need.source for need in plans.NEEDS},
}


@pytest.mark.parametrize("name", SOURCES.keys() - OF_OUR_OWN)
def test_every_rule_cites_an_address_or_what_the_api_documents(name: str) -> None:
    assert cited(SOURCES[name]) or "https://" in SOURCES[name]
    for operation, members in cited(SOURCES[name]):
        api = service("cognito-idp" if operation in USER_POOLS else "cognito-identity")
        known = api.operation_model(operation).input_shape if operation in api.operation_names else None
        structure = known or api.shape_for(operation)
        assert [member for member in members if member not in structure.members] == []


def regions(partition: str) -> set[str]:
    there = botocore.session.get_session().get_available_regions("cognito-idp", partition)
    return {region for region in there if not region.startswith("fips-")}


def test_knows_every_region_that_has_user_pools() -> None:
    assert choices(Region) == regions("aws")


def test_tells_every_region_of_another_partition_as_such() -> None:
    elsewhere = {
        region
        for partition in set(botocore.session.get_session().get_available_partitions()) - {"aws"}
        for region in {*regions(partition), *botocore.session.get_session().get_available_regions("ec2", partition)}
    }
    assert {"cn-north-1", "us-gov-west-1", "eusc-de-east-1"} <= elsewhere
    for region in elsewhere:
        with pytest.raises(ValidationError, match="another partition"):
            TypeAdapter(Region).validate_python(region)
