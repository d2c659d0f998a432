"""Custom::CognitoTokenExchange: the flows by which an app client may exchange tokens for downstream services
(GetDerivedToken), beside those that CloudFormation knows."""

from custom_resources.block import Kind
from custom_resources.completion import Completion

ACTIONS = ("cognito-idp:DescribeUserPoolClient", "cognito-idp:UpdateUserPoolClient")

TOKEN_EXCHANGE = Completion(
    kind=Kind(read="DescribeUserPoolClient", write="UpdateUserPoolClient", member="UserPoolClient"),
    keys=("UserPoolId", "ClientId"),
    member="ExplicitAuthFlows",
    values=frozenset({"ALLOW_TOKEN_EXCHANGE_DELEGATION", "ALLOW_TOKEN_EXCHANGE_IMPERSONATION"}),
)
