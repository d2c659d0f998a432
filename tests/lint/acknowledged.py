"""Why what a judge of security finds may stay. The one list of its kind."""

from __future__ import annotations

LOGS = "AwsSolutions-IAM5 Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<*Logs*>:[*]"
POOLS = "AwsSolutions-IAM5 Resource::arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/[*]"
ACKNOWLEDGED = {
    # Every function
    ("AwsSolutions-L1", "*"): "supported is enough, and cfn-lint tells of a runtime that AWS gives up",
    ("Serverless-LambdaLatestVersion", "*"): "as AwsSolutions-L1",
    (
        "*-LambdaDLQ",
        "*",
    ): "Cognito waits for a trigger's answer, and CloudFormation for a custom resource's: nothing is lost",
    ("CKV_AWS_116", "*"): "as *-LambdaDLQ",
    (
        "Serverless-LambdaAsyncFailureDestination",
        "*NoRetry*",
    ): "a custom resource tells CloudFormation of its failure itself",
    (
        "Serverless-LambdaTracing",
        "*",
    ): "X-Ray would need rights beyond the function's own log; one call deep, its log says as much",
    (
        "NIST.*-LambdaConcurrency",
        "*",
    ): "it would be taken from the account's, and a trigger that is cut is a sign-in that fails",
    ("CKV_AWS_115", "*"): "as NIST.*-LambdaConcurrency",
    (
        "NIST.*-LambdaInsideVPC",
        "*",
    ): "they call AWS's public endpoints alone; in a VPC they would need a NAT gateway to reach them",
    ("CKV_AWS_117", "*"): "as NIST.*-LambdaInsideVPC",
    ("CKV_AWS_173", "*"): "a function's settings are encrypted with AWS's key; a secret belongs into Secrets Manager",
    (
        "NIST.*-CloudWatchLogGroupEncrypted",
        "*",
    ): "encrypted with AWS's key; who may read a log is said by IAM alone",
    ("CKV_AWS_158", "*"): "as NIST.*-CloudWatchLogGroupEncrypted",
    (LOGS, "*"): "the streams in a function's own log group, which Lambda names",
    # Every role
    ("NIST.*-IAMNoInlinePolicy", "*"): "inline: nobody else can be given a role's policy, and it ends with its role",
    # Every seed user's secret
    (
        "AwsSolutions-SMG4",
        "*/SeedPassword*",
    ): "a seed user's password: who rotates the secret has not changed the user's",
    ("NIST.*-SecretsManagerRotationEnabled", "*/SeedPassword*"): "as AwsSolutions-SMG4",
    (
        "NIST.*-SecretsManagerUsingKMSKey",
        "*/SeedPassword*",
    ): "encrypted with AWS's key; one of your own is for other accounts",
    ("CKV_AWS_149", "*/SeedPassword*"): "as NIST.*-SecretsManagerUsingKMSKey",
    # What an environment chose: prod and staging are held to all but the plan
    ("AwsSolutions-COG2", "gatehouse-everything*/UserPool"): "shows every MFA there is, and so leaves it optional",
    ("AwsSolutions-COG2", "gatehouse-dev-*/UserPool"): "optional, as in environments/base.yaml",
    ("AwsSolutions-COG2", "gatehouse-local-*/UserPool"): "optional, as in environments/base.yaml",
    ("AwsSolutions-COG2", "gatehouse-app-server-*/UserPool"): "customers are asked for a second factor, not forced",
    ("AwsSolutions-COG2", "gatehouse-mobile-*/UserPool"): "customers are asked for a second factor, not forced",
    ("AwsSolutions-COG2", "gatehouse-spa-*/UserPool"): "customers are asked for a second factor, not forced",
    (
        "AwsSolutions-COG2",
        "gatehouse-b2b-*/UserPool",
    ): "the second factor is the business of the customer's own provider",
    ("AwsSolutions-COG2", "gatehouse-passwordless-*/UserPool"): "a passkey is two factors in one",
    ("AwsSolutions-COG8", "*/UserPool"): "Plus is paid by the user: the plan is computed from what is switched on",
    ("AwsSolutions-COG7", "gatehouse-everything-*/IdentityPool"): "shows what guests can be given",
    ("AwsSolutions-COG7", "gatehouse-local-*/IdentityPool"): "`ops verify` tries what a guest may",
    ("AwsSolutions-COG7", "gatehouse-mobile-*/IdentityPool"): "an app that shows public files before one signs in",
    ("CKV_AWS_366", "gatehouse-everything-*/IdentityPool"): "as AwsSolutions-COG7",
    ("CKV_AWS_366", "gatehouse-local-*/IdentityPool"): "as AwsSolutions-COG7",
    ("CKV_AWS_366", "gatehouse-mobile-*/IdentityPool"): "as AwsSolutions-COG7",
    ("CLASSIC_FLOW_IS_CLOSED", "gatehouse-everything-aliases-*/IdentityPool"): "shows the classic flow",
    ("CLIENT_GRANTS_BY_CODE", "gatehouse-everything-aliases-*/ClientWeb"): "shows the implicit grant",
    ("NAMES_IGNORE_CASE", "gatehouse-everything-aliases-*/UserPool"): "shows names that heed case",
    (
        "AwsSolutions-IAM4 *:policy/SecurityAudit",
        "gatehouse-everything-*/*Auditor*",
    ): "a managed policy, because asked for by name",
    (POOLS, "*/TriggersPostConfirmationRole*"): "the pool's id is known only once its triggers are deployed",
    (POOLS, "*-identity-pool/GroupAdmins*"): "the policy's `reason`: the pool's id is known only once it is deployed",
    (POOLS, "gatehouse-local-identity-pool/IdentityPoolGuestRole*"): "as that of GroupAdmins",
    (
        "AwsSolutions-IAM5 *<cognito-identity.amazonaws.com:sub>/[*]",
        "*/*AuthenticatedRole*",
    ): "own data: what the user keeps there",
    (
        "AwsSolutions-IAM5 *<aws:PrincipalTag/team>/[*]",
        "*/*AuthenticatedRole*",
    ): "the policy's `reason`: the team's own",
    (
        "AwsSolutions-IAM5 *:s3:::example-*/public/[*]",
        "*/IdentityPool*Role*",
    ): "the policy's `reason`: what is in there is public",
    (
        "AwsSolutions-IAM5 *:s3:::example-*-<AWS::AccountId>/[*]",
        "*/GroupAdmins*",
    ): "the policy's `reason`: administrators see all",
    # What AWS has no name for
    ("AwsSolutions-IAM5 Resource::[*]", "*/AccountSettings*"): "an account's limits and SMS settings have no ARN",
    ("Serverless-LambdaStarPermissions", "*/AccountSettings*"): "as AwsSolutions-IAM5",
    ("WildcardResourceRule", "*/AccountSettings*"): "as AwsSolutions-IAM5",
    ("AwsSolutions-IAM5 Resource::[*]", "*/ClassicLogos*"): "DescribeUserPoolDomain is granted on no resource",
    ("Serverless-LambdaStarPermissions", "*/ClassicLogos*"): "as AwsSolutions-IAM5",
    ("WildcardResourceRule", "*/ClassicLogos*"): "as AwsSolutions-IAM5",
    ("WildcardResourceRule", "*SmsRole*"): "a telephone number has no ARN; every topic has one, and is excluded",
    (
        "GenericResourceWildcardPolicyRule",
        "*/CustomSenderKey",
    ): "the key's policy leaves it to the account's IAM who may use it, as KMS advises",
    (
        "AwsSolutions-IAM5 *:log-group:/aws/cognito/userpools/*",
        "*/UserImportsLogsRole*",
    ): "a log for each import",
    ("AwsSolutions-IAM5 *:endpoint/GCM/example/[*]", "*/*SyncPush*"): "Cognito Sync makes an endpoint for each device",
    (
        "confused_deputy_risk",
        "*/IdentityPoolSync*",
    ): "AWS's trust for Cognito Sync has no condition, and a key that isn't sent would refuse it",
}
"""(rule, place), patterns as of fnmatch -> why such a finding may stay. A wildcard in a finding is written [*]."""
