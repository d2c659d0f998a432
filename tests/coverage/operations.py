"""Every operation of Cognito's three APIs: what it configures, and where that stands in a template; or why it is no
configuration. A new botocore's new operation is in none of these lists, and fails by name."""

from __future__ import annotations

from dataclasses import dataclass, field

ITSELF = ""
"""A member that only says which resource is meant: seen where there is one."""


@dataclass(frozen=True)
class Operation:
    """What configures the same: resource types (AWS::Cognito:: left out), and members that have other names there."""

    types: tuple[str, ...]
    renamed: dict[str, str] = field(default_factory=dict)


def _in(*types: str, **renamed: str) -> Operation:
    return Operation(types, renamed)


_POOL = {"UserPoolId": ITSELF, "PoolName": "UserPoolName"}
_CLIENT = {"ClientId": ITSELF}
_IDENTITY_POOL = {"IdentityPoolId": ITSELF}
_IDENTITY_POOL_TAGS = {"IdentityPoolTags.*": "IdentityPoolTags.Value"}
_USER = "Custom::CognitoUser"
_SETTINGS = ("Custom::CognitoAcrConfiguration", "Custom::CognitoDynamicClientRegistration")
_PROVIDER = ("UserPoolIdentityProvider", "Custom::CognitoAcrConfiguration")
_MAPPING = {"AcrMapping": "IdentityProviders.AcrMapping"}
_SESSIONS = "Custom::CognitoSessionConfiguration"

CONFIGURES = {
    "cognito-idp:AddCustomAttributes": _in("UserPool", UserPoolId=ITSELF, CustomAttributes="Schema"),
    "cognito-idp:AddUserPoolClientSecret": _in(),
    "cognito-idp:AdminAddUserToGroup": _in(_USER, GroupName="GroupNames"),
    "cognito-idp:AdminCreateUser": _in(_USER),
    "cognito-idp:AdminSetUserPassword": _in(_USER),
    "cognito-idp:CreateGroup": _in("UserPoolGroup"),
    "cognito-idp:CreateIdentityProvider": _in(*_PROVIDER, **_MAPPING),
    "cognito-idp:CreateManagedLoginBranding": _in("ManagedLoginBranding"),
    "cognito-idp:CreateResourceServer": _in("UserPoolResourceServer"),
    "cognito-idp:CreateTerms": _in("Terms", "Custom::CognitoTermsLinks"),
    "cognito-idp:CreateUserImportJob": _in("Custom::CognitoUserImport"),
    "cognito-idp:CreateUserPool": _in("UserPool", *_SETTINGS, PoolName=_POOL["PoolName"]),
    "cognito-idp:CreateUserPoolClient": _in("UserPoolClient", "Custom::CognitoTokenExchange"),
    "cognito-idp:CreateUserPoolDomain": _in("UserPoolDomain"),
    "cognito-idp:CreateUserPoolReplica": _in("UserPoolReplica", UserPoolTags="UserPoolTagsAtCreate"),
    "cognito-idp:SetLogDeliveryConfiguration": _in("LogDeliveryConfiguration"),
    "cognito-idp:SetRiskConfiguration": _in("UserPoolRiskConfigurationAttachment"),
    "cognito-idp:SetUICustomization": _in("UserPoolUICustomizationAttachment", "Custom::CognitoClassicLogo"),
    "cognito-idp:SetUserPoolClientSessionConfiguration": Operation(
        (_SESSIONS,), {"ClientId": "Clients.ClientId", "SSOSession": "Clients.SSOSession"}
    ),
    "cognito-idp:SetUserPoolMfaConfig": Operation(
        ("UserPool",),
        {
            "UserPoolId": ITSELF,
            "SmsMfaConfiguration.SmsAuthenticationMessage": "SmsAuthenticationMessage",
            "SmsMfaConfiguration.SmsConfiguration": "SmsConfiguration",
            "SoftwareTokenMfaConfiguration.Enabled": "EnabledMfas",
            "EmailMfaConfiguration.Message": "EmailAuthenticationMessage",
            "EmailMfaConfiguration.Subject": "EmailAuthenticationSubject",
            "WebAuthnConfiguration.RelyingPartyId": "WebAuthnRelyingPartyID",
            "WebAuthnConfiguration.UserVerification": "WebAuthnUserVerification",
            "WebAuthnConfiguration.FactorConfiguration": "WebAuthnFactorConfiguration",
        },
    ),
    "cognito-idp:SetUserPoolSessionConfiguration": _in(_SESSIONS),
    "cognito-idp:StartUserImportJob": _in("Custom::CognitoUserImport", JobId="JobName"),
    "cognito-idp:TagResource": _in("UserPool", ResourceArn=ITSELF, Tags="UserPoolTags"),
    "cognito-idp:UpdateGroup": _in("UserPoolGroup"),
    "cognito-idp:UpdateIdentityProvider": _in(*_PROVIDER, **_MAPPING),
    "cognito-idp:UpdateManagedLoginBranding": _in("ManagedLoginBranding", ManagedLoginBrandingId=ITSELF),
    "cognito-idp:UpdateProvisionedLimit": _in("Custom::CognitoProvisionedLimit"),
    "cognito-idp:UpdateResourceServer": _in("UserPoolResourceServer"),
    "cognito-idp:UpdateTerms": _in("Terms", "Custom::CognitoTermsLinks", TermsId=ITSELF),
    "cognito-idp:UpdateUserPool": _in("UserPool", *_SETTINGS, **_POOL),
    "cognito-idp:UpdateUserPoolClient": _in("UserPoolClient", "Custom::CognitoTokenExchange", **_CLIENT),
    "cognito-idp:UpdateUserPoolDomain": _in("UserPoolDomain"),
    "cognito-idp:UpdateUserPoolReplica": _in("UserPoolRegionalConfigurationAttachment", RegionName=ITSELF),
    "cognito-identity:CreateIdentityPool": _in("IdentityPool", **_IDENTITY_POOL_TAGS),
    "cognito-identity:SetIdentityPoolRoles": _in("IdentityPoolRoleAttachment"),
    "cognito-identity:SetPrincipalTagAttributeMap": _in("IdentityPoolPrincipalTag"),
    "cognito-identity:TagResource": Operation(
        ("IdentityPool",), {"ResourceArn": ITSELF, "Tags.*": "IdentityPoolTags.Value"}
    ),
    "cognito-identity:UpdateIdentityPool": _in("IdentityPool", **_IDENTITY_POOL, **_IDENTITY_POOL_TAGS),
    "cognito-sync:SetCognitoEvents": _in("IdentityPool", **_IDENTITY_POOL, Events="CognitoEvents"),
    "cognito-sync:SetIdentityPoolConfiguration": _in("IdentityPool", **_IDENTITY_POOL),
}  # fmt: skip
"""Create or configure something that stays."""

