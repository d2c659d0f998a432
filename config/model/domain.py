"""The user pool's domain: where its pages, links and OAuth endpoints are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.model.base import Form, Model
from config.model.regions import Region
from config.model.ui_customization import UiCustomization

CLASSIC, MANAGED_LOGIN = 1, 2
"""What managed_login_version can be: the classic hosted UI, or managed login."""
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"


class Failover(Model):
    """Where a replicated user pool's requests go while its own Region can't answer."""

    secondary_region: Region
    """The Region of the replica."""
    primary_route53_health_check_id: Annotated[str, Form("^[A-Za-z0-9-]{1,64}$", "the id of a Route 53 health check")]
    """The health check that says whether this Region answers."""


class CustomDomain(Model):
    """A domain of your own. Its parent must have an A record; then point the domain at what the stack publishes as
    domain-cloudfront-distribution."""

    domain: Annotated[
        str,
        Field(max_length=63),
        Form(rf"^{_LABEL}(\.{_LABEL})+$", "a domain name in lower case, such as auth.example.com"),
    ]
    """The whole name, such as auth.example.com. A change makes a new domain."""
    certificate_arn: Annotated[
        str,
        Form(
            r"^arn:aws:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]{1,64}$",
            "the ARN of an ACM certificate in us-east-1 (the domain is served by CloudFront, which takes no other)",
        ),
    ]
    """The certificate for it."""
    security_policy: Literal["TLS_V1", "TLS_V1_2_2021", "TLS_V1_3_2025"] = "TLS_V1_2_2021"
    """The oldest TLS that browsers may speak."""
    failover: Failover | None = None
    """For a pool with a replica. Default: none."""


class Domain(Model):
    """The user pool's domain: a prefix, a domain of your own, or both."""

    prefix: (
        Annotated[
            str,
            Form(
                "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
                "lower-case letters, digits and hyphens, no hyphen first or last, at most 63 characters",
            ),
        ]
        | None
    ) = None
    """https://<prefix>.auth.<region>.amazoncognito.com; unique in the Region among all AWS accounts."""
    custom: CustomDomain | None = None
    """A domain of your own. With a prefix beside it, this is the one that is published."""
    managed_login_version: Annotated[int, Field(ge=1, le=2)] = 1
    """1: the classic hosted UI. 2: managed login (ESSENTIALS or PLUS)."""
    ui_customization: UiCustomization | None = None
    """How the classic pages look, for each client that has none of its own."""

    def host(self, region: str) -> str | None:
        """What browsers show: the domain of your own, else the prefix domain; None if nothing is written."""
        if self.custom:
            return self.custom.domain
        return self.prefix_host(region)

    def prefix_host(self, region: str) -> str | None:
        """The prefix domain, also beside a domain of your own; None if there is none."""
        return f"{self.prefix}.auth.{region}.amazoncognito.com" if self.prefix else None
