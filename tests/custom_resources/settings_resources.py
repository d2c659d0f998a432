"""Every resource, and those that own settings of something bigger, as the contract and the state machine see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from custom_resources.account import claims, limit, sms
from custom_resources.account.claims import Claims
from custom_resources.account.limit import ProvisionedLimit
from custom_resources.account.resource import AccountSettings
from custom_resources.account.sms import SmsAccountSettings
from custom_resources.classic_logo import resource as classic_logo
from custom_resources.classic_logo.resource import ClassicLogo
from custom_resources.completion import Completed
from custom_resources.request import Properties
from custom_resources.session import resource as session
from custom_resources.session.resource import SessionConfiguration
from custom_resources.settings import Settings
from custom_resources.terms import resource as terms
from custom_resources.token_exchange import resource as token_exchange
from custom_resources.user_pool import acr, client_registration
from custom_resources.user_pool.acr import AcrConfiguration
from custom_resources.user_pool.client_registration import ClientRegistration
from fake_cognito import ACR_NAMES, DCR_DEFAULTS, NO_SESSIONS, OTHER_POOL, POOL, TERMS_ID, FakeCognito
from subject import Subject, Wish
from user_resources import PUBLISHED, USER, USER_IMPORT


def _dcr(**changes: Any) -> Wish:
    block = {"EnableStatus": "Enabled", "OpenDcrEnabled": "false", "AuthenticatedGrantTypes": ["code"]}
    return {"UserPoolId": POOL, "DcrConfiguration": block | changes}


def _dcr_as_wished(fake: FakeCognito, properties: Properties) -> bool:
    declared = dict(properties["DcrConfiguration"])
    declared["OpenDcrEnabled"] = declared["OpenDcrEnabled"] == "true"
    return bool(fake.pools[properties["UserPoolId"]].settings.get("DcrConfiguration") == DCR_DEFAULTS | declared)


def _dcr_is_gone(fake: FakeCognito, properties: Properties) -> bool:
    block = fake.pools[properties["UserPoolId"]].settings.get("DcrConfiguration", {"EnableStatus": "Disabled"})
    return bool(block["EnableStatus"] == "Disabled")


def _dcr_own(state: Any) -> None:
    for pool in state["pools"].values():
        pool["settings"].pop("DcrConfiguration", None)


def _dcr_drift(fake: FakeCognito) -> None:
    fake.pools[POOL].settings["DcrConfiguration"] = DCR_DEFAULTS | {"OpenDcrEnabled": True}


CLIENT_REGISTRATION = Subject(
    name="CognitoDynamicClientRegistration",
    declared=client_registration.ACTIONS,
    make=lambda fake: Settings(ClientRegistration(fake.api())),
    wishes=(
        _dcr(),
        _dcr(OpenDcrEnabled="true", AllowedScopes=["notes/read"]),
        _dcr(AuthenticatedGrantTypes=[]),
        _dcr() | {"UserPoolId": OTHER_POOL},
    ),
    refused=(_dcr(EnableStatus="On"),),
    as_wished=_dcr_as_wished,
    is_gone=_dcr_is_gone,
    own=_dcr_own,
    drifts=(_dcr_drift,),
)


def _acr(**changes: Any) -> Wish:
    levels = {"Level1": {"AcrValue": "urn:bronze"}, "Level2": {"AcrValue": "urn:silver"}}
    return {"UserPoolId": POOL, "AcrConfiguration": levels} | changes


def _mapping(provider: str, value: str) -> dict[str, Any]:
    return {"ProviderName": provider, "AcrMapping": {"Level1": value}}


def _acr_as_wished(fake: FakeCognito, properties: Properties) -> bool:
    pool = fake.pools[properties["UserPoolId"]]
    mapped = {name: each["AcrMapping"] for name, each in pool.providers.items() if "AcrMapping" in each}
    declared = {each["ProviderName"]: each["AcrMapping"] for each in properties.get("IdentityProviders", ())}
    custom = {level: each for level, each in properties["AcrConfiguration"].items() if each != ACR_NAMES[level]}
    return mapped == declared and bool(pool.settings.get("AcrConfiguration", {}) == custom)


def _acr_own(state: Any) -> None:
    for pool in state["pools"].values():
        pool["settings"].pop("AcrConfiguration", None)
        for provider in pool["providers"].values():
            provider.pop("AcrMapping", None)


def _acr_drift(fake: FakeCognito) -> None:
    fake.pools[POOL].settings["AcrConfiguration"] = {"Level1": {"AcrValue": "urn:by-hand"}}


ACR = Subject(
    name="CognitoAcrConfiguration",
    declared=(*acr.ACTIONS, *acr.PROVIDER_ACTIONS),
    make=lambda fake: Settings(AcrConfiguration(fake.api())),
    wishes=(
        _acr(),
        _acr(AcrConfiguration={"Level2": {"AcrValue": "urn:gold"}}, IdentityProviders=[_mapping("Okta", "phr")]),
        _acr(IdentityProviders=[_mapping("Okta", "phrh"), _mapping("Azure", "mfa")]),
        _acr(AcrConfiguration={}, IdentityProviders=[_mapping("Azure", "mfa")]),
        _acr(AcrConfiguration={}),
        _acr(AcrConfiguration={"Level2": {"AcrValue": "urn:gold"}, "Level4": ACR_NAMES["Level4"]}),
        _acr(UserPoolId=OTHER_POOL),
    ),
    # Refused at the second provider, when the first is written.
    refused=(_acr(IdentityProviders=[_mapping("Okta", "phr"), _mapping("Azure", 65 * "x")]),),
    as_wished=_acr_as_wished,
    is_gone=lambda fake, properties: _acr_as_wished(
        fake, {**properties, "AcrConfiguration": {}, "IdentityProviders": ()}
    ),
    own=_acr_own,
    drifts=(_acr_drift,),
)


def _session(*clients: tuple[str, str], **changes: Any) -> Wish:
    return {
        "UserPoolId": POOL,
        "UserSessionTracking": "ENABLED",
        "TokenSession": {"MaxPerUser": "3"},
        "Clients": [{"ClientId": key, "SSOSession": {"MaxValidityMinutes": minutes}} for key, minutes in clients],
    } | changes


def _session_as_wished(fake: FakeCognito, properties: Properties) -> bool:
    pool = fake.pools[properties["UserPoolId"]]
    declared = {each["ClientId"]: int(each["SSOSession"]["MaxValidityMinutes"]) for each in properties["Clients"]}
    found = {key: each["SSOSession"]["MaxValidityMinutes"] for key, each in pool.clients.items()}
    tracking = {name: pool.sessions[name] for name in ("UserSessionTracking", "TokenSession")}
    return found == dict.fromkeys(pool.clients, 60) | declared and tracking == {
        "UserSessionTracking": properties["UserSessionTracking"],
        "TokenSession": {"MaxPerUser": int(properties["TokenSession"]["MaxPerUser"])},
    }


def _session_own(state: Any) -> None:
    for pool in state["pools"].values():
        del pool["sessions"], pool["clients"]


def _session_drift(fake: FakeCognito) -> None:
    fake.pools[POOL].sessions = dict(NO_SESSIONS)


SESSION = Subject(
    name="CognitoSessionConfiguration",
    declared=session.ACTIONS,
    make=lambda fake: Settings(SessionConfiguration(fake.api())),
    wishes=(
        _session(("web1", "0")),
        _session(("app2", "129600"), TokenSession={"MaxPerUser": "1"}),
        _session(),
        _session(UserSessionTracking="DISABLED"),
        _session(("web1", "5"), UserPoolId=OTHER_POOL),
    ),
    # Refused at the second client, when tracking is on and the first is written.
    refused=(_session(("web1", "1"), ("app2", "129601")),),
    as_wished=_session_as_wished,
    is_gone=lambda fake, properties: _session_as_wished(fake, {**properties, **NO_SESSIONS, "Clients": ()}),
    own=_session_own,
    drifts=(_session_drift,),
)


def _limit(value: str, category: str = "UserAuthentication") -> Wish:
    definition = {"LimitClass": "API_CATEGORY", "Attributes": {"Category": category}}
    return {"LimitDefinition": definition, "RequestedLimitValue": value}


def _category(properties: Properties) -> str:
    return str(properties["LimitDefinition"]["Attributes"]["Category"])


def _claimed(fake: FakeCognito, key: str) -> bool:
    return ("eu-central-1", f"/gatehouse-account/{key}") in fake.parameters


def _limit_as_wished(fake: FakeCognito, properties: Properties) -> bool:
    category = _category(properties)
    set_ = fake.limits[category]["provisioned"] == int(properties["RequestedLimitValue"])
    return set_ and _claimed(fake, f"provisioned-limit/{category}")


def _limit_is_gone(fake: FakeCognito, properties: Properties) -> bool:
    category = _category(properties)
    restored = fake.limits[category] == FakeCognito().limits[category]
    return restored and not _claimed(fake, f"provisioned-limit/{category}")


def _limit_own(state: Any) -> None:
    del state["parameters"]
    for each in state["limits"].values():
        del each["provisioned"]


def _limit_drift(fake: FakeCognito) -> None:
    fake.limits["UserAuthentication"]["provisioned"] = 130


LIMIT = Subject(
    name="CognitoProvisionedLimit",
    declared=(*limit.ACTIONS, *claims.ACTIONS),
    make=lambda fake: AccountSettings(ProvisionedLimit(fake.api()), Claims(fake.api("ssm"))),
    wishes=(_limit("200"), _limit("500"), _limit("120"), _limit("60", "UserCreation")),
    refused=(_limit("501"),),
    as_wished=_limit_as_wished,
    is_gone=_limit_is_gone,
    own=_limit_own,
    drifts=(_limit_drift,),
)


def _sms(region: str = "eu-west-1", **attributes: str) -> Wish:
    return {"SnsRegion": region, "attributes": attributes}


def _sms_as_wished(fake: FakeCognito, properties: Properties) -> bool:
    region = properties["SnsRegion"]
    others = {k: v for k, v in FakeCognito().sms[region].items() if k not in properties["attributes"]}
    if region == "eu-west-1" and "DefaultSMSType" in fake.sms[region]:
        others |= {"DefaultSMSType": "Promotional"}  # the default, and written: what was not there can't come back
    return fake.sms[region] == others | properties["attributes"] and _claimed(fake, f"sms/{region}")


def _sms_is_gone(fake: FakeCognito, properties: Properties) -> bool:
    region = properties["SnsRegion"]
    defaults = {"DefaultSMSType": "Promotional"}
    return fake.sms[region] | defaults == FakeCognito().sms[region] | defaults and not _claimed(fake, f"sms/{region}")


def _sms_own(state: Any) -> None:
    del state["parameters"]
    for attributes in state["sms"].values():
        for name in ("MonthlySpendLimit", "DefaultSenderID", "DefaultSMSType"):
            attributes.pop(name, None)


def _sms_drift(fake: FakeCognito) -> None:
    fake.sms["eu-west-1"]["MonthlySpendLimit"] = "9"


SMS = Subject(
    name="SmsAccountSettings",
    declared=(*sms.ACTIONS, *claims.ACTIONS),
    make=lambda fake: AccountSettings(
        SmsAccountSettings(lambda region: fake.api("sns", region)), Claims(fake.api("ssm"))
    ),
    wishes=(
        _sms(MonthlySpendLimit="50", DefaultSenderID="Example"),
        _sms(MonthlySpendLimit="20"),
        _sms(MonthlySpendLimit="50", DefaultSenderID="Example", DefaultSMSType="Transactional"),
        _sms("us-east-1", DefaultSMSType="Transactional"),
    ),
    refused=(_sms(MonthlySpendLimit="lots"),),
    as_wished=_sms_as_wished,
    is_gone=_sms_is_gone,
    own=_sms_own,
    drifts=(_sms_drift,),
)


EXCHANGES = {f"ALLOW_TOKEN_EXCHANGE_{kind}" for kind in ("DELEGATION", "IMPERSONATION")}


def _exchange(*kinds: str, client: str = "web1", **changes: Any) -> Wish:
    flows = [f"ALLOW_TOKEN_EXCHANGE_{kind}" for kind in kinds]
    return {"UserPoolId": POOL, "ClientId": client, "ExplicitAuthFlows": flows} | changes


def _flows(fake: FakeCognito, properties: Properties) -> set[str]:
    """By which the client exchanges tokens."""
    client = fake.pools[properties["UserPoolId"]].apps.get(properties["ClientId"], {})
    flows = client.get("ExplicitAuthFlows", ())
    return EXCHANGES & set(flows)


def _exchange_own(state: Any) -> None:
    for pool in state["pools"].values():
        for app in pool["apps"].values():
            app["ExplicitAuthFlows"] = [flow for flow in app["ExplicitAuthFlows"] if flow not in EXCHANGES]


def _exchange_drift(fake: FakeCognito) -> None:
    """As CloudFormation's own update does it."""
    fake.pools[POOL].apps["web1"]["ExplicitAuthFlows"] = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


