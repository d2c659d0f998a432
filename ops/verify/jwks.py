"""The keys with which a pool signs its tokens."""

from __future__ import annotations

import json
import os
import ssl
import urllib.request
from typing import TYPE_CHECKING

import jwt

from ops.verify.outcome import Failed

if TYPE_CHECKING:
    from ops.verify.world import World


def fetch(world: World) -> jwt.PyJWKSet:
    """The published keys. An emulator serves them itself, under the pool's id, though its tokens name AWS's address."""
    url = world.outputs["jwks-uri"]
    if world.aws.emulator:
        url = f"{world.aws.endpoint.rstrip('/')}/{world.outputs.user_pool_id}/.well-known/jwks.json"
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})] if world.aws.emulator else []
    if url.startswith("https:"):
        trusted = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE"))
        handlers.append(urllib.request.HTTPSHandler(context=trusted))
    try:
        with urllib.request.build_opener(*handlers).open(url, timeout=10) as answer:
            return jwt.PyJWKSet.from_dict(json.load(answer))
    except (OSError, ValueError, jwt.PyJWTError) as error:
        raise Failed(f"no keys at {url}: {error}") from error
