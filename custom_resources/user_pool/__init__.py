"""What of a user pool only UpdateUserPool can set: dynamic client registration, ACR levels."""
