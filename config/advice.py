"""What can be deployed, and is hardly meant. Advice looks like a rule's violation, and stops nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from config.model import Environment
from config.model.domain import CLASSIC, MANAGED_LOGIN
from config.plans import PLANS, lowest
from config.relying_party import pages_without_passkeys, relying_party_id, stays_with_the_prefix
from config.roles import OWN_POOL, login_names, role_mappings
from config.rules.violation import Violation

SELF_SERVICE = "aws.cognito.signin.user.admin"
MIN_PASSWORD_LENGTH = 8


def plan_is_needed(environment: Environment) -> Iterator[Violation]:
    """A dearer plan costs more for every monthly active user. https://aws.amazon.com/cognito/pricing/"""
    plan, needed = environment.user_pool.feature_plan, lowest(environment)
    if plan and PLANS.index(plan) > PLANS.index(needed):
        yield Violation(
            ("user_pool", "feature_plan"),
            f"{plan} is paid for each active user, and nothing here needs more than {needed}",
            f"remove it (the plan is computed then), or write {needed}",
        )


def one_time_passwords_have_a_sender(environment: Environment) -> Iterator[Violation]:
    """Cognito's own sender sends 50 e-mails a day (CreateUserPool: EmailConfiguration).
    https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html"""
    pool = environment.user_pool
    if "EMAIL_OTP" in pool.sign_in.allowed_first_auth_factors and not pool.email and not environment.ephemeral:
        yield Violation(
            ("user_pool", "sign_in", "allowed_first_auth_factors"),
            "EMAIL_OTP sends an e-mail for each sign-in, and Cognito's own sender sends 50 a day",
            "set user_pool.email to a verified SES identity",
        )


def providers_are_taken(environment: Environment) -> Iterator[Violation]:
    """Nobody can sign in through a provider that no client takes (CreateUserPoolClient: SupportedIdentityProviders)."""
    taken = {name for client in environment.clients.values() for name in client.supported_identity_providers}
    for path, name, _ in environment.identity_providers.all():
        if name not in taken:
            fix = f"add {name} to a client's supported_identity_providers, or remove it"
            yield Violation(path, "no client takes it, so nobody can sign in through it", fix)


def mapped_attributes_are_not_for_users_to_change(environment: Environment) -> Iterator[Violation]:
    """With this scope, a token changes whatever the client may write, also what a provider says of its user, such as a
    tenant (UpdateUserAttributes) (CreateUserPoolClient: WriteAttributes)."""
    for _, name, provider in environment.identity_providers.all():
        for key, client in environment.clients.items():
            custom = [each for each in provider.attribute_mapping if each.startswith("custom:")]
            scopes = client.oauth.scopes if client.oauth else ()
            if custom and name in client.supported_identity_providers and SELF_SERVICE in scopes:
                what = f"{SELF_SERVICE} lets users change {', '.join(custom)}, which {name} says of them"
                yield Violation(
                    ("clients", key, "oauth", "scopes"), what, "remove the scope, or trust in nothing they say"
                )


def usernames_are_not_mapped(environment: Environment) -> Iterator[Violation]:
    """Cognito makes them of this claim, mapped or not.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html"""
    for path, _, provider in environment.identity_providers.all():
        if "username" in provider.attribute_mapping:
            what = "Cognito makes the username of this claim anyway"
            yield Violation((*path, "attribute_mapping", "username"), what, "remove it")


def no_provider_speaks_for_another(environment: Environment) -> Iterator[Violation]:
    """Whoever runs a provider writes into what it maps, for its users, also what another's users are known by, such as
    a tenant (CreateIdentityProvider: AttributeMapping)."""
    first: dict[str, str] = {}
    for path, name, provider in environment.identity_providers.all():
        for attribute in provider.attribute_mapping:
            other = first.setdefault(attribute, name)
            if attribute.startswith("custom:") and other != name:
                yield Violation(
                    (*path, "attribute_mapping", attribute),
                    f"{other} maps it, too: of its users, each can say what is meant for those of the other",
                    "if it says whose user somebody is, remove it: triggers/pre_token_generation/provider.py tells by "
                    "the provider's name",
                )


def threats_are_met(environment: Environment) -> Iterator[Violation]:
    """AUDIT logs and does nothing, at the same price (CreateUserPool: UserPoolAddOns)."""
    protection = environment.user_pool.threat_protection
    if protection and "ENFORCED" not in {protection.advanced_security_mode, protection.custom_auth_mode}:
        key = "custom_auth_mode" if protection.advanced_security_mode == "OFF" else "advanced_security_mode"
        yield Violation(
            ("user_pool", "threat_protection", key),
            "PLUS is paid for each active user, and AUDIT blocks nothing",
            "write ENFORCED, once you have seen in the logs whom it would block",
        )


def passwords_are_long(environment: Environment) -> Iterator[Violation]:
    """NIST asks for 8 characters at least. https://pages.nist.gov/800-63-4/sp800-63b.html"""
    length = environment.user_pool.password_policy.minimum_length
    if length < MIN_PASSWORD_LENGTH:
        yield Violation(
            ("user_pool", "password_policy", "minimum_length"),
            f"Cognito takes {length}, and every security benchmark asks for {MIN_PASSWORD_LENGTH} or more",
            "write 12",
        )


def custom_sign_in_is_there(environment: Environment) -> Iterator[Violation]:
    """What it protects is done by functions (AdvancedSecurityAdditionalFlowsType: CustomAuthMode)."""
    protection = environment.user_pool.threat_protection
    if protection and protection.custom_auth_mode and not environment.triggers.define_auth_challenge:
        yield Violation(
            ("user_pool", "threat_protection", "custom_auth_mode"),
            "protects custom authentication, and nobody can sign in so",
            "remove it, or set triggers.define_auth_challenge",
        )


