"""The settings, and words of settings (`=OFF`), that no environment shows, each with its reason. An entry that excuses
nothing any more is an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["alias", "default", "discouraged", "fixed", "secret", "data plane", "open"]
KINDS: dict[Kind, str] = {
    "alias": "another setting or word says the same; a test sees that one",
    "default": "what Cognito does where the setting is left out; a test sees it left out",
    "discouraged": "Cognito's API says not to use it; a test finds the words there",
    "fixed": "for all environments the same, since any other would contradict what this project is",
    "secret": "it needs or is a secret, which this project never creates",
    "data plane": "no configuration: Cognito keeps none of it",
    "open": "to be done, by the work that is named",
}
"""Each is for good, but for the last."""


@dataclass(frozen=True)
class Excuse:
    """Why a leaf or a word need not be seen. `of`: what is seen instead."""

    kind: Kind
    reason: str
    of: str = ""


def _alias(of: str, reason: str) -> Excuse:
    return Excuse("alias", reason, of)


_NO_LONGER = "no longer used, says the API"
_SEED_USER = "any change of an AWS::Cognito::UserPoolUser deletes the user"
_INVITATION = Excuse("fixed", "about the invitation, which a seed user never receives")
_NO_ALIAS_TAKEN = Excuse("fixed", "always false: a seed user takes nobody's e-mail address or phone number away")
_ONE_CALL = Excuse("data plane", "what one call tells the triggers; Cognito keeps none of it")
_LEFT_OUT = Excuse("default", "left out, it is off")
_TURNED_OFF = Excuse("default", "left out, it is off; where it was on, the custom resource turns it off")
_IGNORED = Excuse("discouraged", "the API says: Amazon Cognito accepts implicit in this list but ignores it")
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
    "AWS::Cognito::UserPool Policies.SignInPolicy.AllowedFirstAuthFactors=SOFTWARE_TOKEN": Excuse(
        "discouraged", "the API says: SOFTWARE_TOKEN is not currently supported as a first auth factor"
    ),
    "Custom::CognitoDynamicClientRegistration DcrConfiguration.*GrantTypes=implicit": _IGNORED,
    "Custom::CognitoDynamicClientRegistration DcrConfiguration.EnableStatus=Disabled": _TURNED_OFF,
    "Custom::CognitoSessionConfiguration UserSessionTracking=DISABLED": _TURNED_OFF,
    "AWS::Cognito::UserPoolClient RefreshTokenRotation.Feature=DISABLED": _LEFT_OUT,
    "AWS::Cognito::UserPool KeyConfiguration.KeyType=AWS_OWNED_KEY": Excuse(
        "default", "left out, the key is one that AWS owns"
    ),
    **{
        f"AWS::Cognito::UserPoolClient TokenValidityUnits.{token}={unit}": _alias(
            f"AWS::Cognito::UserPoolClient TokenValidityUnits.{token}=minutes", "any is written in minutes or seconds"
        )
        for token in ("AccessToken", "IdToken", "RefreshToken")
        for unit in ("hours", "days")
    },
    **{
        f"AWS::Cognito::UserPoolClient ExplicitAuthFlows={flow}": _alias(
            f"AWS::Cognito::UserPoolClient ExplicitAuthFlows={instead}", "an older name, which excludes the newer ones"
        )
        for flow, instead in {
            "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            "CUSTOM_AUTH_FLOW_ONLY": "ALLOW_CUSTOM_AUTH",
            "USER_PASSWORD_AUTH": "ALLOW_USER_PASSWORD_AUTH",
        }.items()
    },
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
    "AWS::Cognito::UserPoolClient AllowedOAuthFlows=client_credentials": Excuse(
        "secret", "an app's own token, for which it needs a secret, and no client has one"
    ),
}  # fmt: skip
