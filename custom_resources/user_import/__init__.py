"""Custom::CognitoUserImport: the users of a CSV file, brought into a pool by an import job."""
