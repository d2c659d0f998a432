"""Which actions are power over identities: with them, somebody makes more of themselves, or somebody else."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache

from config import iam_actions

SERVICES = ("account", "iam", "identitystore", "organizations", "rolesanywhere", "sso", "sso-directory", "sts")
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
SECRETS = (
    *("cognito-idp:describeidentityprovider", "cognito-idp:describeuserpoolclient"),
    *("cognito-idp:getidentityproviderbyidentifier", "cognito-idp:listuserpoolclientsecrets"),
)
"""What reads the secret of a client, or of this pool at an external provider."""
CHAINING = ("sts:assumerole", "sts:tagsession")
"""What takes on another role: of SERVICES, and yet of use where each of those roles is named."""
HARMLESS = (
    *("account:get*", "account:list*", "iam:get*", "iam:list*", "identitystore:describe*", "identitystore:get*"),
    *("identitystore:list*", "organizations:describe*", "organizations:list*", "rolesanywhere:get*"),
    *("rolesanywhere:list*", "sso:describe*", "sso:get*", "sso:list*", "sso-directory:describe*"),
    *("sso-directory:get*", "sso-directory:list*", "sts:decodeauthorizationmessage", "sts:getaccesskeyinfo"),
    *("sts:getcalleridentity", "cognito-identity:lookup*"),
    *("cognito-idp:adminget*", "cognito-idp:adminlist*", "cognito-idp:describeuserimportjob"),
    *("cognito-idp:deleteuser", "cognito-idp:deleteuserattributes", "cognito-idp:deletewebauthncredential"),
    *("cognito-idp:setusermfapreference", "cognito-idp:setusersettings", "cognito-idp:updateautheventfeedback"),
    *("cognito-idp:updatedevicestatus", "cognito-idp:updateuserattributes"),
)
"""What only reads (of STS little: most of its Get... hand out keys or tokens). And of what users do about themselves,
by their token, IAM isn't asked.
https://docs.aws.amazon.com/cognito/latest/developerguide/user-pools-API-operations.html"""
CODE = (
    *("apprunner:updateservice", "cloudformation:createchangeset", "cloudformation:executechangeset"),
    *("cloudformation:updatestack", "cloudformation:updatestackset", "codebuild:startbuild*"),
    *("codebuild:startcommandexecution", "codebuild:startsandbox*", "codebuild:updateproject"),
    *("cognito-sync:setcognitoevents", "ec2:createlaunchtemplateversion", "ec2:modifyinstanceattribute"),
    *("ec2:modifylaunchtemplate", "ec2-instance-connect:send*", "ecs:executecommand"),
    *("eks:associateaccesspolicy", "eks:createaccessentry", "eks:updateaccessentry", "glue:updatedevendpoint"),
    *("lambda:updatefunctioncode", "lambda:updatefunctionconfiguration", "sagemaker:createpresigneddomainurl"),
    *("sagemaker:createpresignednotebookinstanceurl", "sagemaker:updatenotebookinstance*"),
    *("ssm:createassociation*", "ssm:sendcommand", "ssm:startautomationexecution"),
    *("ssm:startchangerequestexecution", "ssm:startsession", "ssm:updateassociation"),
)
"""What runs under a role that is there already, so that iam:PassRole isn't asked for. https://pathfinding.cloud/"""
ALL = ROLES + USERS + SECRETS + CODE


@cache
def among(powers: tuple[str, ...], action: str) -> str | None:
    """The first such that a statement's action stands for; of SERVICES itself, also where IAM doesn't know it."""
    is_power, is_harmless = _any_of(powers).match, _any_of(HARMLESS).match
    ours = action.partition(":")[0] in SERVICES
    known = iam_actions.matching(action) or ([action] if ours else [])
    found = next((each for each in known if is_power(each) and not is_harmless(each)), None)
    return action if found and ours else found


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)), re.IGNORECASE)
