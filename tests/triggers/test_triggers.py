"""What the code in triggers/ answers to the events that Cognito sends."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from types import ModuleType
from typing import Any

import pytest

from config import loader
from synthesis import ENVIRONMENTS, ROOT

POOL = "eu-central-1_Example"


def load(path: str) -> ModuleType:
    """One file of triggers/, as Lambda imports it: by itself."""
    spec = importlib.util.spec_from_file_location("trigger", ROOT / "triggers" / f"{path}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def event(source: str, **request: Any) -> dict[str, Any]:
    return {
        "triggerSource": source,
        "userPoolId": POOL,
        "userName": "alice",
        "callerContext": {"clientId": "client"},
        "request": {"userAttributes": {"sub": "1", "email": "alice@example.com"}} | request,
        "response": {},
    }


class Recorder:
    """A client of AWS that notes what it is asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda **arguments: self.calls.append((name, arguments))


def test_every_folder_is_used_by_an_environment() -> None:
    used = {
        trigger.code.path
        for name in ENVIRONMENTS
        for trigger in loader.load(name).triggers.given().values()
        if trigger.code
    }
    assert used == {f"triggers/{folder.name}" for folder in (ROOT / "triggers").iterdir() if folder.is_dir()}


@pytest.mark.parametrize(
    ("allowed", "email", "source", "let_in"),
    [
        ("example.com", "alice@example.com", "PreSignUp_SignUp", True),
        ("example.org, EXAMPLE.com", "alice@Example.com", "PreSignUp_SignUp", True),
        ("", "alice@anywhere.test", "PreSignUp_SignUp", True),
        ("example.com", "alice@evil.test", "PreSignUp_SignUp", False),
        ("example.com", "alice@sub.example.com", "PreSignUp_SignUp", False),
        ("example.com", "alice@example.com.evil.test", "PreSignUp_SignUp", False),
        ("example.com", "alice@evil.test", "PreSignUp_AdminCreateUser", True),
        ("example.com", "alice@evil.test", "PreSignUp_ExternalProvider", False),
    ],
)
def test_pre_sign_up_lets_in_the_allowed_domains(
    monkeypatch: pytest.MonkeyPatch, allowed: str, email: str, source: str, let_in: bool
) -> None:
    monkeypatch.setenv("ALLOWED_DOMAINS", allowed)
    asked = event(source, userAttributes={"email": email})
    if let_in:
        assert load("pre_sign_up/index").handler(asked, None) is asked
    else:
        with pytest.raises(PermissionError, match="Sign up with your work address"):
            load("pre_sign_up/index").handler(asked, None)


@pytest.mark.parametrize(
    ("source", "joins"), [("PostConfirmation_ConfirmSignUp", True), ("PostConfirmation_ConfirmForgotPassword", False)]
)
def test_post_confirmation_welcomes_once(monkeypatch: pytest.MonkeyPatch, source: str, joins: bool) -> None:
    monkeypatch.setenv("DEFAULT_GROUP", "readers")
    cognito = Recorder()
    load("post_confirmation/index").welcome(event(source), cognito)
    wanted = {"UserPoolId": POOL, "Username": "alice", "GroupName": "readers"}
    assert cognito.calls == ([("admin_add_user_to_group", wanted)] if joins else [])


def test_post_confirmation_raises_on_the_group_that_is_not_named() -> None:
    with pytest.raises(KeyError, match="DEFAULT_GROUP"):
        load("post_confirmation/index").welcome(event("PostConfirmation_ConfirmSignUp"), Recorder())


@pytest.mark.parametrize("function", ["before", "after"])
def test_authentication_logs_no_name_and_no_address(function: str) -> None:
    asked = event("PostAuthentication_Authentication", newDeviceUsed=True)
    module = ROOT / "triggers" / "authentication" / "index.mjs"
    script = (
        f"const {{{function}}} = await import({json.dumps(module.as_uri())});"
        f"const asked = {json.dumps(asked)}; if (await {function}(asked) !== asked) process.exit(1);"
    )
    node = shutil.which("node")
    assert node
    ran = subprocess.run([node, "--input-type=module", "-e", script], check=True, capture_output=True, text=True)
    assert "sign" in ran.stdout
    assert "alice" not in ran.stdout


class CustomAuth:
    """Cognito's side of a custom sign-in: asks define, create and verify until there is an end."""

    def __init__(self, *, known: bool = True) -> None:
        self.known = known
        self.session: list[dict[str, Any]] = []

    def next(self) -> dict[str, Any]:
        asked = event("DefineAuthChallenge_Authentication", session=self.session, userNotFound=not self.known)
        return dict(load("custom_auth/define").handler(asked, None)["response"])

    def answer(self, right: bool) -> None:
        made = load("custom_auth/create").handler(event("CreateAuthChallenge_Authentication"), None)["response"]
        one, other = made["publicChallengeParameters"]["question"].split(" + ")
        asked = event(
            "VerifyAuthChallengeResponse_Authentication",
            privateChallengeParameters=made["privateChallengeParameters"],
            challengeAnswer=str(int(one) + int(other)) if right else "né",
        )
        result = load("custom_auth/verify").handler(asked, None)["response"]["answerCorrect"]
        self.session.append({"challengeName": "CUSTOM_CHALLENGE", "challengeResult": result})


ASKS = {"challengeName": "CUSTOM_CHALLENGE", "issueTokens": False, "failAuthentication": False}
PASSES = {"issueTokens": True, "failAuthentication": False}
FAILS = {"issueTokens": False, "failAuthentication": True}


