"""A client's terms of use and privacy policy, linked from managed login's sign-up page."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import terms as model
from config.names import pascal
from constructs import Construct


class Terms(Construct):
    """Both documents of one client."""

    def __init__(
        self, scope: Construct, client: str, *, config: model.Terms, user_pool_id: str, client_id: str
    ) -> None:
        super().__init__(scope, f"Terms{pascal(client)}")
        for name, links in (("terms-of-use", config.terms_of_use), ("privacy-policy", config.privacy_policy)):
            cognito.CfnTerms(
                self,
                pascal(name),
                user_pool_id=user_pool_id,
                client_id=client_id,
                terms_name=name,
                terms_source="LINK",  # the only source there is
                enforcement="NONE",  # the only enforcement there is
                links={f"cognito:{language}": url for language, url in links.items()},
            )
