"""Events as releases have sent them, with what became of them: golden/<release>/<type>/<create, update, delete>.json.

Whatever code comes later has to take them: CloudFormation sends old properties when it rolls back and when it deletes.
At a release, copy the folder of the one before under the new name, write into the events what the templates send by now
(tests say what is missing), remove `then` where it is to change, and record it anew:

    PYTHONPATH=.:tests:tests/custom_resources .venv/bin/python -m golden_events

A release that is out is never edited.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fake_cloudformation import Answers
from fake_endpoint import FakeEndpoint
from fake_lambda import NO_WAITING, invoke
from ops.templates import resources
from stacks.constructs.code_asset import stage_files
from stacks.constructs.lifecycle_code import lifecycle_code
from synthesis import ENVIRONMENTS, templates

GOLDEN = Path(__file__).with_name("golden")
RELEASES = sorted((folder.name for folder in GOLDEN.glob("*/")), key=lambda name: [*map(int, name.split("."))])
LIVES = sorted(folder for release in RELEASES for folder in (GOLDEN / release).iterdir())
EVENTS = ("create", "update", "delete")
LOGOS = sorted((Path(__file__).with_name("logos")).glob("*.png"))
TOLD = ("Status", "Reason", "PhysicalResourceId", "Data")
SECONDS = 300  # as deployed

Properties = dict[str, Any]


def sent() -> Iterator[tuple[str, str, Properties]]:
    """What the templates of environments/everything*.yaml send: type, handler and properties of each resource."""
    for name in (name for name in ENVIRONMENTS if name.startswith("everything")):
        for template in templates(name).values():
            for resource in template["Resources"].values():
                if resource["Type"].startswith("Custom::"):
                    properties = resource["Properties"]
                    function = resources(template, "AWS::Lambda::Function")[properties["ServiceToken"]["Fn::GetAtt"][0]]
                    yield resource["Type"], function["Properties"]["Handler"], properties


def handlers() -> dict[str, str]:
    return {type_: handler for type_, handler, _ in sent()}


def logos() -> dict[str, bytes]:
    """As ClassicLogos ships them: each under the digest of its content."""
    contents = [file.read_bytes() for file in LOGOS]
    return {f"logos/{hashlib.sha256(content).hexdigest()}.png": content for content in contents}


def endpoint() -> FakeEndpoint:
    """What stands before the first event."""
    fake = FakeEndpoint()
    users = (GOLDEN / "customers.csv").read_bytes()
    fake.cognito.files[f"{hashlib.sha256(users).hexdigest()}.csv"] = users
    fake.cognito.parameters["eu-central-1", "/gatehouse/dev/user-pool-id"] = "eu-central-1_Ab1"
    return fake


def read(life: Path) -> list[dict[str, Any]]:
    return [json.loads((life / f"{name}.json").read_text()) for name in EVENTS]


@contextmanager
def deployed(fake: FakeEndpoint) -> Iterator[Callable[[dict[str, Any]], dict[str, Any]]]:
    """The functions, as staged, in front of `fake`: what is sent to them is answered."""
    answers = Answers()
    with tempfile.TemporaryDirectory() as asset, fake.listening() as url, answers.listening() as answer_url:
        stage_files({**lifecycle_code(), **logos()}, Path(asset))
        how: Any = {"asset": Path(asset), "seconds": SECONDS, "before": NO_WAITING, "AWS_ENDPOINT_URL": url}

        def send(event: dict[str, Any]) -> dict[str, Any]:
            run = invoke(event | {"ResponseURL": answer_url}, handler=handlers()[event["ResourceType"]], **how)
            assert run.exit_code == 0, run.logs
            (answer,) = answers.received
            answers.received.clear()
            return answer

        yield send


def calls_of_an_update_that_changes_nothing(life: Path) -> tuple[list[str], list[str]]:
    """Such as one that follows a change of the pool that CloudFormation made. Those that read and those that write."""
    fake = endpoint()
    create, update, _ = (golden["event"] for golden in read(life))
    same = create["ResourceProperties"]
    with deployed(fake) as send:
        send(create)
        fake.calls()
        send(update | {"ResourceProperties": same | {"UserPoolRevision": "2"}, "OldResourceProperties": same})
    return fake.calls()


def replay(life: Path) -> list[dict[str, Any]]:
    """What becomes of each event: the answer, and all that is by then as it was not before the first."""
    fake = endpoint()
    before = dict(_leaves(fake.state()))
    found = []
    with deployed(fake) as send:
        for golden in read(life):
            answer = send(golden["event"])
            now = dict(_leaves(fake.state()))
            paths = sorted(path for path in {*now, *before} if now.get(path) != before.get(path))
            told = {name: answer[name] for name in TOLD if name in answer}
            found.append({"answer": told, "changed": {path: now.get(path) for path in paths}})
    return found


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, f"{path}/{key}")
    else:
        yield path, value


def record() -> None:
    """Write `then` where there is none."""
    for life in LIVES:
        for name, golden, then in zip(EVENTS, read(life), replay(life), strict=True):
            if "then" not in golden:
                (life / f"{name}.json").write_text(json.dumps(golden | {"then": then}, indent=2) + "\n")
                print(life.relative_to(GOLDEN) / name)


if __name__ == "__main__":
    record()
