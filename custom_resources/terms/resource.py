"""Custom::CognitoTermsLinks: links of a terms document in languages that Cognito has and CloudFormation lacks."""

from custom_resources.completion import Completion
from custom_resources.target import Kind

ACTIONS = ("cognito-idp:DescribeTerms", "cognito-idp:UpdateTerms")

TERMS_LINKS = Completion(
    kind=Kind(read="DescribeTerms", write="UpdateTerms", member="Terms"),
    keys=("UserPoolId", "TermsId"),
    member="Links",
    values=frozenset({"cognito:dutch"}),
)
