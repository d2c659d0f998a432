"""What threat protection does about which risk, in one client or in all."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import aws_cognito as cognito

from config.model import threat_protection as model
from config.model.clients import Client
from config.model.messages import Sender
from config.model.user_pool import UserPool
from config.names import pascal
from constructs import Construct
from stacks.constructs import messages

Cfn = cognito.CfnUserPoolRiskConfigurationAttachment
ALL_CLIENTS = "ALL"


def add_risk_configurations(
    scope: Construct,
    *,
    config: UserPool,
    clients: Mapping[str, Client],
    client_ids: Mapping[str, str],
    user_pool_id: str,
) -> None:
    """The pool's, and those of its clients."""
    pool_wide = config.threat_protection.risk_configuration if config.threat_protection else None
    risks = {"RiskConfiguration": (ALL_CLIENTS, pool_wide)} | {
        f"Client{pascal(key)}RiskConfiguration": (client_ids[key], client.risk_configuration)
        for key, client in clients.items()
    }
    for construct_id, (client_id, risk) in risks.items():
        if risk:
            RiskConfiguration(
                scope, construct_id, config=risk, user_pool_id=user_pool_id, client_id=client_id, sender=config.email
            )


class RiskConfiguration(Construct):
    """The risk configuration of a client, or of all that have none of their own."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: model.RiskConfiguration,
        user_pool_id: str,
        client_id: str,
        sender: Sender | None,
    ) -> None:
        """`sender`: of notifications that name none."""
        super().__init__(scope, construct_id)
        Cfn(
            self,
            "Default",
            user_pool_id=user_pool_id,
            client_id=client_id,
            account_takeover_risk_configuration=_takeover(config.account_takeover, sender)
            if config.account_takeover
            else None,
            compromised_credentials_risk_configuration=_credentials(config.compromised_credentials)
            if config.compromised_credentials
            else None,
            risk_exception_configuration=_exception(config.risk_exception) if config.risk_exception else None,
        )


def _takeover(config: model.AccountTakeover, sender: Sender | None) -> Cfn.AccountTakeoverRiskConfigurationTypeProperty:
    notify = config.notify_configuration
    sender = (notify.sender if notify else None) or sender
    return Cfn.AccountTakeoverRiskConfigurationTypeProperty(
        actions=Cfn.AccountTakeoverActionsTypeProperty(
            **{
                level: Cfn.AccountTakeoverActionTypeProperty(event_action=action.event_action, notify=action.notify)
                for level, action in config.actions.items()
            }
        ),
        notify_configuration=_notify(notify, sender) if notify and sender else None,
    )


def _notify(config: model.NotifyConfiguration, sender: Sender) -> Cfn.NotifyConfigurationTypeProperty:
    return Cfn.NotifyConfigurationTypeProperty(
        source_arn=messages.identity_arn(sender.identity, sender.region),
        from_=messages.sender(sender),
        reply_to=sender.reply_to,
        **{
            name: Cfn.NotifyEmailTypeProperty(**getattr(config, name).model_dump())
            for name in ("no_action_email", "mfa_email", "block_email")
        },
    )


def _credentials(config: model.CompromisedCredentials) -> Cfn.CompromisedCredentialsRiskConfigurationTypeProperty:
    return Cfn.CompromisedCredentialsRiskConfigurationTypeProperty(
        actions=Cfn.CompromisedCredentialsActionsTypeProperty(event_action=config.event_action),
        event_filter=list(config.event_filter) or None,
    )


def _exception(config: model.RiskException) -> Cfn.RiskExceptionConfigurationTypeProperty:
    return Cfn.RiskExceptionConfigurationTypeProperty(
        blocked_ip_range_list=list(config.blocked_ip_range_list),
        skipped_ip_range_list=list(config.skipped_ip_range_list),
    )
