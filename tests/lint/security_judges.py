"""Judges of security, a second pair of eyes: three packs of cdk-nag, and iam-policy-validator's check of trust."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from aws_cdk import App, Stack
from aws_cdk.cloudformation_include import CfnInclude
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks
from iam_validator.checks.trust_policy_validation import TrustPolicyValidationCheck
from iam_validator.core.aws_service import AWSServiceFetcher
from iam_validator.core.check_registry import CheckConfig
from iam_validator.core.models import Statement

from synthesis import Template, resources

PACKS = (AwsSolutionsChecks, ServerlessChecks, NIST80053R5Checks)
"""What PCI DSS, HIPAA and NIST R4 ask beyond NIST R5 is of services that aren't used here."""


class Finding(NamedTuple):
    rule: str
    place: str
    """stack/logical id"""
    text: str


def cdk_nag(templates: dict[str, Template]) -> Iterator[Finding]:
    """Reads the templates back into the CDK: cdk-nag goes by the CDK's types, which stacks/ often does without."""
    app = App(analytics_reporting=False)
    with tempfile.TemporaryDirectory() as folder:
        for stack, template in templates.items():
            file = Path(folder, f"{stack}.json")
            file.write_text(json.dumps(template))
            CfnInclude(Stack(app, stack), "Template", template_file=str(file))
        for pack in PACKS:
            for violation in pack(app).validate_scope(app).violations:
                rule = violation.rule_name.replace("[", " ", 1).removesuffix("]")
                for each in violation.violating_resources:
                    stack, _, logical_id = each.construct_path.split("/")
                    yield Finding(rule, f"{stack}/{logical_id}", violation.description)


def trust_validator(templates: dict[str, Template]) -> Iterator[Finding]:
    """Of iam-policy-validator's checks the one that asks AWS nothing."""
    check = TrustPolicyValidationCheck()
    config, fetcher = CheckConfig(check_id=check.check_id), AWSServiceFetcher()
    for stack, template in templates.items():
        for logical_id, role in resources(template, "AWS::IAM::Role").items():
            for index, statement in enumerate(role["Properties"]["AssumeRolePolicyDocument"]["Statement"]):
                issues = check.execute(Statement.model_validate(statement), index, fetcher, config)
                for issue in asyncio.run(issues):
                    yield Finding(issue.issue_type, f"{stack}/{logical_id}", issue.message)


JUDGES = {judge.__name__: judge for judge in (cdk_nag, trust_validator)}

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
    (
        "NIST.*-LambdaInsideVPC",
        "*",
    ): "they call AWS's public endpoints alone; in a VPC they would need a NAT gateway to reach them",
    (
        "NIST.*-CloudWatchLogGroupEncrypted",
        "*",
    ): "encrypted with AWS's key; who may read a log is said by IAM alone",
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
    (
        "AwsSolutions-IAM4 *:policy/SecurityAudit",
        "gatehouse-everything-*/*Auditor*",
    ): "a managed policy, because asked for by name",
    (POOLS, "*/TriggersPostConfirmationRole*"): "the pool's id is known only once its triggers are deployed",
    (POOLS, "*-identity-pool/*Role*"): "the policy's `reason`: the pool's id is known only once it is deployed",
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
    ("AwsSolutions-IAM5 Resource::[*]", "*/ClassicLogos*"): "DescribeUserPoolDomain is granted on no resource",
    ("Serverless-LambdaStarPermissions", "*/ClassicLogos*"): "as AwsSolutions-IAM5",
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


def acknowledged(finding: Finding) -> list[tuple[str, str]]:
    """Which acknowledgements a finding matches."""
    return [
        (rule, place)
        for rule, place in ACKNOWLEDGED
        if fnmatchcase(finding.rule, rule) and fnmatchcase(finding.place, place)
    ]
