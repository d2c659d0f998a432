"""What keeps verify from starting or from going on, told with the way out."""

from __future__ import annotations

from signal import Signals

from botocore import exceptions as boto

from ops.errors import OpsError
from ops.verify.outcome import error_of

EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
UNKNOWN = {
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
}
DENIED = {"AccessDenied", "AccessDeniedException"}
NO_CREDENTIALS = (
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.CredentialRetrievalError,
    boto.ProfileNotFound,
)
NO_SESSION = (boto.SSOError, boto.LoginError, boto.TokenRetrievalError)
NO_ANSWER = (boto.ConnectionError, boto.HTTPClientError)


class VerifyError(OpsError):
    """Nothing, or nothing more, can be said about the environment. Exit code 2."""


class SignalError(VerifyError):
    """A signal ended the run, which cleaned up first."""

    def __init__(self, signal: int, left: str) -> None:
        super().__init__(f"Interrupted by {Signals(signal).name}; {left.strip() or 'all that it made is removed'}.")
        self.signal = signal


def about_session(error: Exception) -> VerifyError | None:
    """The caller's own credentials have run out."""
    if isinstance(error, NO_SESSION) or (isinstance(error, boto.ClientError) and error_of(error)[0] in EXPIRED):
        return VerifyError(
            "Your AWS session has expired.", fix="aws sso login (or however you sign in), then run this again"
        )
    return None


def about_start(error: Exception, environment: str) -> VerifyError | None:
    """What can go wrong before the first check."""
    code, message = error_of(error) if isinstance(error, boto.ClientError) else ("", "")
    if isinstance(error, NO_CREDENTIALS):
        return VerifyError(f"No AWS credentials: {error}", fix="aws sso login, or set AWS_PROFILE")
    if isinstance(error, NO_ANSWER):
        return VerifyError(str(error), fix="make local, if that is the emulator; else see to the network")
    if code in UNKNOWN:
        return VerifyError(
            f"AWS does not know these credentials: {message}", fix=f"set AWS_PROFILE to that of {environment}"
        )
    if code in DENIED:
        return VerifyError(
            f"These credentials may not read what was deployed: {message}",
            fix=f"use some that may call ssm:GetParametersByPath on /gatehouse/{environment}",
        )
    problem = about_session(error)
    if not problem and isinstance(error, boto.BotoCoreError | ValueError | KeyError):
        told = str(error) or type(error).__name__
        problem = VerifyError(f"AWS can't be asked: {told}", fix="see to AWS_ENDPOINT_URL, ~/.aws/config and the proxy")
    return problem
