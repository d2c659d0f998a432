"""`first_event.py WHAT`: a custom resource's function from its start to its first answer, or a part of that, or boto3.

Runs where the asset's files are, in a Python that has botocore, as in Lambda. Prints its peak memory in bytes.
"""

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


class Context:
    """Lambda's, as far as it is asked."""

    def get_remaining_time_in_millis(self) -> int:
        return 300_000


def first_event() -> None:
    """The clients are made, then the event is refused, as it names no user: AWS is never called."""
    from custom_resources.user.handler import on_event

    arn = "arn:aws:cloudformation:eu-central-1:000000000000:stack/bench/1"
    event = {"RequestType": "Create", "ResponseURL": "data:,", "StackId": arn, "LogicalResourceId": "User"}
    event["ResourceType"] = "Custom::CognitoUser"
    on_event(event, Context())


def handler() -> None:
    import custom_resources.user.handler  # noqa: F401


def boto3() -> None:
    """The same clients, in the usual way."""
    import boto3

    for service in ("cognito-idp", "secretsmanager"):
        boto3.client(service)


def nothing() -> None:
    pass


def peak() -> int:
    """Bytes. Linux lets a process inherit its parent's peak in `getrusage`, so there we ask elsewhere."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


{"event": first_event, "handler": handler, "boto3": boto3, "nothing": nothing}[sys.argv[1]]()
print(peak())
