from __future__ import annotations

from config.model.secrets import SecretReference
from stacks.constructs.dynamic_reference import dynamic_reference


def test_names_one_version_so_that_a_rotation_is_a_diff() -> None:
    secret = SecretReference(secret="example/google", key="client_secret", version=32 * "0")
    assert dynamic_reference(secret) == (
        "{{resolve:secretsmanager:example/google:SecretString:client_secret::00000000000000000000000000000000}}"
    )
