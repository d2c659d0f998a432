"""The logo beside the style sheet that CloudFormation owns. SetUICustomization replaces both, and what it has of the
image cannot be read again: that there is one is all that is known."""

from pathlib import Path
from typing import Any

from custom_resources.aws import Api
from custom_resources.errors import NotFound, Refused, ResourceError, Unsettled, with_more
from custom_resources.request import Properties, Request

_SET = "SetUICustomization"
ACTIONS = ("cognito-idp:GetUICustomization", "cognito-idp:SetUICustomization")
DOMAIN_ACTIONS = ("cognito-idp:DescribeUserPoolDomain",)
"""On no resource in particular."""

LOGOS = Path(__file__).parents[2] / "logos"  # shipped beside this package


class ClassicLogo:
    """`ImageFile` names a file in `logos/`, after its content: the same name is the same image."""

    def __init__(self, cognito: Api, logos: Path = LOGOS) -> None:
        self._cognito, self._logos = cognito, logos

    def identity(self, properties: Properties) -> str:
        return f"{properties.get('UserPoolId')}/{properties.get('ClientId')}/ImageFile"

    def ensure(self, request: Request) -> dict[str, object]:
        wanted, former = request.properties, request.old_properties
        # A domain of one's own takes minutes to become active.
        request.deadline.retry(lambda: self._await_domain(wanted["Domain"]), NotFound, Unsettled)
        found = request.patiently(lambda: self._find(wanted), NotFound, Unsettled)
        same = self.identity(wanted) == self.identity(former) and wanted["ImageFile"] == former.get("ImageFile")
        if not (same and "ImageUrl" in found):
            self._write(found, request)
        if left := request.left_behind(self.identity):
            self.delete(left)
        return {}

    def delete(self, request: Request) -> None:
        try:
            self._remove(request.properties, request)
        except NotFound as gone:
            request.log("nothing to delete", Because=str(gone))

    def _write(self, found: dict[str, Any], request: Request) -> None:
        image = (self._logos / request.properties["ImageFile"]).read_bytes()
        css = _css(found)
        try:
            request.writes(_SET, ["ImageFile"])
            now = request.patiently(lambda: self._set(request.properties, css, ImageFile=image), NotFound, Unsettled)
            _check(now, css)
        except Exception as failure:
            if "ImageUrl" not in found and (left := self._left(request)):
                raise with_more(failure, f"The logo could not be taken away again: {left}") from failure
            raise

    def _left(self, request: Request) -> str:
        """Why the logo is not gone, if it isn't."""
        try:
            self._remove(request.properties, request)
        except ResourceError as error:
            return str(error)
        return ""

    def _remove(self, properties: Properties, request: Request) -> None:
        found = request.patiently(lambda: self._find(properties), Unsettled)
        if "ImageUrl" not in found:
            return
        css = _css(found)
        request.writes(_SET, ["ImageFile"])
        now = request.patiently(lambda: self._set(properties, css), Unsettled)
        if "ImageUrl" in now:  # left out, the image stayed: everything is reset, and the style sheet set again
            request.writes(_SET, ["CSS", "ImageFile"])
            request.patiently(lambda: self._set(properties, {}), Unsettled)
            now = request.patiently(lambda: self._set(properties, css), Unsettled)
        if "ImageUrl" in now:
            raise Refused(f"{_SET} was accepted, and the logo is still there", fix="remove it in the console")

    def _await_domain(self, domain: str) -> None:
        described = self._cognito("DescribeUserPoolDomain", Domain=domain)["DomainDescription"]
        status = described.get("Status", "not there")
        if status != "ACTIVE":
            kind = Refused if status == "FAILED" else Unsettled
            raise kind(
                f"the domain {domain} is {status}: the logo needs it to be ACTIVE",
                fix="see what keeps it from becoming ACTIVE (of a domain of yours, its certificate and DNS), then "
                "deploy again",
            )

    def _find(self, properties: Properties) -> dict[str, Any]:
        """What is set for the client itself: without that, the service tells what is set for all."""
        key = {name: properties[name] for name in ("UserPoolId", "ClientId")}
        found: dict[str, Any] = self._cognito("GetUICustomization", **key).get("UICustomization", {})
        return found if found.get("ClientId", "ALL") == properties["ClientId"] else {}

    def _set(self, properties: Properties, css: dict[str, str], **image: bytes) -> dict[str, Any]:
        key = {name: properties[name] for name in ("UserPoolId", "ClientId")}
        self._cognito(_SET, **key, **css, **image)
        return self._find(properties)


def _css(found: dict[str, Any]) -> dict[str, str]:
    return {"CSS": found["CSS"]} if found.get("CSS") else {}


def _check(now: dict[str, Any], css: dict[str, str]) -> None:
    if "ImageUrl" not in now or _css(now) != css:
        raise Refused(
            f"{_SET} was accepted, and the logo is not there or the style sheet beside it is not as it was: the "
            "service may not keep them here",
            fix="leave the logo out",
        )
