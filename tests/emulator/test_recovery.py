"""Whatever cuts a deployment short, the next one goes on by itself. And what might lead it astray does not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from cloud import REGION, Cloud, parameter, slow, tiny_app
from ops.errors import OpsError
from ops.local.cdk import COMPLETE
from ops.local.emulator import ROOT, Emulator

USER_POOL_STACK, IDENTITY_POOL_STACK = "gatehouse-local-user-pool", "gatehouse-local-identity-pool"


def status(cloud: Cloud, stack: str = "tiny") -> str:
    """Of a stack; empty if there is none."""
    found = cloud.session().client("cloudformation").describe_stacks()["Stacks"]
    return next((str(each["StackStatus"]) for each in found if each["StackName"] == stack), "")


def value(cloud: Cloud, name: str = "/tiny") -> str:
    return str(cloud.session().client("ssm").get_parameter(Name=name)["Parameter"]["Value"])


def stand(cloud: Cloud, resources: dict[str, Any], stack: str = "tiny", **options: Any) -> None:
    """Have a stack, or change it, without the CLI; does not wait for it."""
    cloudformation = cloud.session().client("cloudformation")
    change = cloudformation.update_stack if status(cloud, stack) else cloudformation.create_stack
    template = json.dumps({"Resources": resources})
    change(StackName=stack, TemplateBody=template, Capabilities=["CAPABILITY_IAM"], **options)


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def kill(emulator: Emulator) -> None:
    running = emulator.running()
    assert running
    os.kill(running.pid, signal.SIGKILL)
    wait_until(lambda: emulator.running() is None)


def wait_for(cloud: Cloud, expected: str, stack: str = "tiny") -> None:
    wait_until(lambda: status(cloud, stack) == expected)


def test_a_killed_emulator_comes_back_with_what_was_deployed(own_cloud: Cloud, tmp_path: Path) -> None:
    app = tiny_app(tmp_path, {"tiny": {"Parameter": parameter("kept")}})
    assert own_cloud.cdk(app).deploy("any", str) == {"tiny": True}
    time.sleep(2)  # it writes its state every second
    kill(own_cloud.emulator)
    own_cloud.emulator.start(REGION, str)
    assert value(own_cloud) == "kept"
    assert own_cloud.cdk(app).deploy("any", str) == {"tiny": False}


def test_an_emulator_killed_in_mid_update_comes_back_as_before_it_and_takes_the_update_again(
    own_cloud: Cloud, tmp_path: Path
) -> None:
    stand(own_cloud, {"Parameter": parameter("old")})
    wait_for(own_cloud, "CREATE_COMPLETE")
    time.sleep(2)
    update = tiny_app(tmp_path, {"tiny": {"Parameter": parameter("new", after="Slow"), **slow(5)}})
    failures: list[str] = []

    def deploy() -> None:
        try:
            own_cloud.cdk(update).deploy("any", str)
        except OpsError as error:
            failures.append(str(error))

    deploying = threading.Thread(target=deploy)
    deploying.start()
    wait_for(own_cloud, "UPDATE_IN_PROGRESS")
    kill(own_cloud.emulator)
    killed = time.monotonic()
    deploying.join()
    assert time.monotonic() - killed < 10, "the CLI was left trying"
    assert failures[0].startswith("The emulator ended during the deployment.\n  fix: make local\n  log: ")
    own_cloud.emulator.start(REGION, str)
    assert (status(own_cloud), value(own_cloud)) == ("CREATE_COMPLETE", "old")
    own_cloud.cdk(update).deploy("any", str)
    assert value(own_cloud) == "new"


def test_ctrl_c_in_mid_deployment_ends_the_cli_and_the_next_run_goes_on(own_cloud: Cloud, tmp_path: Path) -> None:
    app = tiny_app(tmp_path, {"tiny": {"Parameter": parameter("there", after="Slow"), **slow(4)}})
    script = f"""
