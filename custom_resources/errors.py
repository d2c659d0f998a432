"""Every way in which a custom resource fails on purpose. The message is what CloudFormation shows."""
# ruff: noqa: N818 - `except NotFound` says it all


class ResourceError(Exception):
    """The resource cannot be brought to the wanted state. `fix` is the way out, where the message doesn't say it."""

    way_out = ""
    """Of its kind, where nothing better is known."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix or self.way_out

    @property
    def reason(self) -> str:
        """The cause and the way out."""
        return f"{self}; to mend it, {self.fix}" if self.fix else str(self)


class Refused(ResourceError):
    """Asking again will not help: what is wanted has to change."""


class Missing(Refused):
    """A property that the resource can't do without was not sent. What was refused for that has made nothing."""


class NotFound(ResourceError):
    """It is not there, or not there yet."""

    way_out = "see whether it was deleted or has another name or Region, then deploy again"


class AlreadyExists(ResourceError):
    """It is there already: somebody else's, or our own after a lost reply."""

    way_out = "see whose it is: remove it, or choose another name"


class Unsettled(ResourceError):
    """It passes by itself: throttling, a concurrent change, a permission on its way."""

    way_out = "deploy again: it was tried for half a minute, and should have passed by then"


def with_more(failure: Exception, *texts: str) -> Exception:
    """The same failure, with more to tell."""
    kind, fix = (type(failure), failure.fix) if isinstance(failure, ResourceError) else (Refused, "")
    return kind(". ".join((str(failure), *texts)), fix=fix)
