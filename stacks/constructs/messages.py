"""How a user pool sends e-mail and SMS, and what it says: the keywords of the CDK's property classes."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_cognito as cognito

from config.model.messages import DefaultEmail, Sender, Ses, SmsSender, VerificationMessage
from stacks.constructs import pseudo
from stacks.constructs.pseudo import deploy_time
from stacks.constructs.sms_role import SmsRole

Cfn = cognito.CfnUserPool
Regional = cognito.CfnUserPoolRegionalConfigurationAttachment


def verification(config: VerificationMessage) -> dict[str, Any]:
    """Only the e-mail that is sent: Cognito refuses the texts of both kinds together."""
    texts = (
        {"email_subject_by_link": config.email_subject, "email_message_by_link": config.email_message_by_link}
        if config.default_email_option == "CONFIRM_WITH_LINK"
        else {"email_subject": config.email_subject, "email_message": config.email_message}
    )
    return {"default_email_option": config.default_email_option, "sms_message": config.sms_message, **texts}


def email(config: Ses | None, default: DefaultEmail | None) -> dict[str, Any]:
    """SES, or Cognito's own sender."""
    if config is None:
        return {
            "email_sending_account": "COGNITO_DEFAULT",
            "source_arn": identity_arn(default.identity, default.region) if default and default.identity else None,
            "reply_to_email_address": default.reply_to if default else None,
        }
    return {
        "email_sending_account": "DEVELOPER",
        "source_arn": identity_arn(config.identity, config.region),
        "from_": sender(config),
        "reply_to_email_address": config.reply_to,
        "configuration_set": config.configuration_set,
    }


def sender(config: Sender) -> str:
    """As it stands in the e-mail."""
    return f"{config.from_name} <{config.from_email}>" if config.from_name else config.from_email


def identity_arn(identity: str, region: str | None) -> str:
    """The ARN of the verified SES identity, in this account."""
    return f"arn:{pseudo.PARTITION}:ses:{region or pseudo.REGION}:{pseudo.ACCOUNT_ID}:identity/{identity}"


def sms(config: SmsSender, role: SmsRole, cfn: type[Cfn | Regional] = Cfn) -> dict[str, Any]:
    """Amazon SNS or End User Messaging, in the role that may send. `cfn`: the resource that it is for."""
    eums = config.eums_sms
    if eums is None:
        region = config.sns_region or pseudo.REGION
        return {"sns_caller_arn": role.arn, "external_id": role.external_id, "sns_region": region}
    return {
        "eums_sms": cfn.EumsSmsConfigurationProperty(
            caller_arn=role.arn,
            external_id=role.external_id,
            region=pseudo.REGION,
            **eums.model_dump(exclude={"origination_identity"}),
            origination_identity=deploy_time(eums.origination_identity) if eums.origination_identity else None,
        )
    }
