"""Clients' terms of use and privacy policies, linked from managed login's sign-up page."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import terms as model
from config.names import pascal
from constructs import Construct
from custom_resources.terms import resource as terms_links
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.revision import revision

_UNKNOWN = terms_links.TERMS_LINKS.values


class Terms(Construct):
    """Both documents of one client."""

    def __init__(
        self, scope: Construct, client: str, *, config: model.Terms, user_pool_id: str, client_id: str
    ) -> None:
        super().__init__(scope, f"Terms{pascal(client)}")
        self.beyond: dict[str, tuple[cognito.CfnTerms, dict[str, str]]] = {}
        """By logical id: a document, and its links in languages that CloudFormation doesn't know."""
        for name, links in (("terms-of-use", config.terms_of_use), ("privacy-policy", config.privacy_policy)):
            named = {f"cognito:{language}": url for language, url in links.items()}
            document = cognito.CfnTerms(
                self,
                pascal(name),
                user_pool_id=user_pool_id,
                client_id=client_id,
                terms_name=name,
                terms_source="LINK",  # the only source there is
                enforcement="NONE",  # the only enforcement there is
                links={language: url for language, url in named.items() if language not in _UNKNOWN},
            )
            if beyond := {language: url for language, url in named.items() if language in _UNKNOWN}:
                self.beyond[f"CognitoTermsLinks{pascal(client)}{pascal(name)}"] = (document, beyond)


class TermsLinks(Construct):
    """The links in those languages, each document's a custom resource."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        terms: list[Terms],
        user_pool_id: str,
        user_pool_arn: str,
        tags: dict[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        wanted = {key: each for client in terms for key, each in client.beyond.items()}
        if not wanted:
            return
        function = LifecycleFunction(
            self,
            "Function",
            handler="custom_resources.terms.handler.on_event",
            description="Custom::CognitoTermsLinks",
            grants=[{"Effect": "Allow", "Action": list(terms_links.ACTIONS), "Resource": user_pool_arn}],
            tags=tags,
        )
        for key, (document, links) in wanted.items():
            function.resource(
                "Custom::CognitoTermsLinks",
                key,
                UserPoolId=user_pool_id,
                TermsId=document.attr_terms_id,
                Links=links,
                # CloudFormation's next update of the document takes these links away again.
                TermsRevision=revision([document], {}),
            )
