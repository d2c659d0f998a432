"""Custom::CognitoUser: a user whose password is known, with attributes and group memberships."""