def roles_are_given(environment: Environment) -> Iterator[Violation]:
    """A role that no rule gives, and no token that its trust lets in (SetIdentityPoolRoles: RoleMappings)."""
    pool = environment.identity_pool
    for key, role in pool.roles.items():
        lets_in = role.trust.logins or login_names(environment)
        givers = [
            OWN_POOL if login in environment.clients else login
            for login, mapping in role_mappings(environment).items()
            if mapping.type == "Token" or key in [rule.role for rule in mapping.rules]
        ]
        if not pool.allow_classic_flow and not set(givers) & set(lets_in):
            path = ("identity_pool", "roles", key)
            if givers:
                what = f"is given after {', '.join(dict.fromkeys(givers))}, and its trust lets in {', '.join(lets_in)}"
                yield Violation(path, f"{what}: nobody can have it", "name the same under trust.logins, or remove it")
            else:
                what = "no rule gives it, and no token: nobody can have it"
                yield Violation(path, what, "name it in a rule of identity_pool.role_mappings, or remove it")


def passkeys_work_on_the_pages(environment: Environment) -> Iterator[Violation]:
    """A browser offers a page only the passkeys of its own domain, and of one above that is no public suffix, which
    auth.<region>.amazoncognito.com is (CreateUserPoolDomain: CustomDomainConfig).
    https://www.w3.org/TR/webauthn-3/#relying-party-identifier"""
    pages = pages_without_passkeys(environment)
    if pages and stays_with_the_prefix(environment):
        yield Violation(
            ("user_pool", "web_authn", "relying_party_id"),
            f"passkeys go on working on {relying_party_id(environment)}, and none works on {pages}",
            "once nobody signs in at the prefix domain, write auto: users then register passkeys anew",
        )
    elif pages:
        yield Violation(
            ("user_pool", "web_authn", "relying_party_id"),
            f"passkeys of {relying_party_id(environment)} don't work on {pages}, where clients with oauth sign in",
            "write auto, unless passkeys are for pages of your own",
        )


def passwordless_sign_in_has_pages(environment: Environment) -> Iterator[Violation]:
    """Without a password users sign in on managed login's pages only, not on the classic ones.
    https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow-things-to-know.html"""
    domain, factors = environment.domain, environment.user_pool.sign_in.allowed_first_auth_factors
    beyond = [factor for factor in factors if factor != "PASSWORD"]
    pages = any(client.oauth and "ALLOW_USER_AUTH" in client.auth_flows for client in environment.clients.values())
    if beyond and pages and domain and domain.managed_login_version == CLASSIC:
        yield Violation(
            ("user_pool", "sign_in", "allowed_first_auth_factors"),
            f"the classic pages know no {' or '.join(beyond)}, and clients with oauth sign in there",
            f"set domain.managed_login_version to {MANAGED_LOGIN}, unless this is for pages of your own",
        )


def recovery_reaches_users(environment: Environment) -> Iterator[Violation]:
    """A code goes to a verified attribute only (CreateUserPool: AccountRecoverySetting), and what is not auto-verified
    is so where an administrator, a provider or the app makes it (AdminUpdateUserAttributes: UserAttributes)."""
    pool = environment.user_pool
    for way in pool.account_recovery:
        attribute = way.removeprefix("verified_")
        if way != "admin_only" and attribute not in pool.auto_verified_attributes:
            yield Violation(
                ("user_pool", "account_recovery"),
                f"{way} reaches only users whose {attribute} is verified, and Cognito asks nobody to prove it",
                f"add {attribute} to user_pool.auto_verified_attributes, unless it is verified otherwise",
            )


def factors_are_asked_for(environment: Environment) -> Iterator[Violation]:
    """While MFA is OFF, none is (SetUserPoolMfaConfig: MfaConfiguration)."""
    mfa = environment.user_pool.mfa
    if mfa.configuration == "OFF" and mfa.factors and "factors" in mfa.model_fields_set:
        yield Violation(
            ("user_pool", "mfa", "factors"),
            f"nobody is asked for {' or '.join(mfa.factors)}: MFA is OFF",
            "set mfa.configuration to OPTIONAL or ON, or write factors: []",
        )


def replicas_share_an_issuer(environment: Environment) -> Iterator[Violation]:
    """An ORIGINAL issuer is of one Region, so tokens of a replica have another (IssuerConfigurationType: Type)."""
    if environment.replicas and environment.user_pool.issuer_type != "UPDATED":
        yield Violation(
            ("user_pool", "issuer_type"),
            "tokens of a replica name another issuer than the pool's, and who verifies them may know but one",
            "write UPDATED (a new issuer: tell whoever verifies tokens)",
        )


ALL: tuple[Callable[[Environment], Iterator[Violation]], ...] = (
    plan_is_needed,
    one_time_passwords_have_a_sender,
    providers_are_taken,
    mapped_attributes_are_not_for_users_to_change,
    usernames_are_not_mapped,
    no_provider_speaks_for_another,
    threats_are_met,
    passwords_are_long,
    custom_sign_in_is_there,
    roles_are_given,
    passkeys_work_on_the_pages,
    passwordless_sign_in_has_pages,
    recovery_reaches_users,
    factors_are_asked_for,
    replicas_share_an_issuer,
)


def advise(environment: Environment) -> list[Violation]:
    """Everything that is hardly meant."""
    return [found for advice in ALL for found in advice(environment)]
