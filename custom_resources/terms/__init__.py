"""Terms documents in the languages that CloudFormation doesn't know."""
