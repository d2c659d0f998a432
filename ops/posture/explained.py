"""Why what prowler says of the local deployment may stand. The one list of its kind.

An explanation that explains nothing any more is a finding; so is whatever none explains.
"""

from __future__ import annotations

from config.model.user_pool import PasswordPolicy
from ops.posture.judge import Explanation, Status

FAIL, SILENT, ERROR = Status.FAIL, Status.SILENT, Status.ERROR
STANDARD = PasswordPolicy()

EXPLAINED = (
    # What environments/local.yaml wants, as long as it says so.
    Explanation(
        FAIL,
        ("cognito_identity_pool_guest_access_disabled",),
        "the local environment lets guests in, to show how little they may do",
        resource="IdentityPool",
        while_=lambda environment: environment.identity_pool.allow_unauthenticated_identities,
    ),
    Explanation(
        FAIL,
        ("cognito_user_pool_deletion_protection_enabled",),
        "an ephemeral environment goes with its stacks",
        resource="UserPool",
        while_=lambda environment: environment.ephemeral,
    ),
    Explanation(
        FAIL,
        ("cognito_user_pool_mfa_enabled",),
        "MFA is OPTIONAL, which prowler calls disabled: each user may switch it on",
        resource="UserPool",
        while_=lambda environment: environment.user_pool.mfa.configuration == "OPTIONAL",
    ),
    Explanation(
        FAIL,
        ("cognito_user_pool_password_policy_minimum_length_14",),
        "12 characters of four kinds, with a history, and a lock-out that Cognito keeps by itself",
        resource="UserPool",
        while_=lambda environment: environment.user_pool.password_policy.minimum_length >= STANDARD.minimum_length,
    ),
    Explanation(
        FAIL,
        (
            "cognito_user_pool_advanced_security_enabled",
            "cognito_user_pool_blocks_compromised_credentials_sign_in_attempts",
            "cognito_user_pool_blocks_potential_malicious_sign_in_attempts",
        ),
        "threat protection costs the PLUS plan, and the emulator has none of it",
        resource="UserPool",
    ),
    Explanation(
        FAIL,
        ("cognito_user_pool_waf_acl_attached",),
        "no web ACL is made: one is shared by applications, and billed; yours can be associated with the pool's ARN",
        resource="UserPool",
    ),
    # What we think of otherwise.
    Explanation(
        FAIL,
        ("iam_role_cross_service_confused_deputy_prevention",),
        "a function can only be given a role of its own account (iam:PassRole), so Lambda is nobody else's deputy",
        resource="*Role????????",
    ),
    Explanation(
        FAIL,
        ("awslambda_function_env_vars_not_encrypted_with_cmk",),
        "Lambda encrypts them with a key of its own; what they hold is the name of a claim",
        resource="TriggersPreTokenGeneration*",
    ),
    Explanation(
        FAIL,
        ("awslambda_function_inside_vpc",),
        "they call Cognito and Secrets Manager, nothing in a VPC",
    ),
    Explanation(
        FAIL,
        ("awslambda_function_no_dead_letter_queue",),
        "Cognito waits for a trigger's answer, CloudFormation for a custom resource's, up to its ServiceTimeout",
    ),
    Explanation(
        FAIL,
        ("awslambda_function_invoke_api_operations_cloudtrail_logging_enabled",),
        "a trail is the account's, not an environment's",
    ),
    Explanation(
        FAIL,
        ("awslambda_function_no_secrets_in_code",),
        "a type annotation and two lines that pass a password on, read as passwords",
        resource="SeedUsersFunction*",
        says=r".* code -> (custom_resources/user/(resource|gateway)\.py: "
        r"(Generic (Username and )?Password on line \d+(, )?)+(; )?)+\.",
    ),
    # What there is nothing of.
    Explanation(
        SILENT,
        ("iam_user_*", "iam_group_*", "iam_administrator_access_with_mfa", "iam_rotate_access_key_90_days"),
        "no IAM user or group is made: people sign in to Cognito, programs have roles",
    ),
    Explanation(
        SILENT,
        ("iam_policy_*", "iam_customer_*", "iam_no_custom_policy_*", "iam_aws_attached_policy_*"),
        "no managed policy is made or attached: what a role may do stands in the role",
    ),
    Explanation(
        SILENT,
        (
            "iam_root_*",
            "iam_no_root_access_key",
            "iam_avoid_root_usage",
            "iam_password_policy_*",
            "iam_securityaudit_role_created",
            "iam_support_role_created",
            "iam_no_expired_server_certificates_stored",
        ),
        "about the account, whose owner answers for it",
    ),
    Explanation(SILENT, ("iam_check_saml_providers_sts",), "the local environment has no SAML provider"),
    Explanation(
        SILENT,
        ("iam_role_access_not_stale_to_bedrock",),
        "no role may use Bedrock",
    ),
    Explanation(
        SILENT,
        ("iam_role_service_trust_restricts_source_to_account",),
        "it judges conditions on a service's trust: those for Lambda have none, as told above",
    ),
    Explanation(
        SILENT,
        ("awslambda_function_url_*", "awslambda_function_vpc_multi_az", "awslambda_layer_*"),
        "no function has a URL, a VPC or a layer",
    ),
    # What the emulator (MiniStack 1.5.33) can't be asked.
    Explanation(
        ERROR,
        ("cognito_service",),
        "the emulator has no threat protection",
        says=r".*Unknown Cognito IDP action: DescribeRiskConfiguration",
    ),
    Explanation(
        ERROR,
        ("iam_service",),
        "the emulator lacks the operation; what it is for is the account's",
        says=r".*Unknown IAM action: (ListServerCertificates|ListOrganizationsFeatures)",
    ),
    Explanation(
        ERROR,
        ("iam_service",),
        "the emulator lacks these AWS managed policies, which no role of ours has",
        says=r".*Policy arn:aws:iam::aws:policy/(AWSSupportAccess|AWSCloudShellFullAccess) not found\.",
    ),
    Explanation(
        ERROR,
        ("scan",),
        "the emulator's credential report knows no last use of the root user",
        says=r"iam_avoid_root_usage: ParserError\(.*not_supported.*",
    ),
)
