"""AWS clients that know the newest Cognito API, whatever botocore the Lambda runtime has."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

from custom_resources.errors import AlreadyExists, NotFound, Refused, ResourceError, Unsettled

MODELS = Path(__file__).parents[1] / "models"  # shipped beside this package: our pinned botocore's service models

_CONFIG = Config(retries={"mode": "standard", "max_attempts": 8}, connect_timeout=5, read_timeout=20)
_KINDS: dict[str, type[ResourceError]] = {
    "AccessDeniedException": Unsettled,  # a new role's policy takes seconds to reach every endpoint
    "ConcurrentModificationException": Unsettled,
    "TooManyRequestsException": Unsettled,
    "ResourceNotFoundException": NotFound,
    "UserNotFoundException": NotFound,
    "UsernameExistsException": AlreadyExists,
}


class Api:
    """Calls operations by their API names and members, verbatim, and raises our errors instead of botocore's."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __call__(self, operation: str, **members: object) -> dict[str, Any]:
        with _our_errors():
            response: dict[str, Any] = getattr(self._client, xform_name(operation))(**members)
            return response

    def pages(self, operation: str, **members: object) -> Iterator[dict[str, Any]]:
        with _our_errors():
            yield from self._client.get_paginator(xform_name(operation)).paginate(**members)


def connect(*services: str) -> list[Api]:
    """A client for each service. Of botocore alone: boto3 would only make the cold start longer."""
    session = botocore.session.Session()
    if MODELS.is_dir():
        session.set_config_variable("data_path", str(MODELS))  # what AWS_DATA_PATH sets, for this session only
    return [Api(session.create_client(service, config=_CONFIG)) for service in services]


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"].rstrip(". \n")
        raise _KINDS.get(code, Refused)(f"{error.operation_name}: {message} ({code})") from error
