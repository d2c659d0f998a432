"""The feature plan: which settings need which, and so the lowest that an environment can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.domain import MANAGED_LOGIN
from config.model.user_pool import FeaturePlan

PLANS: tuple[FeaturePlan, ...] = get_args(FeaturePlan)
"""From the cheapest to the dearest; each offers all of those before it."""


@dataclass(frozen=True)
class Need:
    """A setting that not every plan offers. `where`: each place where it may be, and whether it is in use there."""

    plan: FeaturePlan
    what: str
    where: Callable[[Environment], Mapping[KeyPath, object]]
    source: str
    besides: tuple[str, ...] = ()
    """Further keys, which rules refuse without it: they are told to need the plan, and no file can show it by them
    alone. NAME stands for any key of a mapping."""


@dataclass(frozen=True)
class Use:
    """A need that an environment has, and the place it comes from."""

    need: Need
    path: KeyPath


_PLANS_PAGE = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html"

NEEDS = (
    Need(
        "ESSENTIALS",
        "a password history",
        lambda environment: {
            ("user_pool", "password_policy", "password_history_size"): (
                environment.user_pool.password_policy.password_history_size
            )
        },
        _PLANS_PAGE,
    ),
    Need(
        "ESSENTIALS",
        "choice-based sign-in",
        lambda environment: {
            ("user_pool", "sign_in", "allowed_first_auth_factors"): (
                set(environment.user_pool.sign_in.allowed_first_auth_factors) != {"PASSWORD"}
            )
        },
        _PLANS_PAGE,
        ("user_pool.web_authn",),
    ),
    Need(
        "ESSENTIALS",
        "EMAIL_OTP",
        lambda environment: {("user_pool", "mfa", "factors"): "EMAIL_OTP" in environment.user_pool.mfa.active_factors},
        "(SetUserPoolMfaConfig: EmailMfaConfiguration)",
        ("user_pool.mfa.email_subject", "user_pool.mfa.email_message"),
    ),
    Need(
        "ESSENTIALS",
        "names of ACR levels",
        lambda environment: {("user_pool", "acr_configuration"): environment.user_pool.acr_configuration},
        "(UpdateUserPool: AcrConfiguration)",
    ),
    Need(
        "ESSENTIALS",
        "session tracking",
        lambda environment: {("user_pool", "user_session_tracking"): environment.user_pool.user_session_tracking},
        "(SetUserPoolSessionConfiguration: UserSessionTracking)",
        ("clients.NAME.sso_session_max_validity",),
    ),
    Need(
        "ESSENTIALS",
        "dynamic client registration",
        lambda environment: {("user_pool", "dcr_configuration"): environment.user_pool.dcr_configuration},
        "(UpdateUserPool: DcrConfiguration)",
    ),
    Need(
        "ESSENTIALS",
        "a change of access tokens (lambda_version V2_0, V3_0)",
        lambda environment: {
            ("triggers", "pre_token_generation", "lambda_version"): (
                environment.triggers.pre_token_generation
                and environment.triggers.pre_token_generation.lambda_version != "V1_0"
            )
        },
        _PLANS_PAGE,
    ),
    Need(
        "ESSENTIALS",
        "ALLOW_USER_AUTH",
        lambda environment: {
            ("clients", name, "auth_flows"): "ALLOW_USER_AUTH" in client.auth_flows
            for name, client in environment.clients.items()
        },
        "(CreateUserPoolClient: ExplicitAuthFlows)",
    ),
    Need(
        "ESSENTIALS",
        "token exchange",
        lambda environment: {
            ("clients", name, "auth_flows"): any("TOKEN_EXCHANGE" in flow for flow in client.auth_flows)
            for name, client in environment.clients.items()
        },
        "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-token-exchange.html",
    ),
    Need(
        "ESSENTIALS",
        "refresh token rotation",
        lambda environment: {
            ("clients", name, "refresh_token_rotation"): client.refresh_token_rotation
            for name, client in environment.clients.items()
        },
        "https://peterhallen.com/blog/amazon-cognito-refresh-token-rotation.html",
    ),
    Need(
        "ESSENTIALS",
        "managed login",
        lambda environment: {
            ("domain", "managed_login_version"): (
                environment.domain is not None and environment.domain.managed_login_version == MANAGED_LOGIN
            )
        },
        "(CreateUserPoolDomain: ManagedLoginVersion)",
        ("clients.NAME.managed_login_branding", "clients.NAME.terms"),
    ),
    Need(
        "ESSENTIALS",
        "a replica",
        lambda environment: {("replicas",): environment.replicas},
        "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-multi-region.html",
        ("domain.custom.failover",),
    ),
    Need(
        "PLUS",
        "threat protection",
        lambda environment: {("user_pool", "threat_protection"): environment.user_pool.threat_protection},
        "(CreateUserPool: UserPoolAddOns)",
        ("clients.NAME.risk_configuration",),
    ),
    Need(
        "PLUS",
        "a log of user_auth_events",
        lambda environment: {
            ("user_pool", "log_delivery", "user_auth_events"): (
                environment.user_pool.log_delivery and environment.user_pool.log_delivery.user_auth_events
            )
        },
        "(LogConfigurationType: EventSource)",
    ),
)
"""Everything that LITE does not offer."""


def uses(environment: Environment) -> Iterator[Use]:
    """Every setting in use that not every plan offers."""
    for need in NEEDS:
        with certain:
            yield from (Use(need, path) for path, used in need.where(environment).items() if used)


def lowest(environment: Environment) -> FeaturePlan:
    """The cheapest plan that offers everything in use."""
    return max((use.need.plan for use in uses(environment)), key=PLANS.index, default=PLANS[0])


def chosen(environment: Environment) -> FeaturePlan:
    """The plan to deploy: the one written, else the lowest."""
    return environment.user_pool.feature_plan or lowest(environment)
