"""The user pool's domain: where its pages, links and OAuth endpoints are."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import domain as model
from constructs import Construct
from stacks.constructs import escape_hatch, pseudo

Cfn = cognito.CfnUserPoolDomain


class Domain(Construct):
    """A prefix domain, one of your own, or both; retained unless `ephemeral`."""

    def __init__(
        self, scope: Construct, construct_id: str, *, config: model.Domain, user_pool_id: str, ephemeral: bool
    ) -> None:
        super().__init__(scope, construct_id)
        self.url = f"https://{config.host(pseudo.REGION)}"
        self.cloudfront_distribution: str | None = None
        """What DNS must point a domain of your own at."""
        if config.prefix:
            prefix = Cfn(
                self,
                "Default",
                user_pool_id=user_pool_id,
                domain=config.prefix,
                managed_login_version=config.managed_login_version,
            )
            escape_hatch.retain(
                prefix, ephemeral=ephemeral, reason="a freed prefix is anybody's, and apps still go there"
            )
        if config.custom:
            custom = Cfn(
                Construct(scope, f"{construct_id}Custom"),  # so that its logical id is a plain name, too
                "Default",
                user_pool_id=user_pool_id,
                domain=config.custom.domain,
                managed_login_version=config.managed_login_version,
                custom_domain_config=Cfn.CustomDomainConfigTypeProperty(
                    certificate_arn=config.custom.certificate_arn, security_policy=config.custom.security_policy
                ),
                routing=_routing(config.custom.failover) if config.custom.failover else None,
            )
            self.cloudfront_distribution = custom.attr_cloud_front_distribution
            escape_hatch.retain(custom, ephemeral=ephemeral, reason="DNS and apps point at it")


def _routing(failover: model.Failover) -> cognito.CfnUserPoolDomain.RoutingTypeProperty:
    return Cfn.RoutingTypeProperty(
        failover=Cfn.FailoverTypeProperty(
            secondary_region=failover.secondary_region,
            primary_route53_health_check_id=failover.primary_route53_health_check_id,
        )
    )
