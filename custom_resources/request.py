"""What a resource is asked, and what it has to offer. Pure: the cores depend on this, and not on how answers travel."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from custom_resources.deadline import Deadline
from custom_resources.errors import Missing
from custom_resources.log import Log

T = TypeVar("T")
Properties = Mapping[str, Any]

NOT_CREATED = "not-created"  # the id of what failed before it had one: its Delete has nothing to do
_SETTLE_SECONDS = 30.0  # in which AWS should agree with itself about a change just made


@dataclass(frozen=True, kw_only=True)
class Request:
    """What CloudFormation asks for. Holds no ResponseURL, so that no resource can leak it."""

    kind: str
    stack_id: str
    logical_id: str
    physical_id: str
    properties: Properties
    old_properties: Properties
    deadline: Deadline
    log: Log

    @classmethod
    def of(cls, event: Mapping[str, Any], deadline: Deadline, log: Log) -> "Request":
        return cls(
            kind=str(event.get("RequestType")),
            stack_id=event["StackId"],
            logical_id=event["LogicalResourceId"],
            physical_id=event.get("PhysicalResourceId", NOT_CREATED),
            properties=_given(event.get("ResourceProperties", {})),
            old_properties=_given(event.get("OldResourceProperties", {})),
            deadline=deadline,
            log=log,
        )

    @property
    def owner(self) -> str:
        """Who the resource belongs to, told apart even from an earlier stack of this name. Names no account."""
        _, stack_name, stack_uuid = self.stack_id.split("/")
        return f"{stack_name}/{self.logical_id}/{stack_uuid}"

    def left_behind(self, identity: Callable[[Properties], str]) -> "Request | None":
        """The Delete of what a replacement left that died half-way, if this is its rollback: CloudFormation, which was
        never told of a new id, sends none."""
        now, then = identity(self.properties), identity(self.old_properties)
        if self.kind != "Update" or now == then or self.physical_id != now:
            return None
        return replace(self, kind="Delete", properties=self.old_properties, physical_id=then)

    def writes(self, operation: str, members: Iterable[str]) -> None:
        """Log what is about to be changed: names, never values."""
        self.log("writes", Operation=operation, Members=sorted(members))

    def patiently(self, attempt: Callable[[], T], *errors: type[Exception]) -> T:
        """`attempt` again on `errors` until AWS has had time to settle."""
        return self.deadline.within(_SETTLE_SECONDS).retry(attempt, *errors)


class _Given(dict[str, Any]):
    """Properties that say what they lack."""

    def __missing__(self, name: str) -> Any:
        raise Missing(f"the property {name} is missing", fix=f"add {name} to the resource in the template")


def _given(value: Any) -> Any:
    match value:
        case dict():
            return _Given({name: _given(part) for name, part in value.items()})
        case list():
            return [_given(part) for part in value]
    return value


class Resource(Protocol):
    """One custom resource. An instance serves one event."""

    def identity(self, properties: Properties) -> str:
        """The physical id, from the properties that cannot change without a replacement. Never raises."""

    def ensure(self, request: Request) -> Mapping[str, object]:
        """Create or update: bring the wanted state about, writing only differences. Returns Fn::GetAtt's values."""

    def delete(self, request: Request) -> None:
        """Succeeds if there is nothing to delete; leaves alone what is not ours."""
