"""Cognito's settings in memory, driven by botocore's model: a request is judged by it, an answer has to fit it.

What a request leaves out falls back to a default, as in the service; `KEPT` is what was measured, or documented, to
stay. Behind it stands the real `Api`, so that errors arrive as they do from botocore.
"""
# ruff: noqa: N803 - members have the API's names

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError
from botocore.paginate import Paginator
from botocore.validate import ParamValidator

from custom_resources.aws import Api
from fake_imports import FakeImports, Jobs, ServiceError
from fake_users import FakeUsers
from model import example, unknown, violations

POOL, OTHER_POOL = "eu-central-1_Ab1", "eu-central-1_Cd2"
KEPT = {"DcrConfiguration", "MfaConfiguration", "Policies", "PoolName", "UserPoolTier"}
TWINS = {"EmailVerificationMessage", "EmailVerificationSubject", "SmsVerificationMessage"}
DCR_DEFAULTS = {
    "EnableStatus": "Enabled",
    "OpenDcrEnabled": False,
    "AuthenticatedGrantTypes": ["code", "client_credentials"],
    "OpenDcrGrantTypes": ["code"],
    "AllowedScopes": [],
}
ACR_NAMES = {f"Level{number}": {"AcrValue": f"urn:cognito:loa:{number}"} for number in range(1, 5)}
SCHEMA = [
    {"Name": "sub", "AttributeDataType": "String", "Required": True},
    {"Name": "name", "AttributeDataType": "String", "Required": True},
    {
        "Name": "custom:tenant",
        "AttributeDataType": "String",
        "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "8"},
    },
]
READING = ("AdminGet", "AdminList", "Describe", "Get", "List")
NAMED_BY = {"UserPoolId": "userpool", "SecretId": "secret", "Name": "parameter"}
"""What IAM knows a resource by, in a request -> its kind."""
ALSO_ASKED = {
    "UserPoolTags": ("cognito-idp:TagResource", "userpool"),
    "AnalyticsConfiguration": ("iam:PassRole", "role"),
    "SmsConfiguration": ("iam:PassRole", "role"),
    "CloudWatchLogsRoleArn": ("iam:PassRole", "role"),
}
"""What a member needs besides the operation that takes it."""


class SentTwice(Exception):  # noqa: N818 - a fault raises it: the client got no answer, and asks again by itself
    """As botocore does, and then the answer is that to the second request."""


@functools.cache
def service_model(service: str) -> Any:
    return botocore.session.Session().get_service_model(service)


@functools.cache
def paginators(service: str) -> Any:
    return botocore.session.Session().get_paginator_model(service)


def full_pool() -> dict[str, Any]:
    """Every setting that UpdateUserPool knows, in use, and no custom resource at work."""
    settings = example(service_model("cognito-idp").operation_model("UpdateUserPool").input_shape)
    for name in ("UserPoolId", "DcrConfiguration", "AcrConfiguration"):
        settings.pop(name)
    settings["UserPoolTier"] = "ESSENTIALS"
    settings["UserPoolTags"] = {"application": "gatehouse", "aws:cloudformation:stack-name": "gatehouse-dev"}
    return settings


def full_provider() -> dict[str, Any]:
    """An OIDC provider with every setting that UpdateIdentityProvider knows, but what custom resources set."""
    settings = example(service_model("cognito-idp").operation_model("UpdateIdentityProvider").input_shape)
    return {name: value for name, value in settings.items() if name not in {"UserPoolId", "ProviderName", "AcrMapping"}}


def full_client() -> dict[str, Any]:
    """An app client with every setting that UpdateUserPoolClient knows, but what custom resources set."""
    settings = example(service_model("cognito-idp").operation_model("UpdateUserPoolClient").input_shape)
    known = {name: value for name, value in settings.items() if name not in {"UserPoolId", "ClientId"}}
    return known | {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}


def terms() -> dict[str, Any]:
    links = {"cognito:default": "https://example.org/terms", "cognito:german": "https://example.org/de/terms"}
    return {"TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE", "Links": links}


CLIENTS, PROVIDERS = ("web1", "app2"), ("Okta", "Azure")
TERMS_ID = "11111111-1111-4111-8111-111111111111"
NO_SESSIONS = {"UserSessionTracking": "DISABLED", "TokenSession": {"MaxPerUser": 20}}


