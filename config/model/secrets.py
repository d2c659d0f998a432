"""Secrets by reference. Their values stand in AWS Secrets Manager, never in an environment file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, model_validator

from config.model.base import Form, Model, SecretName


class SecretReference(Model):
    """One version of one value in AWS Secrets Manager, looked up by CloudFormation when it deploys. CloudFormation
    looks again only where the template changes: so a rotated secret is a new `version` here, and a diff to review."""

    model_config = ConfigDict(json_schema_extra={"writeOnly": True})

    @model_validator(mode="before")
    @classmethod
    def _is_no_value(cls, value: Any) -> Any:
        if not isinstance(value, dict | SecretReference):
            raise ValueError(  # noqa: TRY004  # for pydantic
                "is no reference to a secret: write {secret: ..., key: ..., version: ...}, "
                "and if the secret itself stood there, change it"
            )
        return value

    secret: SecretName
    """The secret's name, in the account and Region of the deployment."""
    key: Annotated[
        str, Form("^[A-Za-z0-9_.-]{1,128}$", "a key of the secret's JSON: letters, digits, _, . and -", hidden=True)
    ]
    """Which value of the secret's JSON."""
    version: Annotated[
        str,
        Form("^[A-Za-z0-9-]{32,64}$", "a version id of the secret: 32 to 64 letters, digits and hyphens", hidden=True),
    ]
    """Its version id (`aws secretsmanager describe-secret` shows it)."""
