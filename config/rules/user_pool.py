"""Rules of the user pool's own settings."""

from __future__ import annotations

from collections.abc import Iterator

from config.gaps import certain
from config.model import Environment
from config.model.attributes import OWNER_ATTRIBUTE, STANDARD_ATTRIBUTES, VERIFIED_FLAGS, StandardAttributeName
from config.model.user_pool import NumberAttribute, StringAttribute
from config.rules.violation import Violation

POOL = ("user_pool",)
MAX_SCHEMA_ENTRIES = 50


def one_kind_of_sign_in_name(environment: Environment) -> Iterator[Violation]:
    """AliasAttributes and UsernameAttributes exclude each other.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases"""
    sign_in = environment.user_pool.sign_in
    if sign_in.alias_attributes and sign_in.username_attributes:
        aliases, names = ", ".join(sign_in.alias_attributes), ", ".join(sign_in.username_attributes)
        yield Violation(
            (*POOL, "sign_in", "alias_attributes"),
            f"[{aliases}] can't be combined with username_attributes [{names}]",
            "keep username_attributes (instead of a username) or alias_attributes (besides one)",
        )


def required_attributes_can_be_given_at_sign_up(environment: Environment) -> Iterator[Violation]:
    """As an alias, preferred_username can only be set by a confirmed user, so nobody could sign up.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
    https://github.com/aws-amplify/amplify-js/issues/13724"""
    pool = environment.user_pool
    if pool.allow_admin_create_user_only or "preferred_username" not in pool.sign_in.alias_attributes:
        return
    attribute = pool.standard_attributes.get("preferred_username")
    if attribute and attribute.required:
        yield Violation(
            (*POOL, "standard_attributes", "preferred_username", "required"),
            "preferred_username is an alias here, which can't be given at sign-up, so it can't be required",
            "set it to false, or remove preferred_username from sign_in.alias_attributes",
        )


def recovery_is_possible(environment: Environment) -> Iterator[Violation]:
    """There is a way, and admin_only stands alone.
    https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html"""
    pool, path = environment.user_pool, (*POOL, "account_recovery")
    if not pool.account_recovery:
        yield Violation(
            path,
            "is empty",
            "write [admin_only], or verified_email and verified_phone_number",
        )
    if "admin_only" in pool.account_recovery and len(pool.account_recovery) > 1:
        yield Violation(path, "admin_only can't be combined with another way", "write [admin_only], or leave it out")


def recovery_differs_from_mfa(environment: Environment) -> Iterator[Violation]:
    """Who receives MFA codes by e-mail can't recover by e-mail, and likewise by SMS (CreateUserPool:
    AccountRecoverySetting). Cognito refuses a pool whose only way of recovery is also an MFA factor.
    https://github.com/hashicorp/terraform-provider-aws/issues/41049 https://github.com/aws/aws-cdk/issues/11478"""
    pool = environment.user_pool
    for way, factor in (("verified_email", "EMAIL_OTP"), ("verified_phone_number", "SMS_MFA")):
        if pool.account_recovery == (way,) and factor in pool.mfa.active_factors:
            yield Violation(
                (*POOL, "account_recovery"),
                f"{way} is the only way, and users with the MFA factor {factor} can't use it",
                f"add the other way, write [admin_only], or remove {factor} from mfa.factors",
            )


def updates_are_verified_where_sign_up_is(environment: Environment) -> Iterator[Violation]:
    """AttributesRequireVerificationBeforeUpdate may only list auto-verified attributes.
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html"""
    pool = environment.user_pool
    for attribute in pool.attributes_require_verification_before_update or ():
        if attribute not in pool.auto_verified_attributes:
            yield Violation(
                (*POOL, "attributes_require_verification_before_update"),
                f"{attribute} is not auto-verified, so it can't require verification",
                f"add {attribute} to user_pool.auto_verified_attributes, or remove it here",
            )


