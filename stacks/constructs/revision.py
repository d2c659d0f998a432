"""What a custom resource watches of a resource that CloudFormation owns."""

from __future__ import annotations

import hashlib
import json

from aws_cdk import CfnResource, Stack


def revision(resources: list[CfnResource], tags: dict[str, str]) -> str:
    """A digest of the properties of `resources`, as they are now, and of their tags.

    CloudFormation updates an object as a whole, and may so reset what only a custom resource can set. With this among
    its properties, the custom resource is updated after such an update, and looks again.
    """
    properties = Stack.of(resources[0]).resolve(
        [each._cfn_properties for each in resources]  # noqa: SLF001 - jsii's way to say: protected
    )
    return hashlib.sha256(json.dumps([properties, tags], sort_keys=True).encode()).hexdigest()[:16]
