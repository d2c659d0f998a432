"""Clients that may exchange tokens, each a custom resource, since CloudFormation doesn't know these flows."""

from __future__ import annotations

from config.model.clients import Client
from config.names import pascal
from constructs import Construct
from custom_resources.token_exchange import resource as token_exchange
from stacks.constructs.app_client import AppClient
from stacks.constructs.lifecycle_function import LifecycleFunction
from stacks.constructs.revision import revision
from stacks.constructs.role import Statement, passing
from stacks.constructs.user_pool import UserPool


class TokenExchange(Construct):
    """What UpdateUserPoolClient adds to a client once CloudFormation has written it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        clients: dict[str, tuple[Client, AppClient]],
        pool: UserPool,
        tags: dict[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        wanted = {
            key: (config, client, flows)
            for key, (config, client) in clients.items()
            if (flows := [flow for flow in config.auth_flows if flow in token_exchange.TOKEN_EXCHANGE.values])
        }
        if not wanted:
            return
        # A client's analytics are sent back with all the rest of it, and with them the role that Cognito is to use.
        roles = {config.analytics.role_arn for config, *_ in wanted.values() if config.analytics}
        passed: list[Statement] = [passing(arn) for arn in sorted(arn for arn in roles if arn)]
        function = LifecycleFunction(
            self,
            "Function",
            handler="custom_resources.token_exchange.handler.on_event",
            description="Custom::CognitoTokenExchange",
            grants=[{"Effect": "Allow", "Action": list(token_exchange.ACTIONS), "Resource": pool.arn}, *passed],
            tags=tags,
        )
        for key, (_, client, flows) in wanted.items():
            function.resource(
                "Custom::CognitoTokenExchange",
                f"CognitoTokenExchange{pascal(key)}",
                UserPoolId=pool.id,
                ClientId=client.id,
                ExplicitAuthFlows=flows,
                # CloudFormation's next update of the client takes the flows away again.
                ClientRevision=revision([client.resource], {}),
            )
