"""Custom::CognitoTokenExchange: the flows by which an app client may exchange tokens for downstream services
(GetDerivedToken), beside those that CloudFormation knows."""

from typing import Any

from custom_resources.completion import Completion
from custom_resources.target import Kind

ACTIONS = ("cognito-idp:DescribeUserPoolClient", "cognito-idp:UpdateUserPoolClient")


def _tidy(client: dict[str, Any]) -> dict[str, Any]:
    """Without what is not set: described as empty, it would be too short for the update."""
    return {name: value for name, value in client.items() if value != ""}


TOKEN_EXCHANGE = Completion(
    kind=Kind(
        read="DescribeUserPoolClient",
        write="UpdateUserPoolClient",
        member="UserPoolClient",
        tidy=_tidy,
        fills={  # the defaults that UpdateUserPoolClient documents: to have them said is to say what their absence says
            "AllowedOAuthFlowsUserPoolClient": False,
            "PreventUserExistenceErrors": "LEGACY",
            "RefreshTokenValidity": 30,
            "TokenValidityUnits.AccessToken": "hours",
            "TokenValidityUnits.IdToken": "hours",
            "TokenValidityUnits.RefreshToken": "days",
        },
    ),
    keys=("UserPoolId", "ClientId"),
    member="ExplicitAuthFlows",
    values=frozenset({"ALLOW_TOKEN_EXCHANGE_DELEGATION", "ALLOW_TOKEN_EXCHANGE_IMPERSONATION"}),
)
