"""Answers CloudFormation for a custom resource, whatever happens to it.

The function is its own ServiceToken: nothing stands between CloudFormation and this module, so a failed Create keeps
its id, a failed Update keeps the old one, and every event gets exactly one answer before the Lambda's time is up.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

import json
import traceback
import urllib.request
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from typing import Any, Protocol
from urllib.parse import urlsplit

from custom_resources.deadline import Deadline, OutOfTime
from custom_resources.errors import Missing, Refused, ResourceError
from custom_resources.log import Log
from custom_resources.request import NOT_CREATED, Request, Resource

ANSWER_LIMIT = 4096  # bytes that CloudFormation reads
_ANSWER_SECONDS = 10.0  # kept back from the work to deliver the answer
_ATTEMPT_SECONDS = 5.0
_LATE = "deploy again, and if that fails too, see the AWS Health Dashboard for the service that was waited for"
_DEFECT = "report it, with the traceback in the function's log"
_LOGGED = ("RequestType", "ResourceType", "LogicalResourceId", "RequestId")


class Context(Protocol):
    """The part of Lambda's context in use here."""

    def get_remaining_time_in_millis(self) -> int: ...


Load = Callable[[], Resource]


def handler(**loads: Load) -> Callable[[dict[str, Any], Context], None]:
    """A Lambda handler for `Custom::<name>`, each made by its `load`, which may import what it needs: if that fails, it
    is answered."""

    def on_event(event: dict[str, Any], context: Context) -> None:
        seconds = context.get_remaining_time_in_millis() / 1000
        deadline = Deadline.after(seconds)
        log = Log(**{name: event.get(name) for name in _LOGGED})
        url = log.hide(event["ResponseURL"])
        log.hide(urlsplit(url).query)
        load = loads.get(str(event.get("ResourceType")).removeprefix("Custom::"), partial(_unknown, [*loads]))
        body = answer(load, event, deadline.earlier(min(_ANSWER_SECONDS, seconds / 3)), log)
        _deliver(url, body, deadline, log)

    return on_event


def _unknown(types: list[str]) -> Resource:
    raise Refused(
        f"this function serves Custom::{', Custom::'.join(types)} and nothing else",
        fix="name the function of that type in ServiceToken",
    )


def answer(load: Load, event: dict[str, Any], deadline: Deadline, log: Log) -> bytes:
    """What CloudFormation is to be told, once `event` is dealt with."""
    said = {name: event.get(name) for name in ("StackId", "RequestId", "LogicalResourceId")}
    said["PhysicalResourceId"] = event.get("PhysicalResourceId", NOT_CREATED)
    try:
        with deadline.enforced():
            request = Request.of(event, deadline, log)
            done: dict[str, Any] = {}
            if request.kind != "Delete" or request.physical_id != NOT_CREATED:
                resource = load()
                if request.kind == "Create":
                    # Known before the work starts: the Delete that follows a failed Create finds what it left.
                    said["PhysicalResourceId"] = resource.identity(request.properties)
                done = _perform(resource, request)
            body = _encoded(said | done)
    except BaseException as error:  # noqa: BLE001 - whatever it is, CloudFormation waits for an answer
        reason = log.redact(_reason(error))
        unforeseen = not isinstance(error, ResourceError | OutOfTime)
        log("FAILED", Reason=reason, **({"Traceback": traceback.format_exc()} if unforeseen else {}))
        return _encoded_failure(said, reason)
    log("SUCCESS")
    return body


def _perform(resource: Resource, request: Request) -> dict[str, Any]:
    match request.kind:
        case "Create":
            return {"Data": resource.ensure(request)}
        case "Update":
            data = resource.ensure(request)
            identity = resource.identity(request.properties)
            # Compared by properties, not with the old id: that may have been made by an earlier version of this code.
            kept = identity == resource.identity(request.old_properties)
            return {"PhysicalResourceId": request.physical_id if kept else identity, "Data": data}
        case "Delete":
            try:
                resource.delete(request)
            except Missing as error:
                request.log("nothing to delete", Because=f"{error}: its Create was refused")
            return {}
    raise Refused(f"RequestType {request.kind!r} is none of Create, Update, Delete", fix="send one of them")


def _encoded(said: dict[str, Any]) -> bytes:
    try:
        body = json.dumps(said | {"Status": "SUCCESS"}, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise Refused(f"the resource's Data cannot be written as JSON: {error}", fix=_DEFECT) from error
    if len(body) > ANSWER_LIMIT:
        raise Refused(
            f"the answer has {len(body)} bytes and CloudFormation reads {ANSWER_LIMIT}", fix="return less Data"
        )
    return body


def _encoded_failure(said: dict[str, Any], reason: str) -> bytes:
    kept, text = len(reason), reason
    while True:
        body = json.dumps(said | {"Status": "FAILED", "Reason": text}).encode()
        if len(body) <= ANSWER_LIMIT or not kept:
            return body
        kept = kept * 3 // 4
        text = reason[:kept] + "... (cut: the log has all of it)"


def _reason(error: BaseException) -> str:
    """The cause and the way out."""
    if isinstance(error, ResourceError):
        return error.reason
    if isinstance(error, OutOfTime):
        return f"{error}; to mend it, {_LATE}"
    return f"{type(error).__name__}: {error}; to mend it, {_DEFECT}"


def _deliver(url: str, body: bytes, deadline: Deadline, log: Log) -> None:
    def put() -> None:
        # Signed without a content type, which urllib would otherwise make up.
        request = urllib.request.Request(url, body, {"Content-Type": ""}, method="PUT")  # noqa: S310 - CloudFormation's
        timeout = min(_ATTEMPT_SECONDS, max(deadline.remaining(), 0.1))
        urllib.request.urlopen(request, timeout=timeout).close()  # noqa: S310 - the same

    try:
        deadline.retry(put, OSError, HTTPException)
    except Exception as error:  # noqa: BLE001 - its own text may hold the URL
        log("the answer could not be delivered", Reason=f"{type(error).__name__}: {error}")
        # Counts as an error of the function; should Lambda deliver the event again, every resource stands that.
        raise RuntimeError("CloudFormation did not take the answer") from None
