"""Puts the name of the provider that a user comes from into the access token, as CLAIM (such as tenant).

Cognito itself writes `identities`, and no provider can map anything to it: of which company somebody is doesn't depend
on what that company's provider says. Who has no provider, or is linked to several, gets no such claim.

For lambda_version V2_0 or V3_0.
"""

import json
import os
from typing import Any

Event = dict[str, Any]


def handler(event: Event, _context: object) -> Event:
    identities = json.loads(event["request"]["userAttributes"].get("identities", "[]"))
    providers = {identity["providerName"] for identity in identities}
    if len(providers) == 1:
        changes = {"accessTokenGeneration": {"claimsToAddOrOverride": {os.environ["CLAIM"]: providers.pop()}}}
        event["response"]["claimsAndScopeOverrideDetails"] = changes
    return event
