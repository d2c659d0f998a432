"""What CloudFormation would ask of Cognito for a template, and what Cognito's API would say of each request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from botocore.model import Shape
from botocore.validate import ParamValidator

from cognito_api import api_takes, provider_details, service
from operations import CONFIGURES, ITSELF
from ops.templates import PSEUDO_PARAMETERS, Template, resolve

ACCOUNT = PSEUDO_PARAMETERS["AWS::AccountId"]
REFERENCES = {
    "AWS::Cognito::UserPool": "eu-central-1_Example01",
    "AWS::Cognito::UserPoolClient": "1example23456789",
    "AWS::Cognito::UserPoolRegionalConfigurationAttachment": "eu-west-1",
    "AWS::Cognito::IdentityPool": "eu-central-1:01234567-89ab-cdef-0123-456789abcdef",
    "user-pool-id": "eu-central-1_Example01",
    "identity-pool-id": "eu-central-1:01234567-89ab-cdef-0123-456789abcdef",
    "id": "1example23456789",
}
"""What `Ref` gives, by resource type or by the last part of an SSM parameter's name; else the logical id."""

TRANSLATED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "cognito-idp:SetUserPoolMfaConfig SoftwareTokenMfaConfiguration.Enabled": lambda properties: (
        "SOFTWARE_TOKEN_MFA" in properties.get("EnabledMfas", ())
    ),
    "cognito-identity:CreateIdentityPool IdentityPoolTags": lambda properties: {
        tag["Key"]: tag["Value"] for tag in properties.get("IdentityPoolTags", ())
    },
    "cognito-identity:SetIdentityPoolRoles RoleMappings": lambda properties: {
        mapping["IdentityProvider"]: {key: value for key, value in mapping.items() if key != "IdentityProvider"}
        for mapping in properties.get("RoleMappings", {}).values()
    },
}
"""Members of another form than the properties they come from."""

CONTRADICTED = {
    "cognito-idp:CreateUserPoolDomain.Domain": "its pattern is a prefix: a custom domain is a whole name",
}
"""What the API's model says of a member, and its documentation otherwise."""

CREATE = ("Create", "Set", "UpdateUserPoolReplica")
"""How the operations begin that create; the last is for UserPoolRegionalConfigurationAttachment."""

Request = tuple[str, dict[str, Any]]
"""`service:Operation`, and its input."""


def requests(template: Template) -> Iterator[tuple[str, Request]]:
    """By logical id: everything that CloudFormation calls to create the Cognito resources of a template."""
    names = _names(template)
    for logical_id, resource in template["Resources"].items():
        for operation, told in CONFIGURES.items():
            if operation.partition(":")[2].startswith(CREATE) and any(
                resource["Type"] == f"AWS::Cognito::{kind}" for kind in told.types
            ):
                properties = _filled_in(resolve(resource.get("Properties", {}), names))
                request = _member(operation, _input(operation), (), properties)
                if request:  # else it has nothing that this operation sets
                    itself = {name: names[logical_id] for name, place in told.renamed.items() if place == ITSELF}
                    yield logical_id, (operation, itself | request)


