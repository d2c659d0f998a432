"""What an account has once in a Region: provisioned request limits, and how SNS sends SMS."""
