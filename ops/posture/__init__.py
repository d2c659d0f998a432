"""`python -m ops posture`: what prowler, a public auditor of AWS accounts, says of the local deployment."""
