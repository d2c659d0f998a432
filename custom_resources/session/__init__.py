"""Custom::CognitoSessionConfiguration: how many sessions a user may have, and for how long each app reuses them."""
