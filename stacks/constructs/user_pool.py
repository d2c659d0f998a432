"""The user pool. One property of CloudFormation for each setting of the config, written here and nowhere else."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import user_pool as model
from config.model.attributes import OWNER_ATTRIBUTE
from config.model.messages import Ses, Sms, VerificationMessage
from config.model.user_pool import CustomAttribute, NumberAttribute, StringAttribute
from constructs import Construct
from stacks.constructs import escape_hatch, pseudo
from stacks.constructs.sms_role import SmsRole

Cfn = cognito.CfnUserPool

_STANDARD_TYPES = {"updated_at": "Number"}
"""All other standard attributes are strings."""


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
        ephemeral: bool,
    ) -> None:
        """`name` is both the default PoolName and the SMS role's ExternalId."""
        super().__init__(scope, construct_id)
        sms_role = SmsRole(self, "SmsRole", external_id=name) if config.sms else None
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
            schema=_schema(config),
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
            verification_message_template=_verification(config.verification_message),
            policies=Cfn.PoliciesProperty(password_policy=_password_policy(config.password_policy)),
            account_recovery_setting=Cfn.AccountRecoverySettingProperty(
                recovery_mechanisms=[
                    Cfn.RecoveryOptionProperty(name=way, priority=priority)
                    for priority, way in enumerate(config.account_recovery, start=1)
                ]
            ),
            device_configuration=_devices(config.device_configuration) if config.device_configuration else None,
            email_configuration=_ses(config.email)
            if config.email
            else Cfn.EmailConfigurationProperty(email_sending_account="COGNITO_DEFAULT"),
            sms_configuration=_sms(config.sms, sms_role) if config.sms and sms_role else None,
            sms_authentication_message=config.sms.authentication_message if config.sms else None,
            mfa_configuration=config.mfa.configuration,
            enabled_mfas=list(config.mfa.active_factors) or None,
            email_authentication_subject=config.mfa.email_subject if email_mfa else None,
            email_authentication_message=config.mfa.email_message if email_mfa else None,
        )
        escape_hatch.retain(pool, ephemeral=ephemeral, reason="the pool holds the users")
        self.id = pool.ref
        self.arn = pool.attr_arn
        self.issuer = f"https://cognito-idp.{pseudo.REGION}.{pseudo.URL_SUFFIX}/{self.id}"


def _verification(config: VerificationMessage) -> Cfn.VerificationMessageTemplateProperty:
    """Only the e-mail that is sent: Cognito refuses the texts of both kinds together."""
    if config.default_email_option == "CONFIRM_WITH_LINK":
        return Cfn.VerificationMessageTemplateProperty(
            default_email_option="CONFIRM_WITH_LINK",
            email_subject_by_link=config.email_subject,
            email_message_by_link=config.email_message_by_link,
            sms_message=config.sms_message,
        )
    return Cfn.VerificationMessageTemplateProperty(
        default_email_option="CONFIRM_WITH_CODE",
        email_subject=config.email_subject,
        email_message=config.email_message,
        sms_message=config.sms_message,
    )


def _active(on: bool) -> str:
    return "ACTIVE" if on else "INACTIVE"


def _schema(config: model.UserPool) -> list[Cfn.SchemaAttributeProperty]:
    """Each entry with its type: Cognito refuses every later update of an entry without one (aws-cdk#8585)."""
    standard = [
        Cfn.SchemaAttributeProperty(
            name=name,
            attribute_data_type=_STANDARD_TYPES.get(name, "String"),
            required=attribute.required,
            mutable=attribute.mutable,
        )
        for name, attribute in config.standard_attributes.items()
    ]
    custom = [_custom(name, attribute) for name, attribute in config.custom_attributes.items()]
    # In every pool, seed users or not: a schema entry can be added to a live pool, and never taken away again.
    owner = _custom(OWNER_ATTRIBUTE, StringAttribute(type="String", mutable=False))
    return [*standard, *custom, owner]


def _custom(name: str, attribute: CustomAttribute) -> Cfn.SchemaAttributeProperty:
    text = number = None
    if isinstance(attribute, StringAttribute):
        text = Cfn.StringAttributeConstraintsProperty(
            min_length=str(attribute.min_length), max_length=str(attribute.max_length)
        )
    if isinstance(attribute, NumberAttribute) and (attribute.min_value, attribute.max_value) != (None, None):
        number = Cfn.NumberAttributeConstraintsProperty(
            min_value=_text(attribute.min_value), max_value=_text(attribute.max_value)
        )
    return Cfn.SchemaAttributeProperty(
        name=name,
        attribute_data_type=attribute.type,
        mutable=attribute.mutable,
        required=False,
        string_attribute_constraints=text,
        number_attribute_constraints=number,
    )


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


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


def _devices(config: model.DeviceConfiguration) -> Cfn.DeviceConfigurationProperty:
    return Cfn.DeviceConfigurationProperty(
        challenge_required_on_new_device=config.challenge_required_on_new_device,
        device_only_remembered_on_user_prompt=config.device_only_remembered_on_user_prompt,
    )


def _ses(config: Ses) -> Cfn.EmailConfigurationProperty:
    region = config.region or pseudo.REGION
    return Cfn.EmailConfigurationProperty(
        email_sending_account="DEVELOPER",
        source_arn=f"arn:{pseudo.PARTITION}:ses:{region}:{pseudo.ACCOUNT_ID}:identity/{config.identity}",
        from_=f"{config.from_name} <{config.from_email}>" if config.from_name else config.from_email,
        reply_to_email_address=config.reply_to,
        configuration_set=config.configuration_set,
    )


def _sms(config: Sms, role: SmsRole) -> Cfn.SmsConfigurationProperty:
    return Cfn.SmsConfigurationProperty(
        sns_caller_arn=role.arn, external_id=role.external_id, sns_region=config.sns_region or pseudo.REGION
    )
