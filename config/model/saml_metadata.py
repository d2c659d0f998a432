"""The metadata document of a SAML provider, in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from config.model.files import TextFile

_NAMESPACE = "{urn:oasis:names:tc:SAML:2.0:metadata}"


@dataclass(frozen=True, kw_only=True)
class SamlMetadata(TextFile):
    """`Annotated[str, SamlMetadata(...)]`. https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf"""

    def read(self, root: Path, path: str) -> Any:
        text: str = super().read(root, path)
        try:
            document = ET.fromstring(text)  # noqa: S314  # a file of this repository
        except ET.ParseError as error:
            what = str(error).replace(": ", ", ")
            raise ValueError(f"is not valid XML ({what}): save the metadata that the provider shows") from error
        if document.tag != f"{_NAMESPACE}EntityDescriptor" or document.find(f"{_NAMESPACE}IDPSSODescriptor") is None:
            raise ValueError(
                "is no EntityDescriptor with an IDPSSODescriptor: save the metadata that the identity provider shows"
            )
        return text
