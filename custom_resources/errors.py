"""Every way in which a custom resource fails on purpose. The message is what CloudFormation shows."""
# ruff: noqa: N818 - `except NotFound` says it all


class ResourceError(Exception):
    """The resource cannot be brought to the wanted state. `fix` is the way out, where the message doesn't say it."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


class Refused(ResourceError):
    """Asking again will not help: what is wanted has to change."""


class NotFound(ResourceError):
    """It is not there, or not there yet."""


class AlreadyExists(ResourceError):
    """It is there already: somebody else's, or our own after a lost reply."""


class Unsettled(ResourceError):
    """It passes by itself: throttling, a concurrent change, a permission on its way."""
