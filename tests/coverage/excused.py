"""The settings that no environment shows, each with its reason. An entry that excuses nothing any more is an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Excuse:
    """Why a leaf need not be seen. Only `open` is meant to go away; `of`: a leaf that is seen instead."""

    kind: Literal["alias", "discouraged", "fixed", "secret", "data plane", "open"]
    reason: str
    of: str = ""


def _alias(of: str, reason: str) -> Excuse:
    return Excuse("alias", reason, of)


_NO_LONGER = "no longer used, says the API"
_SEED_USER = "any change of an AWS::Cognito::UserPoolUser deletes the user"
_INVITATION = Excuse("fixed", "about the invitation, which a seed user never receives")
_NO_ALIAS_TAKEN = Excuse("fixed", "always false: a seed user takes nobody's e-mail address or phone number away")
_ONE_CALL = Excuse("data plane", "what one call tells the triggers; Cognito keeps none of it")
_NO_CLIENT_SECRET = Excuse("secret", "no client has a secret")

EXCUSED = {
    # For good.
    "AWS::Cognito::UserPool EmailVerificationMessage": _alias(
        "AWS::Cognito::UserPool VerificationMessageTemplate.EmailMessage", _NO_LONGER
    ),
    "AWS::Cognito::UserPool EmailVerificationSubject": _alias(
        "AWS::Cognito::UserPool VerificationMessageTemplate.EmailSubject", _NO_LONGER
    ),
    "AWS::Cognito::UserPool SmsVerificationMessage": _alias(
        "AWS::Cognito::UserPool VerificationMessageTemplate.SmsMessage", _NO_LONGER
    ),
    "AWS::Cognito::UserPoolRegionalConfigurationAttachment LambdaConfig.PreTokenGeneration": _alias(
        "AWS::Cognito::UserPoolRegionalConfigurationAttachment LambdaConfig.PreTokenGenerationConfig.LambdaArn",
        "for legacy purposes, says the API",
    ),
    "AWS::Cognito::UserPool LambdaConfig.PreTokenGeneration": _alias(
        "AWS::Cognito::UserPool LambdaConfig.PreTokenGenerationConfig.LambdaArn", "for legacy purposes, says the API"
    ),
    "AWS::Cognito::UserPool AdminCreateUserConfig.UnusedAccountValidityDays": _alias(
        "AWS::Cognito::UserPool Policies.PasswordPolicy.TemporaryPasswordValidityDays", _NO_LONGER
    ),
    "AWS::Cognito::UserPool Schema.DeveloperOnlyAttribute": Excuse(
        "discouraged",
        "the API says: You should use WriteAttributes in the user pool client to control how attributes can be mutated "
        "for new use cases instead of using DeveloperOnlyAttribute",
    ),
    **{
        f"AWS::Cognito::UserPoolUser {path}": _alias(f"Custom::CognitoUser {path}", _SEED_USER)
        for path in ("UserPoolId", "Username", "UserAttributes.Name", "UserAttributes.Value")
    },
    **{
        f"AWS::Cognito::UserPoolUserToGroupAttachment {path}": _alias(f"Custom::CognitoUser {instead}", _SEED_USER)
        for path, instead in {"UserPoolId": "UserPoolId", "Username": "Username", "GroupName": "GroupNames"}.items()
    },
    **{
        f"{user} {path}": excuse
        for user in ("AWS::Cognito::UserPoolUser", "cognito-idp:AdminCreateUser")
        for path, excuse in {
            "ClientMetadata.*": _ONE_CALL,
            "DesiredDeliveryMediums": _INVITATION,
            "ForceAliasCreation": _NO_ALIAS_TAKEN,
            "MessageAction": _INVITATION,
            "ValidationData.*": _ONE_CALL,
        }.items()
    },
    "cognito-idp:AdminCreateUser TemporaryPassword": _alias(
        "Custom::CognitoUser PasswordSecretId", "read from Secrets Manager at deploy time"
    ),
    "cognito-idp:AdminSetUserPassword Password": _alias(
        "Custom::CognitoUser PasswordSecretId", "read from Secrets Manager at deploy time"
    ),
    "cognito-idp:AdminSetUserPassword Permanent": Excuse("fixed", "always true: nobody is asked to change it"),
    "AWS::Cognito::UserPoolClient GenerateSecret": Excuse(
        "fixed", "always false: no client has a secret, which browsers and phones can't keep"
    ),
    "AWS::Cognito::UserPoolClient EnablePropagateAdditionalUserContextData": Excuse(
        "fixed", "always false: Cognito takes true only for a client with a secret, and no client has one"
    ),
    "AWS::Cognito::ManagedLoginBranding ReturnMergedResources": Excuse(
        "fixed", "always false: it only says what is read back, where Cognito's defaults would look like drift"
    ),
    "cognito-idp:AddUserPoolClientSecret *": _NO_CLIENT_SECRET,
    "cognito-idp:CreateUserPoolClient ClientSecret": _NO_CLIENT_SECRET,
}  # fmt: skip