from cloud import Cloud, Emulator, Path
Cloud(Emulator(Path({str(own_cloud.emulator.directory)!r}))).cdk(Path({str(app)!r})).deploy("any", str)
"""
    path = os.pathsep.join([str(Path(__file__).parent), str(ROOT)])
    run = subprocess.Popen([sys.executable, "-c", script], env={"PYTHONPATH": path}, stderr=subprocess.DEVNULL)
    wait_for(own_cloud, "CREATE_IN_PROGRESS")
    run.send_signal(signal.SIGINT)
    assert run.wait(10) == -signal.SIGINT
    said: list[str] = []
    cdk = own_cloud.cdk(app)
    assert cdk.settle(said.append)
    assert said[0] == "waiting for an earlier run's change to tiny"
    assert cdk.deploy("any", str) == {"tiny": False}
    assert value(own_cloud) == "there"


def test_the_real_app_cut_short_at_any_moment_is_deployed_by_the_next_run(own_cloud: Cloud) -> None:
    emulator = own_cloud.emulator
    assembly = emulator.directory / "cdk.out"
    script = f"""
from cloud import Cloud, Emulator, Path
Cloud(Emulator(Path({str(emulator.directory)!r}))).deploy("local")
"""
    path = os.pathsep.join([str(Path(__file__).parent), str(ROOT)])
    moments: dict[str, tuple[Callable[[], bool], int]] = {
        "the CLI has taken its lock": ((assembly / "synth.lock").exists, signal.SIGKILL),
        "the app has written": ((assembly / "manifest.json").exists, signal.SIGINT),
        "there is a first stack": (lambda: status(own_cloud, USER_POOL_STACK) != "", signal.SIGKILL),
        "there is a second stack": (lambda: status(own_cloud, IDENTITY_POOL_STACK) != "", signal.SIGINT),
    }
    own_cloud.cdk().bootstrap(str)
    for moment, (has_come, sent) in moments.items():
        run = subprocess.Popen([sys.executable, "-c", script], env={"PYTHONPATH": path}, stderr=subprocess.DEVNULL)
        while not has_come():
            assert run.poll() is None, f"it ended before {moment}"
            time.sleep(0.02)
        run.send_signal(sent)
        assert run.wait(10) == -sent
        group = (emulator.directory / "cdk.pid").read_text().strip()
        assert own_cloud.cdk().settle(str)
        if group:  # none where an earlier run's stack let the moment come before this one had started its CLI
            with pytest.raises(ProcessLookupError):
                os.killpg(int(group), 0)
    (assembly / "synth.lock").write_text(str(os.getpid()))  # that of a CLI whose process id is another's by now
    assert set(own_cloud.deploy("local")) == {USER_POOL_STACK, IDENTITY_POOL_STACK}
    assert {status(own_cloud, stack) for stack in (USER_POOL_STACK, IDENTITY_POOL_STACK)} <= COMPLETE


def test_a_deployment_that_fails_gives_the_reason_and_the_log(cloud: Cloud, tmp_path: Path) -> None:
    with pytest.raises(OpsError) as failed:
        cloud.cdk(tiny_app(tmp_path, {"failing": slow(0, fails_on="Create")})).deploy("any", str)
    assert str(failed.value).startswith("`cdk deploy` failed:\n")
    assert "as asked" in str(failed.value)
    assert str(failed.value).endswith(f"\n  log: {cloud.emulator.directory}/logs/deploy.log")


def test_every_state_that_a_cut_run_can_leave_is_deployed_over(own_cloud: Cloud, tmp_path: Path) -> None:
    cloudformation = own_cloud.session().client("cloudformation")
    template = json.dumps({"Resources": {"Parameter": parameter("planned")}})
    plan = {"ChangeSetName": "cdk-deploy-change-set", "ChangeSetType": "CREATE", "TemplateBody": template}
    cloudformation.create_change_set(StackName="review-in-progress", **plan)
    stand(own_cloud, slow(0, fails_on="Create"), "rollback-complete")
    stand(own_cloud, slow(0, fails_on="Create"), "create-failed", DisableRollback=True)
    for stack, request in (
        ("delete-failed", "Delete"),
        ("update-failed", "Update"),
        ("update-rollback-failed", "Update"),
    ):
        stand(own_cloud, slow(0, fails_on=request), stack)
        wait_for(own_cloud, "CREATE_COMPLETE", stack)
    cloudformation.delete_stack(StackName="delete-failed")
    stand(own_cloud, slow(0.1, fails_on="Update"), "update-failed", DisableRollback=True)
    stand(own_cloud, slow(0.1, fails_on="Update"), "update-rollback-failed")
    left = (
        "review-in-progress",
        "rollback-complete",
        "create-failed",
        "delete-failed",
        "update-failed",
        "update-rollback-failed",
    )
    for stack in left:
        wait_for(own_cloud, stack.replace("-", "_").upper(), stack)

    wanted = {stack: {"Parameter": parameter("made", name=f"/{stack}")} for stack in left}
    cdk = own_cloud.cdk(tiny_app(tmp_path, wanted))
    said: list[str] = []
    cdk.recover(said.append)
    assert [news for news in said if news.startswith("clearing")] == [
        "clearing up create-failed, left CREATE_FAILED",
        "clearing up delete-failed, left DELETE_FAILED",
        "clearing up update-failed, left UPDATE_FAILED",
        "clearing up update-rollback-failed, left UPDATE_ROLLBACK_FAILED",
        "clearing up update-failed, left UPDATE_ROLLBACK_FAILED",
    ]
    assert cdk.deploy("any", str) == dict.fromkeys(left, True)
    assert [value(own_cloud, f"/{stack}") for stack in left] == ["made"] * len(left)


def test_what_hangs_is_given_up_and_forgotten_with_the_emulator_that_ran_it(
    own_cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(own_cloud, {"Parameter": parameter("old")})
    wait_for(own_cloud, "CREATE_COMPLETE")
    time.sleep(2)
    stand(own_cloud, {"Parameter": parameter("new", after="Slow"), **slow(600)})
    wait_for(own_cloud, "UPDATE_IN_PROGRESS")
    monkeypatch.setattr("ops.local.cdk.SETTLE_WITHIN", 2.0)
    assert not own_cloud.cdk().settle(str)
    own_cloud.emulator.stop()
    own_cloud.emulator.start(REGION, str)
    assert (status(own_cloud), value(own_cloud)) == ("CREATE_COMPLETE", "old")


def test_the_bootstrap_is_made_once_and_lets_plain_http_in(cloud: Cloud) -> None:
    cdk = cloud.cdk()
    cdk.bootstrap(str)
    said: list[str] = []
    cdk.bootstrap(said.append)
    assert said == ["was done before"]
    role = (
        cloud.session()
        .client("sts")
        .assume_role(
            RoleArn="arn:aws:iam::000000000000:role/cdk-hnb659fds-file-publishing-role-000000000000-eu-central-1",
            RoleSessionName="publishing",
        )["Credentials"]
    )
    publisher = boto3.client(
        "s3",
        endpoint_url=cloud.endpoint,
        region_name=REGION,
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
    )
    publisher.put_object(Bucket="cdk-hnb659fds-assets-000000000000-eu-central-1", Key="an asset", Body=b"")


def test_no_aws_setting_or_proxy_of_the_user_leads_a_deployment_elsewhere(
    cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = "http://127.0.0.1:9"
    for name in (
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_SSM",
        "AWS_ENDPOINT_URL_CLOUDFORMATION",
        "HTTP_PROXY",
        "HTTPS_PROXY",
    ):
        monkeypatch.setenv(name, nowhere)
        monkeypatch.setenv(name.lower(), nowhere)
    for name in (
        "AWS_PROFILE",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CA_BUNDLE",
        "HOME",
        "NODE_OPTIONS",
    ):
        monkeypatch.setenv(name, "/not/there")
    app = tiny_app(tmp_path, {"led": {"Parameter": parameter("here", name="/led")}})
    assert cloud.cdk(app).deploy("any", str) == {"led": True}
    assert value(cloud, "/led") == "here"
