"""A style sheet for the classic hosted UI, in a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.errors import did_you_mean
from config.model.files import TextFile

CLASSES = (
    "background", "banner", "errorMessage", "idpButton", "idpDescription", "inputField", "label", "legalText", "logo",
    "passwordCheck-notValid", "passwordCheck-valid", "redirect", "socialButton", "submitButton", "textDescription",
)  # fmt: skip
"""Of Cognito's CSS template, without `-customizable`."""
_KNOWN = tuple(f".{name}-customizable" for name in CLASSES)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REFUSED = re.compile(r"@(?:import|supports|page|media)|javascript:", re.IGNORECASE)
_STATEMENT = re.compile(r"@[^;{}]*;")
_RULE = re.compile(r"([^{}]*)\{[^{}]*\}")
_SELECTOR = re.compile(rf"\.({'|'.join(CLASSES)})-customizable(:hover|:focus)?")


@dataclass(frozen=True, kw_only=True)
class StyleSheet(TextFile):
    """`Annotated[str, StyleSheet(...)]`: only the classes of Cognito's template, and nothing that reaches outside.
    https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html"""

    def read(self, root: Path, path: str) -> Any:
        text: str = super().read(root, path)
        css = _COMMENT.sub("", text)
        faults = {f"contains {refused}": "remove what Cognito refuses" for refused in _REFUSED.findall(css)}
        css = _STATEMENT.sub("", css)
        for selector in filter(None, map(str.strip, ",".join(_RULE.findall(css)).split(","))):
            if not _SELECTOR.fullmatch(selector):
                meant = did_you_mean(selector, _KNOWN)
                what = f"styles {selector!r}{f' ({meant})' if meant else ''}".replace(": ", ":")
                faults[what] = f"style what Cognito's template has: {', '.join(_KNOWN)}"
        if not css.strip() or _RULE.sub("", css).strip():
            faults["is no list of rules (a selector, then properties in braces)"] = "mend the style sheet"
        if faults:
            raise ValueError(f"{'; '.join(faults)}: {'; '.join(dict.fromkeys(faults.values()))}")
        return text
