from __future__ import annotations

from typing import Any

import pytest

from config.model.messages import EumsSms, Ses, Sms, VerificationMessage
from config.model.threat_protection import ThreatProtection
from config.model.user_pool import (
    DeviceConfiguration,
    FeaturePlan,
    Mfa,
    NumberAttribute,
    OtherAttribute,
    SignIn,
    StandardAttribute,
    StringAttribute,
    UserPool,
    WebAuthn,
)
from rendering import only, rendered
from stacks.constructs import user_pool


def resources(config: UserPool, *, ephemeral: bool = False, plan: FeaturePlan = "PLUS") -> dict[str, Any]:
    return rendered(
        lambda stack: user_pool.UserPool(
            stack,
            "UserPool",
            config=config,
            name="gatehouse-test",
            feature_plan=plan,
            relying_party_id="example.com" if config.web_authn else None,
            ephemeral=ephemeral,
        )
    )


def properties(config: UserPool, **options: Any) -> dict[str, Any]:
    return only(resources(config, **options), "AWS::Cognito::UserPool")


def test_keeps_and_protects_the_pool_by_default() -> None:
    pool = resources(UserPool())["UserPool"]
    assert (pool["DeletionPolicy"], pool["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert pool["Properties"]["DeletionProtection"] == "ACTIVE"


def test_lets_an_ephemeral_pool_go() -> None:
    pool = resources(UserPool(), ephemeral=True)["UserPool"]
    assert (pool["DeletionPolicy"], pool["UpdateReplacePolicy"]) == ("Delete", "Delete")
    assert pool["Properties"]["DeletionProtection"] == "INACTIVE"


@pytest.mark.parametrize(("wanted", "rendered_as"), [(True, "ACTIVE"), (False, "INACTIVE")])
def test_an_explicit_deletion_protection_wins(wanted: bool, rendered_as: str) -> None:
    config = UserPool(deletion_protection=wanted)
    assert properties(config, ephemeral=wanted)["DeletionProtection"] == rendered_as


def test_is_closed_by_default() -> None:
    """No self sign-up, no twins by case, no unproven change of address, no SMS, no device tracking."""
    pool = properties(UserPool())
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    assert not {"SmsConfiguration", "SmsAuthenticationMessage", "DeviceConfiguration"} & set(pool)


def test_every_schema_entry_has_its_type() -> None:
    """Without one, Cognito refuses every later update of the pool (aws-cdk#8585)."""
    config = UserPool(
        standard_attributes={
            "email": StandardAttribute(required=True),
            "name": StandardAttribute(min_length=1),
            "updated_at": StandardAttribute(mutable=False),
        },
        custom_attributes={
            "tenant": StringAttribute(type="String", max_length=64, mutable=False),
            "level": NumberAttribute(type="Number", min_value=0),
            "count": NumberAttribute(type="Number"),
            "joined": OtherAttribute(type="DateTime"),
        },
    )
    assert properties(config)["Schema"][:-1] == [
        {"Name": "email", "AttributeDataType": "String", "Required": True, "Mutable": True},
        {
            "Name": "name",
            "AttributeDataType": "String",
            "Required": False,
            "Mutable": True,
            "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"},
        },
        {"Name": "updated_at", "AttributeDataType": "Number", "Required": False, "Mutable": False},
        {
            "Name": "tenant",
            "AttributeDataType": "String",
            "Required": False,
            "Mutable": False,
            "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "64"},
        },
        {
            "Name": "level",
            "AttributeDataType": "Number",
            "Required": False,
            "Mutable": True,
            "NumberAttributeConstraints": {"MinValue": "0"},
        },
        {"Name": "count", "AttributeDataType": "Number", "Required": False, "Mutable": True},
        {"Name": "joined", "AttributeDataType": "DateTime", "Required": False, "Mutable": True},
    ]


def test_the_owner_mark_is_in_every_schema() -> None:
    """Also without seed users: Cognito never lets go of an attribute, so it must not come and go with them."""
    (entry,) = properties(UserPool())["Schema"]
    assert (entry["Name"], entry["AttributeDataType"]) == ("managed_by", "String")
    assert (entry["Required"], entry["Mutable"]) == (False, False)


def test_mfa_off_names_no_factor() -> None:
    pool = properties(UserPool(mfa=Mfa(configuration="OFF")))
    assert pool["MfaConfiguration"] == "OFF"
    assert not {"EnabledMfas", "EmailAuthenticationMessage"} & set(pool)


def test_email_mfa_carries_its_texts() -> None:
    config = UserPool(
        mfa=Mfa(configuration="ON", factors=("EMAIL_OTP",), email_subject="Code", email_message="It is {####}"),
        email=Ses(identity="example.com", from_email="a@example.com"),
    )
    pool = properties(config)
    assert pool["EnabledMfas"] == ["EMAIL_OTP"]
    assert (pool["EmailAuthenticationSubject"], pool["EmailAuthenticationMessage"]) == ("Code", "It is {####}")


@pytest.mark.parametrize(("name", "sender"), [("Shop", "Shop <a@example.com>"), (None, "a@example.com")])
def test_mail_goes_through_ses_under_the_given_name(name: str | None, sender: str) -> None:
    config = UserPool(email=Ses(identity="example.com", from_email="a@example.com", from_name=name, region="eu-west-1"))
    email = properties(config)["EmailConfiguration"]
    assert email["EmailSendingAccount"] == "DEVELOPER"
    assert email["From"] == sender
    assert email["SourceArn"]["Fn::Join"][1][2].startswith(":ses:eu-west-1:")


def test_only_this_accounts_pools_with_the_external_id_may_use_the_sms_role() -> None:
    found = resources(UserPool(sms=Sms()))
    role = only(found, "AWS::IAM::Role")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "cognito-idp.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {
        "sts:ExternalId": "gatehouse-test",
        "aws:SourceAccount": {"Ref": "AWS::AccountId"},
    }
    assert "aws:SourceArn" in trust["Condition"]["ArnLike"]
    (statement,) = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "sns:Publish"
    assert "NotResource" in statement, "publishing to a topic must stay out"
    sms = only(found, "AWS::Cognito::UserPool")["SmsConfiguration"]
    assert sms["ExternalId"] == "gatehouse-test"
    assert sms["SnsRegion"] == {"Ref": "AWS::Region"}