def _somebody_renames_the_client(fake: FakeCognito) -> None:
    fake.pools[POOL].apps["web1"]["ClientName"] += "2"


TOKEN_EXCHANGE = Subject(
    name="CognitoTokenExchange",
    declared=token_exchange.ACTIONS,
    make=lambda fake: Settings(Completed(token_exchange.TOKEN_EXCHANGE, fake.api())),
    wishes=(
        _exchange("DELEGATION"),
        _exchange("IMPERSONATION", "DELEGATION"),
        _exchange("IMPERSONATION"),
        _exchange("DELEGATION", client="app2"),
    ),
    refused=(_exchange(ExplicitAuthFlows=["ALLOW_USER_AUTH"]), _exchange("DELEGATION", client="none")),
    as_wished=lambda fake, properties: _flows(fake, properties) == set(properties["ExplicitAuthFlows"]),
    is_gone=lambda fake, properties: not _flows(fake, properties),
    own=_exchange_own,
    drifts=(_exchange_drift,),
    meddle=_somebody_renames_the_client,
    also_writes="UpdateUserPoolClient",
)


def _dutch(address: str, **changes: Any) -> Wish:
    return {"UserPoolId": POOL, "TermsId": TERMS_ID, "Links": {"cognito:dutch": address}} | changes


