"""Whether an app client may exchange tokens, which CloudFormation can't say."""
