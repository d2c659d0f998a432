"""The logos of the classic pages, each a custom resource. The images are shipped with the function that sets them."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from config.model.ui_customization import UiCustomization
from constructs import Construct
from custom_resources.classic_logo import resource as logo
from stacks.constructs.lifecycle_function import LifecycleFunction


class ClassicLogos(Construct):
    """Depends on the domain, and on the style sheets beside which the logos are set."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        looks: dict[str, tuple[str, UiCustomization]],
        domain: str,
        user_pool_id: str,
        user_pool_arn: str,
        needs: list[Construct],
        tags: dict[str, str],
    ) -> None:
        """`looks`: logical id -> client id (ALL for every other client), and how its pages look."""
        super().__init__(scope, construct_id)
        images = {
            key: (f"{hashlib.sha256(look.logo.content).hexdigest()}{PurePath(look.logo.path).suffix}", look.logo)
            for key, (_, look) in looks.items()
            if look.logo
        }
        if not images:
            return
        function = LifecycleFunction(
            self,
            "Function",
            handler="custom_resources.classic_logo.handler.on_event",
            description="Custom::CognitoClassicLogo",
            grants=[
                {"Effect": "Allow", "Action": list(logo.ACTIONS), "Resource": user_pool_arn},
                {"Effect": "Allow", "Action": list(logo.DOMAIN_ACTIONS), "Resource": "*"},  # it knows no resource
            ],
            tags=tags,
            files={f"logos/{name}": image.content for name, image in images.values()},
        )
        for key, (name, _) in images.items():
            client_id, look = looks[key]
            resource = function.resource(
                "Custom::CognitoClassicLogo",
                key,
                UserPoolId=user_pool_id,
                ClientId=client_id,
                Domain=domain,
                ImageFile=name,
                # After CloudFormation has set another style sheet, the logo is looked after.
                StyleRevision=hashlib.sha256(look.css.encode()).hexdigest()[:16],
            )
            resource.node.add_dependency(*needs)
