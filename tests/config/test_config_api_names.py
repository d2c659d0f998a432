"""Whoever writes what Cognito's API calls a setting is told what it is called here, or why it isn't there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from botocore import xform_name

from cognito_api import service
from config import loader
from config.api_names import same
from config.errors import ConfigError, Problem
from config.schema import schema
from message_cases import write

WHERE = {
    "CreateUserPool": ["user_pool"],
    "SetUserPoolMfaConfig": ["user_pool"],
    "CreateUserPoolClient": ["clients.web"],
    "CreateUserPoolDomain": ["domain"],
    "CreateIdentityProvider": [
        "identity_providers.google",
        "identity_providers.oidc.mine",
        "identity_providers.saml.mine",
    ],
    "UserPoolAddOnsType": ["user_pool"],
    "AdvancedSecurityAdditionalFlowsType": ["user_pool"],
    "PasswordPolicyType": ["user_pool"],
    "SignInPolicyType": ["user_pool"],
    "WebAuthnConfigurationType": ["user_pool"],
    "SetLogDeliveryConfiguration": ["user_pool"],
    "SetRiskConfiguration": ["user_pool", "clients.web"],
    "SetUserPoolSessionConfiguration": ["user_pool"],
    "SetUserPoolClientSessionConfiguration": ["clients.web"],
    "SetUICustomization": ["domain", "clients.web"],
    "CreateTerms": ["clients.web"],
    "CreateManagedLoginBranding": ["clients.web"],
    "CreateResourceServer": ["resource_servers.mine"],
    "CreateGroup": ["groups.mine"],
    "cognito-identity.CreateIdentityPool": ["identity_pool"],
}
"""Where one would write what an operation takes, or what is in a shape."""
NOWHERE = {("user_pool", "UserPoolId"), ("user_pool", "ClientId"), ("domain", "ClientId")}
"""What nobody would write there."""


def members(operation: str) -> list[str]:
    api, _, name = operation.rpartition(".")
    model = service(api or "cognito-idp")
    shape = model.operation_model(name).input_shape if name in model.operation_names else model.shape_for(name)
    return list(shape.members)


WRITTEN = sorted(
    {
        (where, name, word)
        for operation, places in WHERE.items()
        for where in places
        for name in members(operation)
        for word in (name, xform_name(name), re.sub("(?<=[a-z])(?=[A-Z])", "_", name.replace("OAuth", "Oauth")).lower())
        if (where, name) not in NOWHERE
    }
)


def problems(folder: Path, where: str, word: str) -> list[Problem]:
    """Of a key, written at a place."""
    text = f"{word}: 1"
    for key in reversed(where.split(".")):
        text = f"{key}: {{{text}}}"
    write(
        folder, {"dev.yaml": f"region: eu-west-1\n{text}\n" + ("" if where == "clients.web" else "clients: {web: {}}")}
    )
    try:
        loader.load("dev", folder)
    except ConfigError as error:
        return [problem for problem in error.problems if problem.path == f"{where}.{word}"]
    return []


def is_a_key(path: str) -> bool:
    node = schema()
    for part in path.split("."):
        node = node.get("anyOf", [node])[0]
        node = schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node
        if part in node.get("properties", {}):
            node = node["properties"][part]
        else:
            patterns = list(node.get("patternProperties", {}).values())
            if not patterns:
                return False
            node = patterns[0]
    return True


@pytest.mark.parametrize(("where", "name", "word"), WRITTEN, ids=lambda part: part)
def test_every_name_of_the_api_is_answered(folder: Path, where: str, name: str, word: str) -> None:
    for problem in problems(folder, where, word):
        if not problem.what.startswith("there is no such key"):
            continue
        if called := re.fullmatch("it is called (.*) here", problem.fix):
            assert [key for key in re.split(" and | or ", called[1]) if not is_a_key(key)] == []
        elif question := re.match(r"did you mean '(\w+)'\?", problem.fix):
            assert same(question[1], name)
        else:
            assert re.match("remove it|it belongs under", problem.fix), problem.fix
