"""Which actions are power over identities: with them, somebody makes more of themselves, or somebody else."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache

from config import iam_actions

SERVICES = ("account", "iam", "identitystore", "organizations", "sso", "sso-directory", "sts")
"""Those that say who may do what in AWS."""
ROLES = (
    *(f"{service}:*" for service in SERVICES),
    *("cognito-identity:createidentitypool", "cognito-identity:delete*", "cognito-identity:*developeridentit*"),
    *("cognito-identity:set*", "cognito-identity:*tagresource", "cognito-identity:update*"),
)
"""Who may have which AWS role. GetOpenIdTokenForDeveloperIdentity makes its caller any user of the backend's."""
USERS = (
    *("cognito-idp:add*", "cognito-idp:admin*", "cognito-idp:*associatewebacl", "cognito-idp:create*"),
    *("cognito-idp:delete*", "cognito-idp:set*", "cognito-idp:*userimportjob", "cognito-idp:*tagresource"),
    "cognito-idp:update*",
)
"""Who is a user, with which password, of which groups; and by which settings."""
HARMLESS = (
    *("cognito-idp:adminget*", "cognito-idp:adminlist*", "cognito-idp:describe*", "cognito-identity:lookup*"),
    *("cognito-idp:deleteuser", "cognito-idp:deleteuserattributes", "cognito-idp:deletewebauthncredential"),
    *("cognito-idp:setusermfapreference", "cognito-idp:setusersettings", "cognito-idp:updateautheventfeedback"),
    *("cognito-idp:updatedevicestatus", "cognito-idp:updateuserattributes"),
)
"""What only reads; and of what users do about themselves, by their token, IAM isn't asked.
https://docs.aws.amazon.com/cognito/latest/developerguide/user-pools-API-operations.html"""
CODE = (
    *("apprunner:updateservice", "cloudformation:createchangeset", "cloudformation:executechangeset"),
    *("cloudformation:updatestack", "cloudformation:updatestackset", "codebuild:startbuild*"),
    *("codebuild:updateproject", "ec2-instance-connect:send*", "ecs:executecommand", "glue:updatedevendpoint"),
    *("lambda:updatefunctioncode", "lambda:updatefunctionconfiguration"),
    *("sagemaker:createpresignednotebookinstanceurl", "ssm:sendcommand", "ssm:startsession"),
)
"""What runs under a role that is there already, so that iam:PassRole isn't asked for. https://pathfinding.cloud/"""


@cache
def among(powers: tuple[str, ...], action: str) -> str | None:
    """The first such that a statement's action stands for; of SERVICES also one that IAM doesn't know."""
    if action.partition(":")[0] in SERVICES:
        return action if f"{action.partition(':')[0]}:*" in powers else None
    is_power, is_harmless = _any_of(powers).match, _any_of(HARMLESS).match
    known = iam_actions.matching(action)
    return next((each for each in known if is_power(each) and not is_harmless(each)), None)


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)), re.IGNORECASE)
