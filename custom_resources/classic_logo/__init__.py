"""Custom::CognitoClassicLogo: the image on the classic pages, for one client or for all."""
