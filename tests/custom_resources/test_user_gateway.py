"""What the gateway says to AWS, by botocore's own models: its clients validate every request."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

from custom_resources.aws import Api
from custom_resources.errors import AlreadyExists, NotFound, Refused, ResourceError, Unsettled
from custom_resources.user.gateway import UserGateway
from custom_resources.user.resource import MARKER, User, UserKey
from fake_cognito import POOL
from fake_endpoint import FakeEndpoint

ALICE = UserKey(POOL, "alice")


class Wire:
    """Both clients, cut off where the request would leave, with a fake AWS behind the cut."""

    def __init__(self) -> None:
        self.aws = FakeEndpoint()
        self.sent: list[tuple[str, dict[str, Any]]] = []
        session = botocore.session.Session()
        keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
        once = Config(retries={"mode": "standard", "total_max_attempts": 1})
        clients = [
            session.create_client(name, "eu-central-1", config=once, **keys)
            for name in ("cognito-idp", "secretsmanager")
        ]
        for client in clients:
            client.meta.events.register("before-send", self._answer(client.meta.service_model.service_name))
        self.unplugged = False
        self.cognito, secrets = (Api(client) for client in clients)
        self.gateway = UserGateway(self.cognito, secrets)

    def _answer(self, service: str) -> Callable[..., AWSResponse]:
        def before_send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
            members = json.loads(request.body)
            operation = request.headers["X-Amz-Target"].decode().rpartition(".")[2]
            self.sent.append((f"{service}:{operation}", members))
            if self.unplugged:
                raise EndpointConnectionError(endpoint_url=request.url)
            status, answer = self.aws.respond(service, "eu-central-1", operation, members)
            return AWSResponse(request.url, status, {}, _Raw(json.dumps(answer).encode()))

        return before_send


class _Raw(BytesIO):
    def stream(self, **_: object) -> list[bytes]:
        return [self.read()]


@pytest.fixture(scope="module")
def clients() -> Wire:
    return Wire()


@pytest.fixture
def wire(clients: Wire) -> Wire:
    clients.aws = FakeEndpoint()
    clients.sent.clear()
    return clients


def test_the_user_is_made_silently_with_a_throwaway_password_that_any_policy_accepts(wire: Wire) -> None:
    wire.gateway.create(ALICE, {"email": "a@example.com", MARKER: "us"})
    ((_, first),) = wire.sent
    password = first.pop("TemporaryPassword")
    assert first == {
        "UserPoolId": POOL,
        "Username": "alice",
        "UserAttributes": [{"Name": MARKER, "Value": "us"}, {"Name": "email", "Value": "a@example.com"}],
        "MessageAction": "SUPPRESS",
    }
    longest_minimum = 99
    assert longest_minimum <= len(password) <= 256
    for class_ in (str.islower, str.isupper, str.isdigit, lambda character: character in "!-_"):
        assert any(class_(character) for character in password)
    wire.gateway.create(UserKey(POOL, "bob"), {})
    assert wire.sent[1][1]["TemporaryPassword"] != password


def test_the_password_is_permanent(wire: Wire) -> None:
    wire.gateway.create(ALICE, {})
    wire.gateway.set_password(ALICE, "correct-horse")
    assert wire.sent[-1] == (
        "cognito-idp:AdminSetUserPassword",
        {"UserPoolId": POOL, "Username": "alice", "Password": "correct-horse", "Permanent": True},
    )


def test_a_user_is_read_with_all_pages_of_its_groups(wire: Wire) -> None:
    wire.gateway.create(ALICE, {"email": "a@example.com"})
    for group in ("admins", "editors", "readers"):
        wire.gateway.add_to_group(ALICE, group)
    assert wire.gateway.find(ALICE) == User(
        username="alice",
        attributes={"email": "a@example.com", "sub": "sub-1"},
        groups=frozenset({"admins", "editors", "readers"}),
        has_password=False,
    )
    wire.gateway.set_password(ALICE, "correct-horse")
    found = wire.gateway.find(ALICE)
    assert found
    assert found.has_password


@pytest.mark.parametrize("code", ["UserNotFoundException", "ResourceNotFoundException"])
@pytest.mark.parametrize("operation", ["AdminGetUser", "AdminListGroupsForUser"])
def test_a_user_without_user_or_pool_is_none(wire: Wire, operation: str, code: str) -> None:
    wire.gateway.create(ALICE, {})
    wire.aws.refusals[operation] = (code, "gone")
    assert wire.gateway.find(ALICE) is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("UsernameExistsException", AlreadyExists),
        ("ResourceNotFoundException", NotFound),
        ("ConcurrentModificationException", Unsettled),
        ("AccessDeniedException", Unsettled),
        ("AuthorizationError", Unsettled),
        ("Throttled", Unsettled),
        ("ThrottlingException", Unsettled),
        ("TooManyRequestsException", Unsettled),
        ("TooManyUpdates", Unsettled),
        ("UserImportInProgressException", Unsettled),
        ("AliasExistsException", Refused),
        ("ExpiredTokenException", Refused),
        ("InvalidParameterException", Refused),
        ("InvalidPasswordException", Refused),
        ("LimitExceededException", Refused),
        ("NotAuthorizedException", Refused),
        ("OperationNotEnabledException", Refused),
    ],
)
def test_errors_are_ours_and_name_operation_code_and_a_way_out(
    wire: Wire, code: str, kind: type[ResourceError]
) -> None:
    wire.aws.refusals["AdminCreateUser"] = (code, "no.\n")
    with pytest.raises(kind) as failure:
        wire.gateway.create(ALICE, {})
    assert failure.value.reason.startswith(f"AdminCreateUser: no ({code}); to mend it, ")


def test_a_failure_of_the_service_itself_passes(wire: Wire) -> None:
    wire.aws.broken.add("AdminCreateUser")
    with pytest.raises(Unsettled, match=r"AdminCreateUser: .* \(InternalErrorException\)") as failure:
        wire.gateway.create(ALICE, {})
    assert "AWS Health Dashboard" in failure.value.fix


def test_a_request_that_the_model_does_not_allow_is_refused_before_it_is_sent(wire: Wire) -> None:
    with pytest.raises(Refused, match=r"Parameter validation failed: Missing required parameter.*UserPoolId") as no:
        wire.cognito("UpdateUserPool")
    assert no.value.fix
    assert wire.sent == []


def test_a_connection_that_breaks_passes(wire: Wire) -> None:
    wire.unplugged = True
    try:
        with pytest.raises(Unsettled, match="DescribeUserPool: Could not connect") as failure:
            wire.cognito("DescribeUserPool", UserPoolId=POOL)
        assert failure.value.fix
    finally:
        wire.unplugged = False


def test_a_binary_secret_is_refused(wire: Wire) -> None:
    wire.aws.canned["GetSecretValue"] = {"SecretBinary": "AAAA"}
    with pytest.raises(Refused) as refused:
        wire.gateway.read_secret("seed/one")
    assert refused.value.reason == "the secret seed/one is binary; to mend it, store the password as text"