def _filled_in(value: Any) -> Any:
    """With a word for what CloudFormation looks up in Secrets Manager."""
    if isinstance(value, dict):
        return {key: _filled_in(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled_in(inner) for inner in value]
    return re.sub(r"\{\{resolve:[^}]*\}\}", "secret", value) if isinstance(value, str) else value


def complaints(request: Request) -> list[str]:
    """What the API would refuse a request for."""
    operation, parameters = request
    report = ParamValidator().validate(parameters, _input(operation)).generate_report()
    unknown = list(_unknown_details(parameters)) if operation == "cognito-idp:CreateIdentityProvider" else []
    return report.splitlines() or unknown + list(_limits(_input(operation), parameters, operation))


def refused(template: Template) -> list[str]:
    """By logical id: what the API would refuse of a template, as far as its model is right."""
    told = [(logical_id, each) for logical_id, request in requests(template) for each in complaints(request)]
    return [f"{logical_id}: {complaint}" for logical_id, complaint in told if not is_contradicted(complaint)]


def _unknown_details(provider: dict[str, Any]) -> Iterator[str]:
    """The API's model takes any key; its documentation names those of each type."""
    known = provider_details()[provider["ProviderType"]]
    for key in set(provider["ProviderDetails"]) - known:
        yield f"ProviderDetails.{key}: no key of {provider['ProviderType']}, but one of {', '.join(sorted(known))}"


def is_contradicted(complaint: str) -> bool:
    return complaint.partition(": ")[0] in CONTRADICTED


def _input(operation: str) -> Shape:
    api, _, name = operation.partition(":")
    return service(api).operation_model(name).input_shape


def _names(template: Template) -> dict[str, str]:
    """What references to a template's resources and parameters give, in the form that Cognito's API takes."""
    names = dict(PSEUDO_PARAMETERS)
    for name, parameter in template.get("Parameters", {}).items():
        last = str(parameter.get("Default", name)).rsplit("/", 1)[-1]
        names[name] = REFERENCES.get(last, _arn(name) if last.endswith("-arn") else name)
    for name, resource in template["Resources"].items():
        names[name] = REFERENCES.get(resource["Type"], name)
        if resource["Type"] == "Custom::CognitoPublished":
            names[f"{name}.Value"] = REFERENCES[resource["Properties"]["Name"].rsplit("/", 1)[-1]]
        names[f"{name}.Arn"] = _arn(name, resource["Type"].split("::")[1].lower())
    return names


def _arn(name: str, service_name: str = "any") -> str:
    if service_name == "iam":
        return f"arn:aws:iam::{ACCOUNT}:role/{name}"
    return f"arn:aws:{service_name}:eu-central-1:{ACCOUNT}:thing/{name}"


def _member(operation: str, shape: Shape, path: tuple[str, ...], properties: dict[str, Any]) -> Any:
    """One member of a request; None if the properties don't say."""
    name, renamed = ".".join(path), CONFIGURES[operation].renamed
    if f"{operation} {name}" in TRANSLATED:
        return TRANSLATED[f"{operation} {name}"](properties) or None
    if name in renamed:
        return _at(properties, renamed[name].split("."))
    if name and not any(each.startswith(f"{name}.") for each in {*renamed, *_translated(operation)}):
        return _at(properties, path)
    members = {key: _member(operation, inner, (*path, key), properties) for key, inner in shape.members.items()}
    return {key: value for key, value in members.items() if value is not None} or None


def _translated(operation: str) -> list[str]:
    return [name.partition(" ")[2] for name in TRANSLATED if name.startswith(f"{operation} ")]


def _at(properties: Any, path: list[str] | tuple[str, ...]) -> Any:
    for key in path:
        properties = properties.get(key) if isinstance(properties, dict) else None
    return properties


def _limits(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Enums, patterns, lengths and bounds, of which botocore checks but a few."""
    limits = shape.metadata
    size = value if isinstance(value, int | float) else len(value) if isinstance(value, list | dict) else None
    if size is not None and not limits.get("min", size) <= size <= limits.get("max", size):
        yield f"{path}: {value!r} is not within {limits.get('min')} to {limits.get('max')}"
    match shape.type_name:
        case "string" if limits.get("enum") and value not in limits["enum"]:
            yield f"{path}: {value!r} is none of {', '.join(limits['enum'])}"
        case "string" if not api_takes(shape, value):
            length = f"{limits.get('min', 0)} to {limits.get('max')} characters"
            yield f"{path}: {value!r} does not match {limits.get('pattern')}, {length}"
        case "structure" if not getattr(shape, "is_document_type", False):
            for key, inner in value.items():
                yield from _limits(shape.members[key], inner, f"{path}.{key}")
        case "list":
            for index, inner in enumerate(value):
                yield from _limits(shape.member, inner, f"{path}[{index}]")
        case "map":
            for key, inner in value.items():
                yield from _limits(shape.key, key, f"{path}.{key} (key)")
                yield from _limits(shape.value, inner, f"{path}.{key}")