@pytest.mark.parametrize(
    ("identity", "allowed"),
    [
        (
            "arn:aws:sms-voice:eu-west-1:111111111111:pool/pool-1",
            "arn:aws:sms-voice:eu-west-1:111111111111:pool/pool-1",
        ),
        ("+491511234567", "*"),
        (None, "*"),
    ],
)
def test_end_user_messaging_sends_from_the_given_arn_alone(identity: str | None, allowed: str) -> None:
    found = resources(UserPool(sms=Sms(eums_sms=EumsSms(origination_identity=identity, in_entity_id="1"))))
    (statement,) = only(found, "AWS::IAM::Role")["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement == {"Effect": "Allow", "Action": "sms-voice:SendTextMessage", "Resource": allowed}
    sms = only(found, "AWS::Cognito::UserPool")["SmsConfiguration"]
    assert list(sms) == ["EumsSms"]
    assert sms["EumsSms"].pop("CallerArn")
    assert sms["EumsSms"].get("OriginationIdentity") == identity
    assert (sms["EumsSms"]["ExternalId"], sms["EumsSms"]["InEntityId"]) == ("gatehouse-test", "1")
    assert sms["EumsSms"]["Region"] == {"Ref": "AWS::Region"}


def test_sign_in_names_are_passed_on() -> None:
    assert properties(UserPool(sign_in=SignIn(username_attributes=("email",))))["UsernameAttributes"] == ["email"]
    aliases = properties(UserPool(sign_in=SignIn(alias_attributes=("preferred_username",), case_sensitive=True)))
    assert aliases["AliasAttributes"] == ["preferred_username"]
    assert aliases["UsernameConfiguration"] == {"CaseSensitive": True}
    assert "UsernameAttributes" not in aliases


@pytest.mark.parametrize(
    ("option", "other"), [("CONFIRM_WITH_CODE", "EmailMessageByLink"), ("CONFIRM_WITH_LINK", "EmailMessage")]
)
def test_only_the_verification_mail_that_is_sent_has_texts(option: Any, other: str) -> None:
    template = properties(UserPool(verification_message=VerificationMessage(default_email_option=option)))
    assert template["VerificationMessageTemplate"]["DefaultEmailOption"] == option
    assert other not in template["VerificationMessageTemplate"]


def test_recovery_keeps_its_order() -> None:
    config = UserPool(account_recovery=("verified_phone_number", "verified_email"))
    assert properties(config)["AccountRecoverySetting"]["RecoveryMechanisms"] == [
        {"Name": "verified_phone_number", "Priority": 1},
        {"Name": "verified_email", "Priority": 2},
    ]


def test_update_verification_can_be_narrowed() -> None:
    config = UserPool(attributes_require_verification_before_update=())
    assert properties(config)["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": []}


def test_devices_are_tracked_when_asked_for() -> None:
    config = UserPool(device_configuration=DeviceConfiguration(challenge_required_on_new_device=False))
    assert properties(config)["DeviceConfiguration"] == {
        "ChallengeRequiredOnNewDevice": False,
        "DeviceOnlyRememberedOnUserPrompt": True,
    }


def test_passkeys_are_configured_when_asked_for() -> None:
    config = UserPool(web_authn=WebAuthn(user_verification="required"))
    pool = properties(config)
    assert pool["WebAuthnRelyingPartyID"] == "example.com"
    assert pool["WebAuthnUserVerification"] == "required"
    assert pool["WebAuthnFactorConfiguration"] == "SINGLE_FACTOR"
    assert not {key for key in properties(UserPool()) if key.startswith("WebAuthn")}


def test_choice_based_sign_in_is_switched_off_by_name_where_the_plan_knows_it() -> None:
    """Cognito keeps a policy that is left out (aws-cdk#32369), and takes none on LITE."""
    assert properties(UserPool())["Policies"]["SignInPolicy"] == {"AllowedFirstAuthFactors": ["PASSWORD"]}
    assert "SignInPolicy" not in properties(UserPool(), plan="LITE")["Policies"]


def test_threat_protection_is_switched_off_by_name_where_the_plan_knows_it() -> None:
    assert properties(UserPool())["UserPoolAddOns"] == {"AdvancedSecurityMode": "OFF"}
    assert "UserPoolAddOns" not in properties(UserPool(), plan="ESSENTIALS")


def test_custom_authentication_has_a_mode_of_its_own() -> None:
    config = UserPool(threat_protection=ThreatProtection(advanced_security_mode="AUDIT", custom_auth_mode="ENFORCED"))
    assert properties(config)["UserPoolAddOns"] == {
        "AdvancedSecurityMode": "AUDIT",
        "AdvancedSecurityAdditionalFlows": {"CustomAuthMode": "ENFORCED"},
    }
    config = UserPool(threat_protection=ThreatProtection(advanced_security_mode="ENFORCED"))
    assert properties(config)["UserPoolAddOns"] == {"AdvancedSecurityMode": "ENFORCED"}


def test_custom_authentication_can_be_protected_alone() -> None:
    """The API requires AdvancedSecurityMode (UserPoolAddOnsType)."""
    config = UserPool(threat_protection=ThreatProtection(custom_auth_mode="ENFORCED"))
    assert properties(config)["UserPoolAddOns"] == {
        "AdvancedSecurityMode": "OFF",
        "AdvancedSecurityAdditionalFlows": {"CustomAuthMode": "ENFORCED"},
    }


@pytest.mark.parametrize(
    ("kind", "issuer"), [(None, "cognito-idp"), ("ORIGINAL", "cognito-idp"), ("UPDATED", "issuer-cognito-idp")]
)
def test_the_issuer_is_the_one_that_tokens_will_name(kind: Any, issuer: str) -> None:
    made = []

    def make(stack: Any) -> None:
        pool = user_pool.UserPool(
            stack,
            "UserPool",
            config=UserPool(issuer_type=kind),
            name="gatehouse-test",
            feature_plan="LITE",
            relying_party_id=None,
            lambda_config=None,
            ephemeral=True,
        )
        made.append(stack.resolve(pool.issuer)["Fn::Join"][1][0])

    rendered(make)
    assert made == [f"https://{issuer}."]
    pool = properties(UserPool(issuer_type=kind))
    assert pool.get("IssuerConfiguration", {}).get("Type") == kind


def test_the_given_key_encrypts_the_pool() -> None:
    arn = "arn:aws:kms:eu-west-1:111111111111:key/mrk-1"
    assert properties(UserPool(kms_key_arn=arn))["KeyConfiguration"] == {
        "KeyType": "CUSTOMER_MANAGED_KEY",
        "KmsKeyArn": arn,
    }
    assert "KeyConfiguration" not in properties(UserPool())
