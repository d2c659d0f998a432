"""Cognito's API as botocore describes it, and what Cognito makes of the description."""

from __future__ import annotations

import re
from functools import cache

import botocore.session
import regex
from botocore.model import ServiceModel, Shape


@cache
def service(name: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(name)


def shape(name: str) -> Shape:
    """Of cognito-idp, unless it says of which service: `iam.tagKeyType`."""
    api, _, own = name.rpartition(".")
    return service(api or "cognito-idp").shape_for(own)


def api_takes(api: Shape, text: str) -> bool:
    """As Cognito, which is written in Java: there, word characters and spaces are ASCII, and a dot is no line break."""
    pattern: str = api.metadata.get("pattern", "(?s).*").replace(r"\w", "A-Za-z0-9_").replace(r"\s", r" \t\n\x0b\f\r")
    if not pattern.startswith("(?s)"):
        pattern = pattern.replace(".*", r"[^\n\r\x85\u2028\u2029]*")
    shortest, longest = api.metadata.get("min", 0), api.metadata.get("max", len(text))
    return shortest <= len(text) <= longest and regex.fullmatch(pattern, text) is not None


@cache
def provider_details() -> dict[str, set[str]]:
    """The keys of ProviderDetails, by provider type: what CreateIdentityProvider's examples of requests hold."""
    shape = service("cognito-idp").operation_model("CreateIdentityProvider").input_shape
    told = re.split("<dt>(.*?)</dt>", shape.members["ProviderDetails"].documentation)[1:]
    found: dict[str, set[str]] = {}
    for title, text in zip(told[::2], told[1::2], strict=True):
        kind = "OIDC" if "OIDC" in title else title
        requests = re.findall("Create or update request.*?</code>", text)
        found[kind] = set(re.findall(r'"(\w+)" ?: "', " ".join(requests)))
    return found
