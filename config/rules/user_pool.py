"""Rules of the user pool's own settings."""

from __future__ import annotations

from collections.abc import Iterator

from config.model import Environment
from config.model.attributes import OWNER_ATTRIBUTE
from config.model.user_pool import NumberAttribute, StringAttribute
from config.rules.violation import Violation

POOL = ("user_pool",)


def one_kind_of_sign_in_name(environment: Environment) -> Iterator[Violation]:
    """AliasAttributes and UsernameAttributes exclude each other.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases"""
    sign_in = environment.user_pool.sign_in
    if sign_in.alias_attributes and sign_in.username_attributes:
        yield Violation(
            (*POOL, "sign_in", "alias_attributes"),
            f"{list(sign_in.alias_attributes)} can't be combined with username_attributes {list(sign_in.username_attributes)}",
            "keep username_attributes (instead of a username) or alias_attributes (besides one)",
        )


def recovery_is_possible(environment: Environment) -> Iterator[Violation]:
    """admin_only stands alone; any other way needs an attribute that users verify.
    https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html"""
    pool, path = environment.user_pool, (*POOL, "account_recovery")
    if not pool.account_recovery or len(set(pool.account_recovery)) < len(pool.account_recovery):
        yield Violation(
            path,
            f"{list(pool.account_recovery)} is empty or repeats itself",
            "write admin_only, verified_email or verified_phone_number, each once",
        )
    if "admin_only" in pool.account_recovery and len(pool.account_recovery) > 1:
        yield Violation(path, "admin_only can't be combined with another way", "write [admin_only], or leave it out")
    for way in pool.account_recovery:
        attribute = way.removeprefix("verified_")
        if way != "admin_only" and attribute not in pool.auto_verified_attributes:
            yield Violation(
                path,
                f"{way} needs {attribute} to be verified, and it is not",
                f"add {attribute} to user_pool.auto_verified_attributes",
            )


def updates_are_verified_where_sign_up_is(environment: Environment) -> Iterator[Violation]:
    """AttributesRequireVerificationBeforeUpdate may only list auto-verified attributes (UserAttributeUpdateSettingsType in
    Cognito's API reference)."""
    pool = environment.user_pool
    for attribute in pool.attributes_require_verification_before_update or ():
        if attribute not in pool.auto_verified_attributes:
            yield Violation(
                (*POOL, "attributes_require_verification_before_update"),
                f"{attribute} is not auto-verified, so it can't require verification",
                f"add {attribute} to user_pool.auto_verified_attributes, or remove it here",
            )


def mfa_has_a_factor(environment: Environment) -> Iterator[Violation]:
    """SetUserPoolMfaConfig refuses ON or OPTIONAL without a second factor."""
    mfa = environment.user_pool.mfa
    if mfa.configuration != "OFF" and not mfa.factors:
        yield Violation(
            (*POOL, "mfa", "factors"),
            f"is empty, and MFA is {mfa.configuration}",
            "name SOFTWARE_TOKEN_MFA, or set mfa.configuration to OFF",
        )


def plan_covers_settings(environment: Environment) -> Iterator[Violation]:
    """E-mail MFA, password history and choice-based sign-in need ESSENTIALS.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html"""
    pool = environment.user_pool
    if pool.feature_plan != "LITE":
        return
    beyond: list[tuple[tuple[str | int, ...], str]] = []
    if pool.mfa.configuration != "OFF" and "EMAIL_OTP" in pool.mfa.factors:
        beyond.append(((*POOL, "mfa", "factors"), "EMAIL_OTP"))
    if pool.password_policy.password_history_size:
        beyond.append(
            (
                (*POOL, "password_policy", "password_history_size"),
                f"password_history_size {pool.password_policy.password_history_size}",
            )
        )
    beyond += [
        (("clients", name, "auth_flows"), "ALLOW_USER_AUTH")
        for name, client in environment.clients.items()
        if "ALLOW_USER_AUTH" in client.auth_flows
    ]
    for path, setting in beyond:
        yield Violation(
            path,
            f"{setting} needs feature_plan ESSENTIALS, and this pool's is LITE",
            "set user_pool.feature_plan to ESSENTIALS, or leave this out",
        )


def custom_attribute_bounds(environment: Environment) -> Iterator[Violation]:
    """A constraint whose minimum is above its maximum admits no value; a pool has at most 50 custom attributes.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html"""
    attributes = environment.user_pool.custom_attributes
    for name, attribute in attributes.items():
        low: int | None = None
        high: int | None = None
        if isinstance(attribute, StringAttribute):
            low, high = attribute.min_length, attribute.max_length
        elif isinstance(attribute, NumberAttribute):
            low, high = attribute.min_value, attribute.max_value
        if low is not None and high is not None and low > high:
            yield Violation(
                (*POOL, "custom_attributes", name), f"has a minimum of {low} above its maximum of {high}", "swap them"
            )
        if name == OWNER_ATTRIBUTE:
            yield Violation(
                (*POOL, "custom_attributes", name),
                f"{name} is reserved: it marks the seed users",
                "choose another name",
            )
    if len(attributes) + 1 > MAX_CUSTOM_ATTRIBUTES:
        yield Violation(
            (*POOL, "custom_attributes"),
            f"has {len(attributes)} entries; a pool takes {MAX_CUSTOM_ATTRIBUTES}, of which seed users need one ({OWNER_ATTRIBUTE})",
            "remove some before the first deploy: afterwards none can be removed",
        )


MAX_CUSTOM_ATTRIBUTES = 50

RULES = (
    one_kind_of_sign_in_name,
    recovery_is_possible,
    updates_are_verified_where_sign_up_is,
    mfa_has_a_factor,
    plan_covers_settings,
    custom_attribute_bounds,
)