def _in_dutch(fake: FakeCognito, properties: Properties) -> str | None:
    links: dict[str, str] = fake.pools[properties["UserPoolId"]].terms[properties["TermsId"]]["Links"]
    return links.get("cognito:dutch")


def _dutch_own(state: Any) -> None:
    for pool in state["pools"].values():
        for document in pool["terms"].values():
            document["Links"].pop("cognito:dutch", None)


def _somebody_moves_the_german_page(fake: FakeCognito) -> None:
    fake.pools[POOL].terms[TERMS_ID]["Links"]["cognito:german"] += "2"


TERMS_LINKS = Subject(
    name="CognitoTermsLinks",
    declared=terms.ACTIONS,
    make=lambda fake: Settings(Completed(terms.TERMS_LINKS, fake.api())),
    wishes=(
        _dutch("https://example.com/nl"),
        _dutch("https://example.com/nl/terms"),
        _dutch("https://example.com/nl", UserPoolId=OTHER_POOL),
    ),
    refused=(_dutch("x" * 1025), _dutch("x", Links={"cognito:german": "https://example.com/de"})),
    as_wished=lambda fake, properties: _in_dutch(fake, properties) == properties["Links"]["cognito:dutch"],
    is_gone=lambda fake, properties: _in_dutch(fake, properties) is None,
    own=_dutch_own,
    drifts=(lambda fake: fake.pools[POOL].terms[TERMS_ID]["Links"].pop("cognito:dutch"),),
    meddle=_somebody_moves_the_german_page,
    also_writes="UpdateTerms",
)