def test_custom_auth_gives_tokens_for_the_right_answer() -> None:
    auth = CustomAuth()
    assert auth.next() == ASKS
    auth.answer(right=False)
    assert auth.next() == ASKS
    auth.answer(right=True)
    assert auth.next() == PASSES


def test_custom_auth_ends_after_three_wrong_answers() -> None:
    auth = CustomAuth()
    for _ in range(3):
        assert auth.next() == ASKS
        auth.answer(right=False)
    assert auth.next() == FAILS


def test_custom_auth_never_lets_an_unknown_user_in_and_never_tells() -> None:
    auth = CustomAuth(known=False)
    for _ in range(3):
        assert auth.next() == ASKS
        auth.answer(right=True)
    assert auth.next() == FAILS


@pytest.mark.parametrize(("value", "claims"), [("acme", {"tenant": "acme"}), (None, None)])
def test_pre_token_generation_copies_the_attribute(
    monkeypatch: pytest.MonkeyPatch, value: str | None, claims: dict[str, str] | None
) -> None:
    monkeypatch.setenv("CLAIM", "custom:tenant")
    attributes = {} if value is None else {"custom:tenant": value}
    asked = event("TokenGeneration_Authentication", userAttributes=attributes)
    response = load("pre_token_generation/index").handler(asked, None)["response"]
    changed = {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}}
    assert response == (changed if claims else {})


def identity(provider: str) -> dict[str, Any]:
    """As Cognito writes it: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html"""
    return {"userId": "bob", "providerName": provider, "providerType": "SAML", "issuer": "https://sso.example/idp"}


@pytest.mark.parametrize(
    ("attributes", "claims"),
    [
        ({"identities": json.dumps([identity("Globex")])}, {"tenant": "Globex"}),
        ({"identities": json.dumps([identity("Globex")]), "custom:tenant": "Acme"}, {"tenant": "Globex"}),
        ({"identities": json.dumps([identity("Globex"), identity("Acme")])}, None),
        ({"custom:tenant": "Acme"}, None),
    ],
)
def test_of_which_provider_a_user_is_only_cognito_says(
    monkeypatch: pytest.MonkeyPatch, attributes: dict[str, str], claims: dict[str, str] | None
) -> None:
    monkeypatch.setenv("CLAIM", "tenant")
    asked = event("TokenGeneration_HostedAuth", userAttributes=attributes)
    response = load("pre_token_generation/provider").handler(asked, None)["response"]
    changed = {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}}
    assert response == (changed if claims else {})


def test_user_migration_confirms_whom_the_old_service_lets_in() -> None:
    asked = event("UserMigration_Authentication", password="right")
    known = {("alice", "right"): {"email": "alice@example.com"}}
    response = load("user_migration/index").bring_over(asked, lambda *pair: known.get(pair))["response"]
    assert response == {
        "userAttributes": {"email": "alice@example.com", "email_verified": "true"},
        "messageAction": "SUPPRESS",
        "finalUserStatus": "CONFIRMED",
    }


def test_user_migration_leaves_the_password_to_be_reset_when_it_was_forgotten() -> None:
    asked = event("UserMigration_ForgotPassword")
    response = load("user_migration/index").bring_over(asked, lambda *_: {"email": "alice@example.com"})["response"]
    assert "finalUserStatus" not in response


def test_user_migration_refuses_whom_the_old_service_refuses() -> None:
    with pytest.raises(PermissionError):
        load("user_migration/index").bring_over(event("UserMigration_Authentication"), lambda *_: None)


def test_custom_message_writes_in_the_users_language_with_the_code_in_it() -> None:
    asked = event("CustomMessage_SignUp", userAttributes={"locale": "de-AT"}, codeParameter="{####}")
    assert load("custom_message/index").handler(asked, None)["response"] == {
        "emailSubject": "Ihr Code",
        "emailMessage": "Ihr Code ist {####}.",
        "smsMessage": "Ihr Code ist {####}.",
    }


@pytest.mark.parametrize(
    ("source", "locale"), [("CustomMessage_SignUp", "ja"), ("CustomMessage_AdminCreateUser", "de")]
)
def test_custom_message_leaves_the_rest_as_configured(source: str, locale: str) -> None:
    asked = event(source, userAttributes={"locale": locale}, codeParameter="{####}")
    assert load("custom_message/index").handler(asked, None)["response"] == {}


def test_custom_sms_sender_passes_the_code_on_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_URL", "https://sqs.example.com/sms")
    sqs = Recorder()
    asked = event("CustomSMSSender_SignUp", userAttributes={"phone_number": "+15555550100"}, code="AYAD...")
    load("custom_sms_sender/index").hand_over(asked, sqs)
    ((name, arguments),) = sqs.calls
    assert (name, arguments["QueueUrl"]) == ("send_message", "https://sqs.example.com/sms")
    assert json.loads(arguments["MessageBody"]) == {
        "kind": "SignUp",
        "pool": POOL,
        "phone_number": "+15555550100",
        "encrypted_code": "AYAD...",
    }


@pytest.mark.parametrize(
    "said",
    [
        {"samlResponse": {"email": "a@example.com", "groups": 3000 * "g"}},
        {"idToken": {"email": "a@example.com"}, "userInfo": {"groups": 3000 * "g"}, "tokenResponse": {"x": "y"}},
    ],
)
def test_inbound_federation_keeps_every_attribute_within_what_cognito_stores(said: dict[str, Any]) -> None:
    asked = event("InboundFederation_ExternalProvider", providerName="corp", attributes=said)
    kept = load("inbound_federation/index").handler(asked, None)["response"]["userAttributesToMap"]
    assert kept == {"email": "a@example.com", "groups": 2048 * "g"}
