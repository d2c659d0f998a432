"""Puts each newly confirmed user into the group DEFAULT_GROUP.

The pool's id comes with the event, so the function needs to know nothing of the pool.
"""

import logging
import os
from typing import Any

import boto3

Event = dict[str, Any]
log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event: Event, _context: object) -> Event:
    return welcome(event, boto3.client("cognito-idp"))


def welcome(event: Event, cognito: Any) -> Event:
    """Also run when a forgotten password was reset: then the user has long been welcomed."""
    if event["triggerSource"] == "PostConfirmation_ConfirmSignUp":
        group = os.environ["DEFAULT_GROUP"]
        cognito.admin_add_user_to_group(UserPoolId=event["userPoolId"], Username=event["userName"], GroupName=group)
        log.info("joined", extra={"sub": event["request"]["userAttributes"]["sub"], "group": group})
    return event