OTHER = {
    "reads": {
        "cognito-idp": """
            DescribeIdentityProvider DescribeManagedLoginBranding DescribeManagedLoginBrandingByClient
            DescribeResourceServer DescribeRiskConfiguration DescribeTerms DescribeTermsByClient DescribeUserImportJob
            DescribeUserPool DescribeUserPoolClient DescribeUserPoolDomain GetCSVHeader GetGroup
            GetIdentityProviderByIdentifier GetLogDeliveryConfiguration GetProvisionedLimit GetSigningCertificate
            GetUICustomization GetUserPoolClientSessionConfiguration GetUserPoolMfaConfig
            GetUserPoolSessionConfiguration ListGroups ListIdentityProviders ListResourceServers ListTagsForResource
            ListTerms ListUserImportJobs ListUserPoolClients ListUserPoolClientSecrets ListUserPoolReplicas
            ListUserPools ListUsers ListUsersInGroup""",
        "cognito-identity": """
            DescribeIdentity DescribeIdentityPool GetIdentityPoolRoles GetPrincipalTagAttributeMap ListIdentities
            ListIdentityPools ListTagsForResource""",
        "cognito-sync": """
            DescribeDataset DescribeIdentityPoolUsage DescribeIdentityUsage GetBulkPublishDetails GetCognitoEvents
            GetIdentityPoolConfiguration ListDatasets ListIdentityPoolUsage ListRecords""",
    },
    "takes away": {
        "cognito-idp": """
            DeleteGroup DeleteIdentityProvider DeleteManagedLoginBranding DeleteResourceServer DeleteTerms
            DeleteUserPool DeleteUserPoolClient DeleteUserPoolClientSecret DeleteUserPoolDomain DeleteUserPoolReplica
            StopUserImportJob UntagResource""",
        "cognito-identity": "DeleteIdentityPool UntagResource",
    },
    "data plane: an administrator's work on one user": {
        "cognito-idp": """
            AdminConfirmSignUp AdminDeleteSoftwareToken AdminDeleteUser AdminDeleteUserAttributes
            AdminDisableProviderForUser AdminDisableUser AdminEnableUser AdminForgetDevice AdminGetDevice AdminGetUser
            AdminGetUserAuthFactors AdminLinkProviderForUser AdminListDevices AdminListGroupsForUser
            AdminListUserAuthEvents AdminListUserSessions AdminRemoveUserFromGroup AdminResetUserPassword
            AdminRevokeUserSession AdminSetUserMFAPreference AdminSetUserSettings AdminUpdateAuthEventFeedback
            AdminUpdateDeviceStatus AdminUpdateUserAttributes AdminUserGlobalSignOut""",
        "cognito-identity": "DeleteIdentities LookupDeveloperIdentity MergeDeveloperIdentities UnlinkDeveloperIdentity",
        "cognito-sync": "BulkPublish",
    },
    "runtime: what an app calls for its user": {
        "cognito-idp": """
            AdminInitiateAuth AdminRespondToAuthChallenge AssociateSoftwareToken ChangePassword
            CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword ConfirmSignUp DeleteUser
            DeleteUserAttributes DeleteWebAuthnCredential ForgetDevice ForgotPassword GetClientToken GetDerivedToken
            GetDevice GetTokensFromRefreshToken GetUser GetUserAttributeVerificationCode GetUserAuthFactors
            GlobalSignOut InitiateAuth ListDevices ListUserSessions ListWebAuthnCredentials ResendConfirmationCode
            RespondToAuthChallenge RevokeToken RevokeUserSession SetUserMFAPreference SetUserSettings SignUp
            StartWebAuthnRegistration UpdateAuthEventFeedback UpdateDeviceStatus UpdateUserAttributes
            VerifySoftwareToken VerifyUserAttribute""",
        "cognito-identity": """
            GetCredentialsForIdentity GetId GetOpenIdToken GetOpenIdTokenForDeveloperIdentity UnlinkIdentity""",
        "cognito-sync": "DeleteDataset RegisterDevice SubscribeToDataset UnsubscribeFromDataset UpdateRecords",
    },
}
"""Configure nothing that stays."""

SERVICES = ("cognito-idp", "cognito-identity", "cognito-sync")


def classified() -> list[str]:
    """Every operation named above, as `service:Operation`."""
    others = [
        f"{service}:{name}" for kind in OTHER.values() for service, names in kind.items() for name in names.split()
    ]
    return [*CONFIGURES, *others]
