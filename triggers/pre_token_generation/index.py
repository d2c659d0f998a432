"""Puts the user attribute CLAIM (such as custom:department) into the access token, for APIs that see no ID token.

For lambda_version V2_0 or V3_0.
"""

import os
from typing import Any

Event = dict[str, Any]


def handler(event: Event, _context: object) -> Event:
    name = os.environ["CLAIM"]
    value = event["request"]["userAttributes"].get(name)
    if value is not None:
        claims = {name.removeprefix("custom:"): value}
        changes = {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}
        event["response"]["claimsAndScopeOverrideDetails"] = changes
    return event
