"""The typed model of environments/*.yaml: pure data and rules, without aws_cdk or boto3."""
