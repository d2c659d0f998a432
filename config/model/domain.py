"""The user pool's domain: where its pages, links and OAuth endpoints are."""

from __future__ import annotations

from typing import Annotated

from config.model.base import Form, Model


class Domain(Model):
    """The user pool's domain."""

    prefix: Annotated[
        str,
        Form(
            "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            "lower-case letters, digits and hyphens, no hyphen first or last, at most 63 characters",
        ),
    ]
    """https://<prefix>.auth.<region>.amazoncognito.com; unique in the Region among all AWS accounts."""
