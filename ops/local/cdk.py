"""The project's CDK CLI, aimed at the emulator: bootstrap, deploy, recover, and what the CLI says, understood."""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ops import process
from ops.aws import LOCAL_ACCOUNT, Target
from ops.errors import OpsError
from ops.local import damage
from ops.local.emulator import GENERATED, ROOT, Emulator

Say = Callable[[str], object]
COMPLETE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
SETTLE_WITHIN = 30.0
"""Seconds that an operation which nobody waits for any more is given to end by itself."""
BUSY = re.compile(r"(?<!REVIEW)_IN_PROGRESS$")
EVENT = re.compile(r"(?P<stack>\S+) \| +\S+ \| [^|]+ \| (?P<status>\S+) +\| (?P<type>\S+) +\| (?P<id>\S+)")
"""The number is left out: it counts what has not changed too, up to 15/6."""
NEWS = re.compile(r"\S+: (deploying|creating CloudFormation changeset|destroying)\.\.\.")
NOISE = re.compile(r"CloudTrail|Source Location:|no user code in|^ +at ")
DEPLOYED = re.compile(r"✅ +(?P<stack>\S+)(?P<same> \(no changes\))?$")


@dataclass(frozen=True)
class Cdk:
    """The CLI for one app (a folder with a cdk.json) and one emulator, whose folder takes its logs and its assembly."""

    emulator: Emulator
    target: Target
    app: Path = ROOT

    def bootstrap(self, say: Say) -> None:
        """Make the emulator's account ready for deployments, unless it is."""
        if any(stack["StackName"] == "CDKToolkit" and stack["StackStatus"] in COMPLETE for stack in self._stacks()):
            say("was done before")
        else:
            self.run("bootstrap", f"aws://{LOCAL_ACCOUNT}/{self.target.region}", say=say, cwd=self.emulator.directory)
            say(f"account {LOCAL_ACCOUNT}, {self.target.region}")
        self._allow_plain_http()

    def settle(self, say: Say) -> bool:
        """End what a killed run has left running, and wait for what is under way. False if it is not over in time."""
        process.end_left(self.emulator.cli_record)
        deadline = time.monotonic() + SETTLE_WITHIN
        while busy := [stack["StackName"] for stack in self._stacks() if BUSY.search(stack["StackStatus"])]:
            if time.monotonic() > deadline:
                return False
            say(f"waiting for an earlier run's change to {' and '.join(busy)}")
            time.sleep(0.5)
        return True

    def recover(self, say: Say) -> None:
        """Put right what an interrupted run left and the CLI stops at. (A failed creation, it makes anew by itself.)"""
        for _ in range(3):  # a rollback may fail in its turn
            acted = [self._put_right(stack, say) for stack in self._stacks()]
            if not any(acted) or not self.settle(say):
                break

    def deploy(self, environment: str, say: Say) -> dict[str, bool]:
        """Deploy every stack of one environment. Stack name -> whether anything changed."""
        say("synthesizing")
        options = f"--all -c env={environment} --require-approval never --progress events"
        try:
            lines = self.run("deploy", *options.split(), say=say)
        except OpsError:
            if not damage.removed():
                raise
            say("the unpacked CDK was damaged: unpacking it anew")
            lines = self.run("deploy", *options.split(), say=say)
        return {done["stack"]: not done["same"] for line in lines if (done := DEPLOYED.search(line))}

    def run(self, *arguments: str, say: Say = str, cwd: Path | None = None) -> list[str]:
        """Run `cdk ...` and return the lines it said. OpsError, with the reason, if it fails."""
        log = self.emulator.directory / "logs" / f"{arguments[0]}.log"
        lines: list[str] = []

        def heard(line: str) -> None:
            lines.append(line)
            say(_news(line))

        def emulator_lives() -> bool:
            return self.emulator.running() is not None  # without it the CLI would go on trying for more than a minute

        command: list[str | Path] = [
            ROOT / ".venv" / "bin" / "node",
            damage.CLI,
            *arguments,
            "--output",
            self._assembly,
            "--no-notices",
            "--no-color",
        ]
        environ, cwd = self._environ(), cwd or self.app
        process.end_left(self.emulator.cli_record)
        self._unlock_assembly()
        code = process.run(
            command,
            log=log,
            heard=heard,
            environ=environ,
            cwd=cwd,
            makes_sense=emulator_lives,
            record=self.emulator.cli_record,
        )
        self.emulator.check_lives("deployment")
        if code and damage.of_cli(lines):
            raise OpsError(f"The CDK CLI is damaged:\n{_why(lines)}", fix="make local, which installs it anew", log=log)
        if code:
            raise OpsError(f"`cdk {arguments[0]}` failed:\n{_why(lines)}", log=log)
        return lines

    @property
    def _assembly(self) -> Path:
        return self.emulator.directory / "cdk.out"

    def _unlock_assembly(self) -> None:
        """Nobody else writes there. The CLI itself takes a lock for held as long as any process has its writer's id."""
        for lock in (*self._assembly.glob("synth.lock"), *self._assembly.glob("read.*.lock")):
            lock.unlink(missing_ok=True)

    def _put_right(self, stack: dict[str, Any], say: Say) -> bool:
        name, status, client = stack["StackName"], stack["StackStatus"], self._cloudformation
        match status:
            case "CREATE_FAILED":
                client.delete_stack(StackName=name)
            case "DELETE_FAILED":
                client.delete_stack(StackName=name, DeletionMode="FORCE_DELETE_STACK")
            case "UPDATE_FAILED":
                client.rollback_stack(StackName=name)
            case "UPDATE_ROLLBACK_FAILED":
                failed = ", ".join(re.findall(r"\[(.*?)\]", stack["StackStatusReason"]))
                client.continue_update_rollback(StackName=name, ResourcesToSkip=failed.split(", "))
            case _:
                return False
        say(f"clearing up {name}, left {status}")
        return True

    def _environ(self) -> dict[str, str]:
        """All that the CLI and the app see: no AWS profile or proxy of the user's, so nothing leaves this machine."""
        home = GENERATED / "home"
        return {
            **{name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR", "TZ") if name in os.environ},
            **self.target.variables(),
            "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "HOME": str(home),
            "CDK_HOME": str(home / ".cdk"),
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(home / "jsii"),
            "NODE_COMPILE_CACHE": str(home / "node"),
        }

    @cached_property
    def _session(self) -> Any:
        return self.target.session()

    @cached_property
    def _cloudformation(self) -> Any:
        return self._session.client("cloudformation")

    def _stacks(self) -> list[dict[str, Any]]:
        pages = self._cloudformation.get_paginator("describe_stacks").paginate()
        return [stack for page in pages for stack in page["Stacks"]]

    def _allow_plain_http(self) -> None:
        """The bootstrap bucket's policy, enforced as in AWS, refuses plain HTTP, which is what the emulator speaks."""
        s3 = self._session.client("s3")
        bucket = f"cdk-hnb659fds-assets-{LOCAL_ACCOUNT}-{self.target.region}"
        with contextlib.suppress(s3.exceptions.from_code("NoSuchBucketPolicy")):
            policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
            kept = [statement for statement in policy["Statement"] if statement.get("Sid") != "AllowSSLRequestsOnly"]
            if kept:
                s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy | {"Statement": kept}))
            else:
                s3.delete_bucket_policy(Bucket=bucket)


def _news(line: str) -> str:
    """A line of the CLI's as news, such as `user-pool CREATE_COMPLETE AWS::Cognito::UserPool Pool`; often none."""
    if event := EVENT.match(line):
        return " ".join(event.group("stack", "status", "type", "id"))
    return line if NEWS.match(line) else ""


def _why(lines: list[str]) -> str:
    """The CLI's own account of its failure: from its cross on, or the last lines if there is none."""
    told = [line for line in lines if line.strip() and not NOISE.search(line)]
    start = next((index for index, line in enumerate(told) if "❌" in line), -15)
    return "\n".join(f"    {line}" for line in told[start:])
