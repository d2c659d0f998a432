"""`make local`, step by step: start the emulator, deploy the local environment into it, verify it, say what stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import loader
from config.model import Environment
from config.names import Names
from ops.aws import LOCAL, LOCAL_ACCOUNT, Target, target
from ops.errors import OpsError
from ops.local.cdk import Cdk, Say
from ops.local.emulator import ROOT, Emulator
from ops.progress import step
from ops.verify import run as verify
from ops.verify.report import Report


@dataclass(frozen=True)
class Standing:
    """What stands in the emulator: the values that the stacks published, by their name under /gatehouse/local/."""

    endpoint: str
    region: str
    values: dict[str, str]
    local_jwks_uri: str
    """The keys that sign the emulator's tokens. Their issuer is a URL of AWS, which knows nothing of them."""


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    stacks: dict[str, bool]
    """Stack name -> whether it changed."""
    report: Report


def up(app: Path = ROOT) -> Outcome:
    """Bring the local environment up to date, and verify it. After an error, a next run goes on."""
    environment = loader.load(LOCAL)
    if environment.account not in (None, LOCAL_ACCOUNT):
        what = f"{_place(environment, 'account')}: the emulator's account is not {environment.account}"
        raise OpsError(what, fix=f'account: "{LOCAL_ACCOUNT}"')
    region = environment.region
    emulator = Emulator()

    def start(say: Say) -> Cdk:
        return Cdk(emulator, Target(region, emulator.start(region, say).endpoint), app)

    with emulator.exclusive():
        with step("emulator") as say:
            cdk = start(say)
            if not cdk.settle(say):
                emulator.stop()  # the state it left on disk is the one before what hangs
                cdk = start(say)
        with step("bootstrap") as say:
            cdk.bootstrap(say)
        with step("deploy") as say:
            _check_secrets(environment, cdk.target.session())
            cdk.recover(say)
            stacks = cdk.deploy(LOCAL, say)
            changed = [name for name, change in stacks.items() if change]
            say(f"changed: {', '.join(changed)}" if changed else f"nothing changed in {len(stacks)} stacks")
        with step("verify") as say:
            try:
                report = verify.run(environment, cdk.target.session(), say=say)
            finally:
                emulator.check_lives("verification")
            say(report.summary, well=report.ok)
    return Outcome(stacks, report)


def standing() -> Standing:
    """What the last deployment published."""
    local = target(LOCAL)
    root = Names(LOCAL).parameter("")
    pages = local.session().client("ssm").get_paginator("get_parameters_by_path").paginate(Path=root, Recursive=True)
    values = {found["Name"].removeprefix(root): found["Value"] for page in pages for found in page["Parameters"]}
    if "user-pool-id" not in values:
        raise OpsError("The emulator runs, and nothing is deployed in it.", fix="make local")
    jwks = f"{local.endpoint}/{values['user-pool-id']}/.well-known/jwks.json"
    return Standing(str(local.endpoint), local.region, dict(sorted(values.items())), jwks)


def _check_secrets(environment: Environment, session: Any) -> None:
    """Before the custom resource looks for them in vain: for half a minute, since a permission may be under way."""
    secrets = session.client("secretsmanager")
    for key, user in environment.seed_users.items():
        try:
            if user.password_secret:
                secrets.describe_secret(SecretId=user.password_secret)
        except secrets.exceptions.ResourceNotFoundException:
            place = _place(environment, "seed_users", key, "password_secret")
            raise OpsError(
                f"{place}: the emulator has no secret {user.password_secret}",
                fix='eval "$(.venv/bin/python -m ops local env)"; '
                f"aws secretsmanager create-secret --name {user.password_secret} --secret-string PASSWORD",
            ) from None


def _place(environment: Environment, *path: str) -> str:
    return f"{loader.locate(loader.merged(environment.name), path)}: {'.'.join(path)}"
