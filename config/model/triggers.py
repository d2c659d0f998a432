"""Lambda triggers: code of yours that Cognito runs while users sign up, sign in and receive messages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from config.model.arns import FunctionArn, KeyArn
from config.model.base import Duration, Form, Lasts, Model
from config.model.files import Folder, RepoFolder
from config.model.policy import Policy

MAX_CODE_SIZE = 250 * 2**20
"""Bytes, unzipped. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
Code = Annotated[Folder, RepoFolder(max_files=20_000, max_bytes=MAX_CODE_SIZE, max_total_bytes=MAX_CODE_SIZE)]
Handler = Annotated[
    str,
    Field(max_length=128),
    Form(
        r"^([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$",
        "a file of the folder and a function in it, such as index.handler",
    ),
]
VariableName = Annotated[
    str, Form("^[A-Za-z][A-Za-z0-9_]{1,127}$", "letters, digits and _, a letter first, at least 2 and at most 128")
]
Runtime = Literal[
    "python3.12",
    "python3.13",
    "python3.14",
    "python3.15",
    "nodejs22.x",
    "nodejs24.x",
    "nodejs26.x",
    "ruby3.3",
    "ruby3.4",
    "ruby4.0",
    "provided.al2023",
]
RetentionDays = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]


class Trigger(Model):
    """One trigger: `code` of this repository, for which a function is made, or `arn`, a function that exists."""

    code: Code | None = None
    """A folder of this repository, such as triggers/pre_sign_up, deployed as it stands: what the code imports beyond
    Lambda's own libraries lies in it. The function, its role, its log group and its permission are made."""
    arn: FunctionArn | None = None
    """A function that exists, in the pool's Region; `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` are
    filled in. Cognito's permission is made, unless the function is another account's: then its owner must give it."""
    handler: Handler = "index.handler"
    """With `code`: the file without its ending, and the function in it. provided.al2023 starts the file bootstrap."""
    runtime: Runtime = "python3.13"
    """With `code`: what runs it, on arm64. provided.al2023 is for compiled code (Go, Rust). What needs
    another runtime (Java, .NET) is built and deployed elsewhere, and named by `arn`."""
    environment: dict[VariableName, str] = {}
    """With `code`: environment variables. Whoever may look at the function reads them: write the name of a secret, not
    its value."""
    memory_size: Annotated[int, Field(ge=128, le=10240)] = 256
    """With `code`: megabytes. The processor's share grows with it."""
    timeout: Annotated[Duration, Lasts("1s", "5s")] = timedelta(seconds=5)
    """With `code`: 1s to 5s, since Cognito waits no longer; for custom senders, for which it does not wait, to 15m."""
    policy: Policy = ()
    """With `code`: what the function may do, besides writing its log. It can't name this pool (its id is in the event),
    but userpool/* with a condition on aws:ResourceTag."""
    log_retention_days: RetentionDays = 30
    """With `code`: how long its log group keeps what it wrote."""

    def account(self) -> str | None:
        """Whose function `arn` names; None: that of the deployment, as is a function that is made here."""
        found = re.search(":([0-9]{12}):function:", self.arn or "")
        return found[1] if found else None


class PreTokenGeneration(Trigger):
    """The trigger that can change tokens. The answer has another form in each version, so the code decides."""

    lambda_version: Literal["V1_0", "V2_0", "V3_0"]
    """V1_0: the ID token. V2_0: the access token as well. V3_0: that of machines too. V2_0 and V3_0 need ESSENTIALS."""


class Triggers(Model):
    """LambdaConfig: which functions the user pool runs, and when."""

    pre_sign_up: Trigger | None = None
    """Before a user is created: may refuse, confirm at once, or mark addresses as verified."""
    post_confirmation: Trigger | None = None
    """After a user has confirmed the account, or a new password."""
    pre_authentication: Trigger | None = None
    """At each sign-in, before the password is checked: may refuse."""
    post_authentication: Trigger | None = None
    """After each sign-in, before the tokens are made."""
    define_auth_challenge: Trigger | None = None
    """Custom sign-in: decides on the next challenge, and when it is enough. The three of custom sign-in go together."""
    create_auth_challenge: Trigger | None = None
    """Custom sign-in: makes the challenge."""
    verify_auth_challenge_response: Trigger | None = None
    """Custom sign-in: checks the answer."""
    pre_token_generation: PreTokenGeneration | None = None
    """PreTokenGenerationConfig: before tokens are made: may add, replace and leave out claims, and with V2_0 scopes."""
    user_migration: Trigger | None = None
    """When an unknown user signs in with a password or has forgotten it: may bring the user over from elsewhere."""
    custom_message: Trigger | None = None
    """Before each e-mail and SMS: may write its text."""
    custom_email_sender: Trigger | None = None
    """Instead of each e-mail: sends it. The code in it is encrypted with the key of kms_key_id."""
    custom_sms_sender: Trigger | None = None
    """Instead of each SMS: sends it. The code in it is encrypted with the key of kms_key_id."""
    inbound_federation: Trigger | None = None
    """When a user comes from an external identity provider: may change the attributes before they are mapped."""
    kms_key_id: KeyArn | None = None
    """KMSKeyID: an existing symmetric key, for the custom senders. Its policy must let the deployment create a grant
    and the senders decrypt. Default: one is made for them, and its ARN published as custom-sender-key-arn."""

    def given(self) -> dict[str, Trigger]:
        """Those that are set, by their names."""
        named = {name: getattr(self, name) for name in type(self).model_fields if name != "kms_key_id"}
        return {name: trigger for name, trigger in named.items() if trigger is not None}

    def senders(self) -> dict[str, Trigger]:
        """Those that receive encrypted codes, and that Cognito does not wait for."""
        return {name: trigger for name, trigger in self.given().items() if name in SENDERS}


SENDERS = ("custom_email_sender", "custom_sms_sender")
