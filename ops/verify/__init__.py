"""Proof that a deployed environment does what its file says, by signing in as a real user, down to the AWS role."""
