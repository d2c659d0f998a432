"""The password in a secret: the text itself, or what stands under the key 'password' of a JSON object."""

import json
from collections.abc import Callable

from custom_resources.errors import NotFound, Refused, Unsettled
from custom_resources.log import Log


def read_password(secret_id: str, read_secret: Callable[[str], str], log: Log) -> str:
    """Hidden from `log` before anything can go wrong with it."""
    try:
        text = log.hide(read_secret(secret_id))
    except (NotFound, Unsettled) as error:  # IAM answers for a secret that is not there
        raise type(error)(
            f"the secret {secret_id}, named by the user's password_secret, can't be read: {error}",
            fix=f"if it is not there, aws secretsmanager create-secret --name {secret_id} --secret-string PASSWORD, "
            "and deploy again",
        ) from error
    try:
        content = json.loads(text)
    except ValueError:
        return text
    if not isinstance(content, dict):
        return text
    password = content.get("password")
    if not isinstance(password, str):
        raise Refused(
            f"the secret {secret_id} is a JSON object without a text under the key 'password'",
            fix="store the password under that key, and deploy again",
        )
    return log.hide(password)
