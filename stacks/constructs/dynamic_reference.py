"""The value of a secret, for the few properties of CloudFormation that take one and have no field for its name."""

from __future__ import annotations

from config.model.secrets import SecretReference


def dynamic_reference(secret: SecretReference) -> str:
    """Resolved by CloudFormation at deploy time; no template and no diff holds the value.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html"""
    return f"{{{{resolve:secretsmanager:{secret.secret}:SecretString:{secret.key}::{secret.version}}}}}"