def mfa_has_a_factor(environment: Environment) -> Iterator[Violation]:
    """ON and OPTIONAL need a second factor (SetUserPoolMfaConfig)."""
    mfa = environment.user_pool.mfa
    if mfa.configuration != "OFF" and not mfa.factors:
        yield Violation(
            (*POOL, "mfa", "factors"),
            f"is empty, and MFA is {mfa.configuration}",
            "name SOFTWARE_TOKEN_MFA, or set mfa.configuration to OFF",
        )


def constraints_admit_a_value(environment: Environment) -> Iterator[Violation]:
    """A minimum above the maximum admits none (StringAttributeConstraintsType, NumberAttributeConstraintsType)."""
    for standard, each in environment.user_pool.standard_attributes.items():
        with certain:
            if each.lengths and each.lengths[0] > each.lengths[1]:
                what = f"has a minimum of {each.lengths[0]} above its maximum of {each.lengths[1]}"
                yield Violation((*POOL, "standard_attributes", standard), what, "swap them")
    for name, attribute in environment.user_pool.custom_attributes.items():
        with certain:
            low: int | None = None
            high: int | None = None
            if isinstance(attribute, StringAttribute):
                low, high = attribute.min_length, attribute.max_length
            elif isinstance(attribute, NumberAttribute):
                low, high = attribute.min_value, attribute.max_value
            if low is not None and high is not None and low > high:
                what = f"has a minimum of {low} above its maximum of {high}"
                yield Violation((*POOL, "custom_attributes", name), what, "swap them")


def lengths_are_of_free_text(environment: Environment) -> Iterator[Violation]:
    """Of the standard attributes one is a number, a time (SchemaAttributeType: AttributeDataType), and one a date of 10
    characters. https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims"""
    forms: dict[StandardAttributeName, str] = {
        "updated_at": "is a number, and numbers have no length",
        "birthdate": "is a date, YYYY-MM-DD, and has always 10 characters",
    }
    for name, what in forms.items():
        with certain:
            attribute = environment.user_pool.standard_attributes.get(name)
            if attribute and attribute.lengths:
                path = (*POOL, "standard_attributes", name)
                yield Violation(path, what, "remove min_length and max_length")


def custom_attributes_have_names_of_their_own(environment: Environment) -> Iterator[Violation]:
    """A Schema entry with a standard attribute's name configures the standard one (SchemaAttributeType: Name)."""
    taken = {*STANDARD_ATTRIBUTES, *VERIFIED_FLAGS, "sub", OWNER_ATTRIBUTE}
    for name in environment.user_pool.custom_attributes:
        if name in taken:
            why = "it marks the seed users" if name == OWNER_ATTRIBUTE else "every pool has an attribute of that name"
            yield Violation((*POOL, "custom_attributes", name), f"{name} is reserved: {why}", "choose another name")


def schema_has_room(environment: Environment) -> Iterator[Violation]:
    """A pool's Schema takes 50 entries (CreateUserPool: Schema); custom:managed_by, which marks seed users, is one."""
    pool = environment.user_pool
    entries = len(pool.standard_attributes) + len(pool.custom_attributes)
    if entries >= MAX_SCHEMA_ENTRIES:
        yield Violation(
            (*POOL, "custom_attributes"),
            f"{entries} with standard_attributes are too many: a pool takes {MAX_SCHEMA_ENTRIES}, of which one is ours",
            "remove some before the first deploy: afterwards none can be removed",
        )


def ephemeral_pools_are_not_protected(environment: Environment) -> Iterator[Violation]:
    """A protected pool can't be deleted, so its stack could not be destroyed (CreateUserPool: DeletionProtection)."""
    if environment.ephemeral and environment.user_pool.deletion_protection:
        yield Violation(
            (*POOL, "deletion_protection"),
            "protects a pool that is to be destroyed with its stack",
            "remove it, or set `ephemeral: false`",
        )


RULES = (
    ephemeral_pools_are_not_protected,
    one_kind_of_sign_in_name,
    required_attributes_can_be_given_at_sign_up,
    recovery_is_possible,
    recovery_differs_from_mfa,
    updates_are_verified_where_sign_up_is,
    mfa_has_a_factor,
    constraints_admit_a_value,
    lengths_are_of_free_text,
    custom_attributes_have_names_of_their_own,
    schema_has_room,
)
