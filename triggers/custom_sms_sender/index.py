"""Hands each SMS to the queue QUEUE_URL, from which a service of yours sends it. The code stays encrypted on the way.

To decrypt it here or there: the AWS Encryption SDK, with the key KEY_ARN and the context userpool-id. The SDK must lie
in the folder of the code that imports it.
"""

import json
import os
from typing import Any

import boto3

Event = dict[str, Any]


def handler(event: Event, _context: object) -> None:
    hand_over(event, boto3.client("sqs"))


def hand_over(event: Event, sqs: Any) -> None:
    """Cognito does not wait for an answer. What is raised is tried again by Lambda."""
    request = event["request"]
    message = {
        "kind": event["triggerSource"].removeprefix("CustomSMSSender_"),
        "pool": event["userPoolId"],
        "phone_number": request["userAttributes"]["phone_number"],
        "encrypted_code": request["code"],
    }
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps(message))
