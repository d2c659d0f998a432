"""Carries files: out of the bucket that the deployment put them in, and to where an import job expects them."""

import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError

from custom_resources.aws import Api
from custom_resources.errors import Refused, Unsettled

_UPLOAD_SECONDS = 60.0  # without a byte taken
_SERVER_ERROR = 500


class FileGateway:
    """Both ways in pieces: no file is ever whole in memory."""

    def __init__(self, s3: Api) -> None:
        self._s3 = s3

    def read(self, bucket: str, key: str) -> Iterator[bytes]:
        return self._s3.pieces("GetObject", "Body", Bucket=bucket, Key=key)

    def upload(self, url: str, size: int, content: IO[bytes]) -> None:
        """As the developer guide has it. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-cli.html"""
        headers = {"Content-Length": str(size), "Content-Type": "", "x-amz-server-side-encryption": "aws:kms"}
        request = urllib.request.Request(url, content, headers, method="PUT")  # noqa: S310 - Cognito's
        try:
            urllib.request.urlopen(request, timeout=_UPLOAD_SECONDS).close()  # noqa: S310 - the same
        except HTTPError as error:
            error.close()
            kind = Unsettled if error.code >= _SERVER_ERROR else Refused
            raise kind(f"S3 answered the upload with {error.code} {error.reason}") from error
        except (OSError, HTTPException) as error:  # its own text may hold the URL
            raise Unsettled(f"the upload to S3 broke off ({type(error).__name__})") from None
