"""Users that come from elsewhere, in a CSV file."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from config.model.base import Model
from config.model.files import File, RepoFile
from custom_resources.user_import.user_file import MAX_BYTES


class UserImport(Model):
    """One import job. It runs once for each content of the file, in no matter how many deployments; removing it here
    removes no user."""

    file: Annotated[File, RepoFile(suffixes=(".csv",), max_bytes=MAX_BYTES)]
    """Path of a CSV file: in the first line the names of the columns in use, in any order, then a line a user, without
    quotes. At most 500,000 users and 100 MB. These are personal data: keep the file in private/, which git ignores."""
    password_hashing_algorithm: Literal["BCRYPT", "SCRYPT", "ARGON2ID", "PBKDF2_SHA256"] | None = None
    """How the column password_hash was made; whoever has one keeps their password. Default: there is none, and
    everybody chooses a password at the first sign-in."""

    @property
    def digest(self) -> str:
        """SHA-256 of the content: by it a job knows its file."""
        return hashlib.sha256(self.file.content).hexdigest()