LOGOS = Path(__file__).parent / "logos"


def _logo(image: str = "one.png", **changes: Any) -> Wish:
    return {"UserPoolId": POOL, "ClientId": "ALL", "Domain": "ab1", "ImageFile": image} | changes


def _look(fake: FakeCognito, properties: Properties) -> dict[str, str]:
    return fake.pools[properties["UserPoolId"]].looks.get(properties["ClientId"], {})


def _logo_as_wished(fake: FakeCognito, properties: Properties) -> bool:
    image = (LOGOS / properties["ImageFile"]).read_text()
    return _look(fake, properties).get("ImageUrl") == f"https://example.com/{image}"


def _logo_own(state: Any) -> None:
    for pool in state["pools"].values():
        for look in pool["looks"].values():
            look.pop("ImageUrl", None)


def _logo_drift(fake: FakeCognito) -> None:
    fake.pools[POOL].looks["ALL"].pop("ImageUrl", None)


LOGO = Subject(
    name="CognitoClassicLogo",
    declared=(*classic_logo.ACTIONS, *classic_logo.DOMAIN_ACTIONS),
    make=lambda fake: ClassicLogo(fake.api(), LOGOS),
    wishes=(_logo(), _logo("two.png"), _logo(UserPoolId=OTHER_POOL, Domain="cd2")),
    refused=(_logo(Domain="nowhere"),),
    as_wished=_logo_as_wished,
    is_gone=lambda fake, properties: "ImageUrl" not in _look(fake, properties),
    own=_logo_own,
    drifts=(_logo_drift,),
    # What image is there cannot be read.
    repeats=lambda wanted, former: set() if former == wanted else {"SetUICustomization"},
    asks_again=True,
)

SUBJECTS = (
    *(ACR, CLIENT_REGISTRATION, SESSION, TOKEN_EXCHANGE, TERMS_LINKS, LIMIT, SMS, LOGO),
    *(USER, USER_IMPORT, PUBLISHED),
)
