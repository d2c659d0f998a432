"""What holds users, or what users and apps remember, keeps its identity and outlives mistakes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config import loader
from config.model import Environment
from config.names import pascal
from fresh_assembly import assembly
from synthesis import ENVIRONMENTS, all_templates, templates

STATEFUL = {
    "AWS::Cognito::UserPool": "users",
    "AWS::Cognito::UserPoolClient": "its id stands in apps",
    "AWS::Cognito::IdentityPool": "identity ids, the keys of users' data",
    "AWS::Cognito::UserPoolGroup": "members",
    "AWS::Cognito::UserPoolReplica": "users may be signing in there",
    "AWS::Cognito::UserPoolDomain": "the prefix, which anybody may take once it is free; the name that DNS points at",
    "AWS::SecretsManager::Secret": "generated passwords",
    "AWS::KMS::Key": "without it, a retained pool sends no code",
    "AWS::Kinesis::Stream": "changes of datasets that nobody has read yet",
}
SETTINGS = "made again from the config; under another logical id, the old one's Delete would undo it"
STATELESS = {
    "AWS::Cognito::IdentityPoolPrincipalTag": "made again from the config",
    "AWS::Cognito::UserPoolRegionalConfigurationAttachment": "made again from the config",
    "Custom::CognitoPublished": "only read",
    "AWS::Cognito::LogDeliveryConfiguration": "made again from the config",
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": "made again from the config",
    "AWS::Cognito::IdentityPoolRoleAttachment": "made again from the config",
    "AWS::Cognito::ManagedLoginBranding": "made again from the config",
    "AWS::Cognito::Terms": "made again from the config",
    "AWS::Cognito::UserPoolIdentityProvider": "made again from the config; its users are the pool's",
    "AWS::Cognito::UserPoolResourceServer": "made again from the config",
    "AWS::Cognito::UserPoolUICustomizationAttachment": "made again from the config",
    "AWS::CloudWatch::Alarm": "made again from the config",
    "AWS::IAM::OIDCProvider": "made again from the config",
    "AWS::IAM::SAMLProvider": "made again from the config",
    "AWS::IAM::Role": "made again from the config",
    "AWS::Lambda::EventInvokeConfig": "made again from the config",
    "AWS::Lambda::Function": "made again from the config",
    "AWS::Lambda::Permission": "made again from the config",
    "AWS::Logs::LogGroup": "what functions did, for a month",
    "AWS::Logs::MetricFilter": "made again from the config",
    "AWS::SSM::Parameter": "made again from the config",
    "Custom::CognitoAcrConfiguration": SETTINGS,
    "Custom::CognitoClassicLogo": SETTINGS,
    "Custom::CognitoDynamicClientRegistration": SETTINGS,
    "Custom::CognitoProvisionedLimit": SETTINGS,
    "Custom::CognitoSessionConfiguration": SETTINGS,
    "Custom::CognitoUserImport": "its users stay, and so does the job that knows its file",
    "Custom::CognitoTermsLinks": SETTINGS,
    "Custom::CognitoTokenExchange": SETTINGS,
    "Custom::SmsAccountSettings": SETTINGS,
    "Custom::CognitoUser": "leaves with the config, by its contract; its logical id is part of the mark of who owns it",
}


def pinned(config: Environment) -> dict[str, set[str]]:
    """The logical ids that no refactoring may change."""
    return {
        "AWS::Cognito::UserPool": {"UserPool"},
        "AWS::Cognito::UserPoolReplica": {f"Replica{pascal(region)}" for region in config.replicas},
        "AWS::Cognito::UserPoolClient": {f"Client{pascal(key)}" for key in config.clients},
        "AWS::Cognito::IdentityPool": {"IdentityPool"},
        "AWS::Cognito::UserPoolGroup": {f"Group{pascal(key)}" for key in config.groups},
        "AWS::Cognito::UserPoolDomain": {
            *(["UserPoolDomain"] if config.domain and config.domain.prefix else []),
            *(["UserPoolDomainCustom"] if config.domain and config.domain.custom else []),
        },
        "AWS::SecretsManager::Secret": {
            f"SeedPassword{pascal(key)}" for key, user in config.seed_users.items() if not user.password_secret
        },
        "AWS::KMS::Key": {"CustomSenderKey"} if config.triggers.senders() and not config.triggers.kms_key_id else set(),
        **settings(config),
        "Custom::CognitoUser": {f"SeedUser{pascal(key)}" for key in config.seed_users},
    }


def settings(config: Environment) -> dict[str, set[str]]:
    """Custom resources whose Delete undoes what they set."""
    pool = config.user_pool
    there: dict[str, object] = {
        "CognitoAcrConfiguration": pool.acr_configuration,
        "CognitoDynamicClientRegistration": pool.dcr_configuration,
        "CognitoSessionConfiguration": pool.user_session_tracking,
        "SmsAccountSettings": config.sms_account,
    }
    limits = {f"CognitoProvisionedLimit{category}" for category in config.provisioned_limits}
    alone = {f"Custom::{name}": {name} if wanted else set() for name, wanted in there.items()}
    looks = {f"ClassicLogo{pascal(key)}": client.ui_customization for key, client in config.clients.items()}
    looks |= {"ClassicLogo": config.domain.ui_customization} if config.domain else {}
    logos = {key for key, look in looks.items() if look and look.logo}
    return alone | {"Custom::CognitoProvisionedLimit": limits, "Custom::CognitoClassicLogo": logos}


def all_resources(environment: str) -> dict[str, Any]:
    return {key: each for template in templates(environment).values() for key, each in template["Resources"].items()}


def test_every_type_is_known_to_hold_state_or_not() -> None:
    types = {each["Type"] for template in all_templates().values() for each in template["Resources"].values()}
    assert types == STATEFUL.keys() | STATELESS.keys()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_logical_ids_are_pinned(environment: str) -> None:
    for resource_type, expected in pinned(loader.load(environment)).items():
        found = [key for key, each in all_resources(environment).items() if each["Type"] == resource_type]
        assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_state_is_retained_unless_the_environment_is_ephemeral(environment: str) -> None:
    policy = "Delete" if loader.load(environment).ephemeral else "Retain"
    for key, each in all_resources(environment).items():
        if each["Type"] in STATEFUL:
            assert (each["DeletionPolicy"], each["UpdateReplacePolicy"]) == (policy, policy), key


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_pool_and_stacks_are_protected_unless_the_environment_is_ephemeral(environment: str) -> None:
    lasting = not loader.load(environment).ephemeral
    assert (all_resources(environment)["UserPool"]["Properties"]["DeletionProtection"] == "ACTIVE") is lasting
    manifest = json.loads(assembly()["manifest.json"])
    for stack in templates(environment):
        assert manifest["artifacts"][stack]["properties"].get("terminationProtection", False) is lasting
