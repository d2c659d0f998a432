"""AWS clients that know the newest Cognito API, whatever botocore the Lambda runtime has."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from custom_resources.deadline import OutOfTime
from custom_resources.errors import AlreadyExists, NotFound, Refused, ResourceError, Unsettled
from custom_resources.shapes import unknown

MODELS = Path(__file__).parents[1] / "models"  # shipped beside this package: our pinned botocore's service models

_KINDS: dict[str, type[ResourceError]] = {
    "AuthorizationError": Unsettled,  # SNS's word for the next
    "AccessDeniedException": Unsettled,  # a new role's policy takes seconds to reach every endpoint
    "ConcurrentModificationException": Unsettled,
    "TooManyRequestsException": Unsettled,
    "ParameterAlreadyExists": AlreadyExists,
    "NoSuchKey": NotFound,
    "ParameterNotFound": NotFound,
    "ResourceNotFoundException": NotFound,
    "Throttled": Unsettled,
    "ThrottlingException": Unsettled,
    "TooManyUpdates": Unsettled,
    "UserImportInProgressException": Unsettled,
    "UserNotFoundException": NotFound,
    "UsernameExistsException": AlreadyExists,
}
_RIGHT = "if the role was just made, deploy again; else see which action the message names"
_FEWER = "deploy again when the account makes fewer requests"
_QUOTA = "ask Service Quotas for a higher maximum, or want less"
_SERVICE = "deploy again when the AWS Health Dashboard says that the service is well"
_VALUE = "change what the message names in the environment's file, and deploy again"
_FIXES = {
    "AccessDeniedException": _RIGHT,
    "AuthorizationError": _RIGHT,
    "ConcurrentModificationException": "deploy again when nothing else changes the user pool",
    "ExpiredTokenException": "deploy again: the function gets new credentials",
    "FeatureUnavailableInTierException": "set user_pool.feature_plan to the plan that has it",
    "InvalidParameter": _VALUE,
    "InvalidParameterException": _VALUE,
    "LimitExceededException": _QUOTA,
    "NotAuthorizedException": "see whether a policy of the organization, or the user pool's state, forbids it",
    "OperationNotEnabledException": "switch on what the message names, then deploy again",
    "ServiceQuotaExceededException": _QUOTA,
    "Throttled": _FEWER,
    "ThrottlingException": _FEWER,
    "TooManyRequestsException": _FEWER,
    "TooManyUpdates": _FEWER,
    "TierChangeNotAllowedException": "switch off first what the lower plan lacks",
    "UserImportInProgressException": "wait until the import has ended (.venv/bin/python -m ops import-status "
    "--env NAME), then deploy again",
}
_ERROR, _SERVER_ERROR = 300, 500
_PIECE = 1024 * 1024
_UNKNOWN = "UnknownMembers"


class Api:
    """Calls operations by their API names and members, verbatim, and raises our errors instead of botocore's."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __call__(self, operation: str, **members: object) -> dict[str, Any]:
        with _our_errors(operation):
            response: dict[str, Any] = getattr(self._client, xform_name(operation))(**members)
            return response

    def takes(self, operation: str) -> Any:
        """The shape of what `operation` takes, by the service's model."""
        return self._client.meta.service_model.operation_model(operation).input_shape

    def pages(self, operation: str, **members: object) -> Iterator[dict[str, Any]]:
        with _our_errors(operation):
            yield from self._client.get_paginator(xform_name(operation)).paginate(**members)

    def pieces(self, operation: str, member: str, **members: object) -> Iterator[bytes]:
        """What an answer streams in `member`."""
        with _our_errors(operation):
            yield from self(operation, **members)[member].iter_chunks(_PIECE)


def connect(*services: str, attempts: int = 9, region: str | None = None) -> list[Api]:
    """A client for each service. Of botocore alone: boto3 would only make the cold start longer.

    `attempts`: how often a call is made that fails in passing; 1 where a repeated write could be stale by then.
    """
    import botocore.session  # noqa: PLC0415 - a tenth of a synth, which reads what the resources call, and calls nothing
    from botocore.config import Config  # noqa: PLC0415

    retries = {"mode": "standard", "total_max_attempts": attempts}
    config = Config(retries=retries, connect_timeout=5, read_timeout=20)
    session = botocore.session.Session()
    if MODELS.is_dir():
        session.set_config_variable("data_path", str(MODELS))  # what AWS_DATA_PATH sets, for this session only
    clients = [session.create_client(service, region, config=config) for service in services]
    for client in clients:
        client.meta.events.register("after-call", _check_whole)
    return [Api(client) for client in clients]


def unknown_members(answer: Mapping[str, Any]) -> list[str]:
    """Names of what the service said and the model does not know, and so is not in `answer`."""
    names: list[str] = answer.get("ResponseMetadata", {}).get(_UNKNOWN, [])
    return names


def _check_whole(http_response: Any, parsed: Any, model: Any, **_: object) -> None:
    """To botocore an answer in JSON that broke off says nothing at all. Taken for an object, and sent back with a
    change, it would reset all the rest. So would one of which the model knows only a part."""
    if model.service_model.metadata["protocol"] != "json" or http_response.status_code >= _ERROR:
        return  # the body of others may be a stream, which can be read once
    if http_response.content or (model.output_shape and model.output_shape.members):
        try:
            said = json.loads(http_response.content)
        except ValueError as error:
            raise Unsettled(f"{model.name}: the answer can't be read: {error}") from error
        if names := unknown(said, model.output_shape):
            parsed["ResponseMetadata"][_UNKNOWN] = names


@contextmanager
def _our_errors(operation: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"].rstrip(". \n")
        broken = error.response["ResponseMetadata"]["HTTPStatusCode"] >= _SERVER_ERROR
        kind = _KINDS.get(code, Unsettled if broken else Refused)
        fix = _FIXES.get(code) or (_SERVICE if broken else kind.way_out or _VALUE)
        raise kind(f"{error.operation_name}: {message} ({code})", fix=fix) from error
    except ParamValidationError as error:
        raise Refused(" ".join(str(error).split()), fix=_VALUE) from error
    except UnicodeDecodeError as error:
        raise Unsettled(f"an answer can't be read: {error}") from error
    except BotoCoreError as error:  # of the connection, since the request itself was fine
        raise Unsettled(f"{operation}: {error} ({type(error).__name__})", fix=_SERVICE) from error
    except OutOfTime as late:
        late.during = late.during or operation
        raise
