"""The user pool. One property of CloudFormation for each setting of the config, written here and nowhere else."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import user_pool as model
from config.model.threat_protection import ThreatProtection
from constructs import Construct
from stacks.constructs import escape_hatch, messages, pseudo
from stacks.constructs.pseudo import deploy_time
from stacks.constructs.role import Statement, passing
from stacks.constructs.schema import schema
from stacks.constructs.sms_role import SmsRole

Cfn = cognito.CfnUserPool
_ISSUERS = {None: "cognito-idp", "ORIGINAL": "cognito-idp", "UPDATED": "issuer-cognito-idp"}
"""The first part of the issuer's address."""


class UserPool(Construct):
    """The user pool, retained and protected unless `ephemeral`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: model.UserPool,
        name: str,
        feature_plan: model.FeaturePlan,
        relying_party_id: str | None,
        ephemeral: bool,
        lambda_config: Cfn.LambdaConfigProperty | None = None,
    ) -> None:
        """`name` is both the default PoolName and the SMS role's ExternalId."""
        super().__init__(scope, construct_id)
        sms_role = SmsRole(self, "SmsRole", config=config.sms, external_id=name) if config.sms else None
        email_mfa = "EMAIL_OTP" in config.mfa.active_factors
        pool = Cfn(
            self,
            "Default",
            user_pool_name=config.name or name,
            user_pool_tier=feature_plan,
            deletion_protection=_active(
                (not ephemeral) if config.deletion_protection is None else config.deletion_protection
            ),
            username_attributes=list(config.sign_in.username_attributes) or None,
            alias_attributes=list(config.sign_in.alias_attributes) or None,
            username_configuration=Cfn.UsernameConfigurationProperty(case_sensitive=config.sign_in.case_sensitive),
            schema=schema(config),
            admin_create_user_config=Cfn.AdminCreateUserConfigProperty(
                allow_admin_create_user_only=config.allow_admin_create_user_only,
                invite_message_template=Cfn.InviteMessageTemplateProperty(
                    email_subject=config.invite_message.email_subject,
                    email_message=config.invite_message.email_message,
                    sms_message=config.invite_message.sms_message,
                ),
            ),
            auto_verified_attributes=list(config.auto_verified_attributes),
            user_attribute_update_settings=Cfn.UserAttributeUpdateSettingsProperty(
                attributes_require_verification_before_update=list(
                    config.auto_verified_attributes
                    if config.attributes_require_verification_before_update is None
                    else config.attributes_require_verification_before_update
                )
            ),
            verification_message_template=Cfn.VerificationMessageTemplateProperty(
                **messages.verification(config.verification_message)
            ),
            policies=Cfn.PoliciesProperty(
                password_policy=_password_policy(config.password_policy),
                sign_in_policy=_sign_in_policy(config.sign_in) if feature_plan != "LITE" else None,
            ),
            account_recovery_setting=Cfn.AccountRecoverySettingProperty(
                recovery_mechanisms=[
                    Cfn.RecoveryOptionProperty(name=way, priority=priority)
                    for priority, way in enumerate(config.account_recovery, start=1)
                ]
            ),
            lambda_config=lambda_config,
            device_configuration=_devices(config.device_configuration) if config.device_configuration else None,
            email_configuration=Cfn.EmailConfigurationProperty(**messages.email(config.email, config.default_email)),
            sms_configuration=Cfn.SmsConfigurationProperty(**messages.sms(config.sms, sms_role))
            if config.sms and sms_role
            else None,
            sms_authentication_message=config.sms.authentication_message if config.sms else None,
            mfa_configuration=config.mfa.configuration,
            enabled_mfas=list(config.mfa.active_factors) or None,
            email_authentication_subject=config.mfa.email_subject if email_mfa else None,
            email_authentication_message=config.mfa.email_message if email_mfa else None,
            user_pool_add_ons=_add_ons(config.threat_protection) if feature_plan == "PLUS" else None,
            key_configuration=_key(config.kms_key_arn) if config.kms_key_arn else None,
            issuer_configuration=Cfn.IssuerConfigurationProperty(type=config.issuer_type)
            if config.issuer_type
            else None,
            web_authn_relying_party_id=relying_party_id,
            web_authn_user_verification=config.web_authn.user_verification if config.web_authn else None,
            web_authn_factor_configuration=config.web_authn.factor_configuration if config.web_authn else None,
        )
        escape_hatch.retain(pool, ephemeral=ephemeral, reason="the pool holds the users")
        self.resource = pool
        self.update_grants: list[Statement] = [passing(sms_role.arn)] if sms_role else []
        """What UpdateUserPool asks for beyond itself, of whoever sends all settings back."""
        self.id = pool.ref
        self.arn = pool.attr_arn
        self.issuer = f"https://{_ISSUERS[config.issuer_type]}.{pseudo.REGION}.{pseudo.URL_SUFFIX}/{self.id}"


def _key(arn: str) -> Cfn.KeyConfigurationProperty:
    return Cfn.KeyConfigurationProperty(key_type="CUSTOMER_MANAGED_KEY", kms_key_arn=deploy_time(arn))


def _active(on: bool) -> str:
    return "ACTIVE" if on else "INACTIVE"


def _password_policy(config: model.PasswordPolicy) -> Cfn.PasswordPolicyProperty:
    return Cfn.PasswordPolicyProperty(
        minimum_length=config.minimum_length,
        require_lowercase=config.require_lowercase,
        require_uppercase=config.require_uppercase,
        require_numbers=config.require_numbers,
        require_symbols=config.require_symbols,
        password_history_size=config.password_history_size or None,
        temporary_password_validity_days=config.temporary_password_validity_days,
    )


def _sign_in_policy(config: model.SignIn) -> Cfn.SignInPolicyProperty:
    """Also where only passwords are allowed: leaving the policy out would leave on what was on (aws-cdk#32369)."""
    return Cfn.SignInPolicyProperty(allowed_first_auth_factors=list(config.allowed_first_auth_factors))


def _add_ons(config: ThreatProtection | None) -> Cfn.UserPoolAddOnsProperty:
    if config is None:
        return Cfn.UserPoolAddOnsProperty(advanced_security_mode="OFF")
    custom = Cfn.AdvancedSecurityAdditionalFlowsProperty(custom_auth_mode=config.custom_auth_mode)
    return Cfn.UserPoolAddOnsProperty(
        advanced_security_mode=config.advanced_security_mode,
        advanced_security_additional_flows=custom if config.custom_auth_mode else None,
    )


def _devices(config: model.DeviceConfiguration) -> Cfn.DeviceConfigurationProperty:
    return Cfn.DeviceConfigurationProperty(
        challenge_required_on_new_device=config.challenge_required_on_new_device,
        device_only_remembered_on_user_prompt=config.device_only_remembered_on_user_prompt,
    )
