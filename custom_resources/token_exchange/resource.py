"""Custom::CognitoTokenExchange: the flows by which an app client may exchange tokens for downstream services
(GetDerivedToken), beside those that CloudFormation knows."""

from custom_resources.completion import Completion
from custom_resources.target import Kind

ACTIONS = ("cognito-idp:DescribeUserPoolClient", "cognito-idp:UpdateUserPoolClient")

TOKEN_EXCHANGE = Completion(
    kind=Kind(
        read="DescribeUserPoolClient",
        write="UpdateUserPoolClient",
        member="UserPoolClient",
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