@dataclass
class Pool:
    """`clients`: the session configuration of each."""

    settings: dict[str, Any] = field(default_factory=full_pool)
    sessions: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(NO_SESSIONS))
    clients: dict[str, Any] = field(
        default_factory=lambda: {key: {"SSOSession": {"MaxValidityMinutes": 60}} for key in CLIENTS}
    )
    apps: dict[str, Any] = field(default_factory=lambda: {key: full_client() for key in CLIENTS})
    terms: dict[str, Any] = field(default_factory=lambda: {TERMS_ID: terms()})
    providers: dict[str, Any] = field(default_factory=lambda: {name: full_provider() for name in PROVIDERS})
    looks: dict[str, dict[str, str]] = field(default_factory=lambda: {"ALL": {"CSS": ".logo {}"}})
    """Of the classic pages, by client."""
    domain: str = "ACTIVE"
    modified: int = 0


@dataclass
class FakeCognito(FakeUsers, FakeImports):
    """All of it. `asked`: the actions that IAM had to allow so far, each with the kind of resource."""

    pools: dict[str, Pool] = field(default_factory=lambda: {POOL: Pool(), OTHER_POOL: Pool()})
    limits: dict[str, dict[str, int]] = field(
        default_factory=lambda: {
            "UserAuthentication": {"default": 120, "provisioned": 150, "maximum": 500},
            "UserCreation": {"default": 50, "provisioned": 50, "maximum": 60},
        }
    )
    sms: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            "eu-west-1": {"MonthlySpendLimit": "1", "DeliveryStatusSuccessSamplingRate": "10"},
            "us-east-1": {"MonthlySpendLimit": "1", "DefaultSMSType": "Promotional"},
        }
    )
    """What SNS knows, by Region."""
    parameters: dict[tuple[str, str], str] = field(default_factory=dict)
    """Of SSM, by Region and name."""
    latency: Callable[[], None] = lambda: None
    image_stays: bool = False
    """Whether SetUICustomization keeps an image that is left out. Both have been told of it."""
    spoil: Callable[[dict[str, Any]], None] = lambda _settings: None
    """What an update does besides what it was asked for."""

    def api(self, service: str = "cognito-idp", region: str = "eu-central-1") -> Api:
        return Api(_Client(self, service, region))

    def vanish(self) -> None:
        """All is gone, and nobody's any more."""
        self.pools.clear()
        self.imports.clear()
        self.users.clear()
        self.parameters.clear()

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if not call.startswith(READING)]

    def state(self) -> Any:
        """All that there is, but for counters."""
        pools = {key: replace(pool, modified=0) for key, pool in self.pools.items()}
        imports = {key: jobs for key, jobs in self.imports.items() if jobs != Jobs()}
        objects = {"pools": pools, "imports": imports, "users": self.users}
        rest = {"limits": self.limits, "sms": self.sms, "parameters": self.parameters}
        parts = {name: {key: asdict(each) for key, each in of.items()} for name, of in objects.items()}
        return parts | copy.deepcopy(rest)

    def call(self, service: str, region: str, operation: str, members: dict[str, Any]) -> dict[str, Any]:
        """One request, from validation to answer."""
        self.region = region
        self.calls.append(operation)
        kind = next((kind for name, kind in NAMED_BY.items() if name in members), "*")
        self.asked |= {(f"{service}:{operation}", kind), *(ALSO_ASKED[name] for name in ALSO_ASKED if name in members)}
        self.latency()
        self.fault(operation, "before")
        shapes = service_model(service).operation_model(operation)
        wrong = ParamValidator().validate(members, shapes.input_shape)
        if wrong.has_errors():
            raise ParamValidationError(report=wrong.generate_report())
        try:
            self._judge(members, shapes.input_shape)
            answer: dict[str, Any] = (
                copy.deepcopy(getattr(self, f"_{xform_name(operation)}")(**copy.deepcopy(members))) or {}
            )
        except ServiceError as error:
            response: Any = {
                "Error": {"Code": error.code, "Message": str(error)},
                "ResponseMetadata": {"HTTPStatusCode": error.status},
            }
            raise ClientError(response, operation) from error
        assert not answer or list(unknown(answer, shapes.output_shape)) == []
        try:
            self.fault(operation, "after")
        except SentTwice:
            return self.call(service, region, operation, members)
        return answer | {"ResponseMetadata": {"HTTPStatusCode": 200}}

    def _judge(self, members: dict[str, Any], shape: Any) -> None:
        for text in violations(members, shape):
            raise ServiceError("InvalidParameterException", text)

    # User pools

    def _pool(self, key: str) -> Pool:
        if key not in self.pools:
            raise ServiceError("ResourceNotFoundException", f"User pool {key} does not exist.")
        return self.pools[key]

    def _describe_user_pool(self, UserPoolId: str) -> dict[str, Any]:
        pool = self._pool(UserPoolId)
        settings = dict(pool.settings)
        name = settings.pop("PoolName")
        fixed = {"Id": UserPoolId, "Name": name, "Arn": f"arn:aws:cognito-idp:::{UserPoolId}", "Domain": "example"}
        if not settings["UserPoolTags"]:
            del settings["UserPoolTags"]
        settings["AcrConfiguration"] = ACR_NAMES | settings.get("AcrConfiguration", {})
        return {"UserPool": settings | fixed | {"EstimatedNumberOfUsers": pool.modified, "SchemaAttributes": SCHEMA}}

    def _update_user_pool(self, UserPoolId: str, **given: Any) -> None:
        pool = self._pool(UserPoolId)
        self._refuse(given, given.get("UserPoolTier", pool.settings["UserPoolTier"]))
        kept = {name: value for name, value in pool.settings.items() if name in KEPT}
        system = {k: v for k, v in pool.settings["UserPoolTags"].items() if k.startswith("aws:")}
        settings = kept | given | {"UserPoolTags": given.get("UserPoolTags", {}) | system}
        twins = {name: pool.settings[name] for name in TWINS if name in pool.settings}
        days = pool.settings.get("AdminCreateUserConfig", {}).get("UnusedAccountValidityDays")
        if "VerificationMessageTemplate" in given:
            settings |= twins
        if "AdminCreateUserConfig" in given and days is not None:
            settings["AdminCreateUserConfig"] = given["AdminCreateUserConfig"] | {"UnusedAccountValidityDays": days}
        if "DcrConfiguration" in given:
            settings["DcrConfiguration"] = DCR_DEFAULTS | given["DcrConfiguration"]
        if not settings.get("AcrConfiguration"):
            settings.pop("AcrConfiguration", None)
        self.spoil(settings)
        pool.settings, pool.modified = copy.deepcopy(settings), pool.modified + 1

    def _refuse(self, given: dict[str, Any], tier: str) -> None:
        """As the service does. https://github.com/aws/aws-cli/issues/3302"""
        policy = given.get("Policies", {}).get("PasswordPolicy", {})
        invitation = given.get("AdminCreateUserConfig", {})
        levels = ACR_NAMES | given.get("AcrConfiguration", {})
        acr = {level: each["AcrValue"] for level, each in levels.items()}
        needs_plan = given.get("AcrConfiguration") or "Enabled" in given.get("DcrConfiguration", {"": ""}).get(
            "EnableStatus", "Enabled" if "DcrConfiguration" in given else ""
        )
        wrong = {
            "Please use TemporaryPasswordValidityDays": "TemporaryPasswordValidityDays" in policy
            and "UnusedAccountValidityDays" in invitation,
            "aws: is reserved": any(key.startswith("aws:") for key in given.get("UserPoolTags", {})),
            "use VerificationMessageTemplate": TWINS & given.keys() and "VerificationMessageTemplate" in given,
            "ACR values must be unique": len(set(acr.values())) < len(acr),
        }
        for text, is_wrong in wrong.items():
            if is_wrong:
                raise ServiceError("InvalidParameterException", text)
        if tier == "LITE" and needs_plan:
            raise ServiceError("FeatureUnavailableInTierException", "This feature is not available in LITE.")

    # Identity providers

    def _provider(self, pool: str, name: str) -> dict[str, Any]:
        providers = self._pool(pool).providers
        if name not in providers:
            raise ServiceError("ResourceNotFoundException", f"Identity provider {name} does not exist.")
        found: dict[str, Any] = providers[name]
        return found

    def _describe_identity_provider(self, UserPoolId: str, ProviderName: str) -> dict[str, Any]:
        found = self._provider(UserPoolId, ProviderName)
        return {"IdentityProvider": found | {"ProviderName": ProviderName, "ProviderType": "OIDC"}}

    def _update_identity_provider(
        self,
        UserPoolId: str,
        ProviderName: str,
        **given: Any,
    ) -> dict[str, Any]:
        found = self._provider(UserPoolId, ProviderName)
        settings = {"ProviderDetails": found["ProviderDetails"]} | given
        if not settings.get("AcrMapping"):
            settings.pop("AcrMapping", None)
        self.pools[UserPoolId].providers[ProviderName] = settings
        return self._describe_identity_provider(UserPoolId, ProviderName)

    # App clients and their terms

    def _settings(self, pool: str, kind: str, key: str) -> dict[str, Any]:
        """Of one object in a pool."""
        objects: dict[str, dict[str, Any]] = getattr(self._pool(pool), kind)
        if key not in objects:
            raise ServiceError("ResourceNotFoundException", f"{key} does not exist.")
        return objects[key]

    def _describe_user_pool_client(self, UserPoolId: str, ClientId: str) -> dict[str, Any]:
        found = self._settings(UserPoolId, "apps", ClientId)
        return {"UserPoolClient": found | {"UserPoolId": UserPoolId, "ClientId": ClientId}}

    def _update_user_pool_client(self, UserPoolId: str, ClientId: str, **given: Any) -> dict[str, Any]:
        self._settings(UserPoolId, "apps", ClientId)
        exchanges = any(flow.startswith("ALLOW_TOKEN_EXCHANGE") for flow in given.get("ExplicitAuthFlows", ()))
        if exchanges and self.pools[UserPoolId].settings["UserPoolTier"] == "LITE":
            raise ServiceError("FeatureUnavailableInTierException", "This feature is not available in LITE.")
        self.spoil(given)
        self.pools[UserPoolId].apps[ClientId] = given
        return self._describe_user_pool_client(UserPoolId, ClientId)

    def _describe_terms(self, UserPoolId: str, TermsId: str) -> dict[str, Any]:
        found = self._settings(UserPoolId, "terms", TermsId)
        times = dict.fromkeys(("CreationDate", "LastModifiedDate"), 0)
        return {"Terms": found | times | {"UserPoolId": UserPoolId, "TermsId": TermsId, "ClientId": "web1"}}

    def _update_terms(self, UserPoolId: str, TermsId: str, **given: Any) -> dict[str, Any]:
        self._settings(UserPoolId, "terms", TermsId)
        self.spoil(given)
        self.pools[UserPoolId].terms[TermsId] = given
        return self._describe_terms(UserPoolId, TermsId)

    # Sessions

    def _get_user_pool_session_configuration(self, UserPoolId: str) -> dict[str, Any]:
        return self._pool(UserPoolId).sessions | {"UserPoolId": UserPoolId}

    def _set_user_pool_session_configuration(self, UserPoolId: str, **given: Any) -> dict[str, Any]:
        pool = self._pool(UserPoolId)
        if pool.settings["UserPoolTier"] == "LITE":
            raise ServiceError("FeatureUnavailableInTierException", "This feature is not available in LITE.")
        pool.sessions = given
        return given

    def _client(self, pool: str, key: str) -> dict[str, Any]:
        if key not in self._pool(pool).clients:
            raise ServiceError("ResourceNotFoundException", f"Client {key} does not exist.")
        found: dict[str, Any] = self.pools[pool].clients[key]
        return found

    def _get_user_pool_client_session_configuration(self, UserPoolId: str, ClientId: str) -> dict[str, Any]:
        return self._client(UserPoolId, ClientId)

    def _set_user_pool_client_session_configuration(
        self,
        UserPoolId: str,
        ClientId: str,
        **given: Any,
    ) -> dict[str, Any]:
        self._client(UserPoolId, ClientId)
        if self.pools[UserPoolId].sessions["UserSessionTracking"] == "DISABLED":
            raise ServiceError("OperationNotEnabledException", "Session tracking is not enabled.")
        self.pools[UserPoolId].clients[ClientId] = given
        return given

    # The classic pages

    def _describe_user_pool_domain(self, Domain: str) -> dict[str, Any]:
        pool = next((pool for key, pool in self.pools.items() if Domain == key.partition("_")[2].lower()), None)
        return {"DomainDescription": {"Domain": Domain, "Status": pool.domain} if pool else {}}

    def _get_ui_customization(self, UserPoolId: str, ClientId: str) -> dict[str, Any]:
        looks = self._pool(UserPoolId).looks
        key = ClientId if ClientId in looks else "ALL"
        return {"UICustomization": looks[key] | {"ClientId": key} if key in looks else {}}

    def _set_ui_customization(
        self, UserPoolId: str, ClientId: str, CSS: str = "", ImageFile: bytes = b""
    ) -> dict[str, Any]:
        pool = self._pool(UserPoolId)
        if pool.domain != "ACTIVE":
            raise ServiceError("InvalidParameterException", "There has to be an active domain.")
        image = f"https://example.com/{ImageFile.decode()}" if ImageFile else ""
        if self.image_stays and CSS:
            image = image or pool.looks.get(ClientId, {}).get("ImageUrl", "")
        look = {name: value for name, value in (("CSS", CSS), ("ImageUrl", image)) if value}
        pool.looks.pop(ClientId, None)
        self.spoil(look)
        if look:
            pool.looks[ClientId] = look
        return {"UICustomization": look}

    # The account

    def _limit(self, LimitDefinition: dict[str, Any]) -> dict[str, int]:
        category = LimitDefinition["Attributes"].get("Category")
        if category not in self.limits:
            raise ServiceError("InvalidParameterException", f"There is no category {category}.")
        return self.limits[category]

    def _get_provisioned_limit(self, LimitDefinition: dict[str, Any]) -> dict[str, Any]:
        limit = self._limit(LimitDefinition)
        values = {"ProvisionedLimitValue": limit["provisioned"], "FreeLimitValue": limit["default"]}
        return {"Limit": {"LimitDefinition": LimitDefinition} | values}

    def _update_provisioned_limit(self, LimitDefinition: dict[str, Any], RequestedLimitValue: int) -> dict[str, Any]:
        limit = self._limit(LimitDefinition)
        if RequestedLimitValue > limit["maximum"]:
            raise ServiceError("ServiceQuotaExceededException", "The value is above the maximum of the account.")
        if RequestedLimitValue < limit["default"]:
            raise ServiceError("InvalidParameterException", "The value is below the default.")
        limit["provisioned"] = RequestedLimitValue
        return self._get_provisioned_limit(LimitDefinition)

    def _get_sms_attributes(self) -> dict[str, Any]:
        return {"attributes": self.sms[self.region]}

    def _set_sms_attributes(self, attributes: dict[str, str]) -> None:
        if not attributes.get("MonthlySpendLimit", "1").isdigit():
            raise ServiceError("InvalidParameter", "Invalid parameter: MonthlySpendLimit")
        if "DeliveryStatusSuccessSamplingRate" in attributes:
            raise ServiceError("AuthorizationError", "User is not authorized to perform iam:PassRole")
        merged = self.sms[self.region] | attributes
        self.sms[self.region] = {name: value for name, value in merged.items() if value}

    def _get_parameter(self, Name: str) -> dict[str, Any]:
        if (self.region, Name) not in self.parameters:
            raise ServiceError("ParameterNotFound", "")
        return {"Parameter": {"Name": Name, "Value": self.parameters[self.region, Name]}}

    def _put_parameter(self, Name: str, Value: str, Type: str, Overwrite: bool) -> dict[str, Any]:
        if (self.region, Name) in self.parameters and not Overwrite:
            raise ServiceError("ParameterAlreadyExists", "The parameter already exists.")
        self.parameters[self.region, Name] = Value
        return {"Version": 1} if Type == "String" else {}

    def _delete_parameter(self, Name: str) -> None:
        if (self.region, Name) not in self.parameters:
            raise ServiceError("ParameterNotFound", "")
        del self.parameters[self.region, Name]


class _Client:
    """A botocore client, as far as `Api` looks."""

    def __init__(self, fake: FakeCognito, service: str, region: str) -> None:
        model = service_model(service)
        self.meta = type("Meta", (), {"service_model": model})
        self._operations = {xform_name(operation): operation for operation in model.operation_names}
        self._fake, self._at = fake, (service, region)

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        operation = self._operations[name]
        return lambda **members: self._fake.call(*self._at, operation, members)

    def get_paginator(self, name: str) -> Paginator:
        model = paginators(self._at[0]).get_paginator(self._operations[name])
        return Paginator(getattr(self, name), model, self.meta.service_model.operation_model(self._operations[name]))
